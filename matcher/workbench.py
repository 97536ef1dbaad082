"""What a decision works with: the network in force, its capacity, the search on it and the rules."""

from dataclasses import dataclass

from matcher.journeys.network import Network, network_of
from matcher.journeys.search import Search, search_of
from matcher.resources.capacity import Capacity, Free, capacity_of
from matcher.rules.order import Rulebook, rulebook
from matcher.state.area_state import AreaState
from matcher.state.settings import BEFORE_THE_AREA, Settings


@dataclass(frozen=True, slots=True)
class Workbench:
    """Everything derived from the facts of an area at one moment."""

    settings: Settings
    network: Network
    capacity: Capacity
    search: Search
    rules: Rulebook
    empty: Free
    """The capacity with nothing taken; never taken from."""
    now: int
    """Seconds since 1970."""


def workbench(state: AreaState, now: int) -> Workbench:
    """Lay out the facts in force; the network is kept in the state's cache while they do not change."""
    settings = BEFORE_THE_AREA if state.settings is None else state.settings
    version = (state.timetable.version, state.facts_version, len(state.place_ids))
    known = state.cache.get("network")
    if isinstance(known, tuple) and known[0] == version:
        network = known[1]
    else:
        network = network_of(state, settings)
        state.cache["network"] = (version, network)
    capacity = capacity_of(network)
    rules = rulebook(network, state.zones, now + settings.notice_s)
    return Workbench(settings, network, capacity, search_of(capacity), rules, _empty(capacity), now)


def _empty(capacity: Capacity) -> Free:
    """Kept in the network's cache: it is as large as the network."""
    known = capacity.network.cache.get("empty")
    if isinstance(known, Free):
        return known
    empty = Free(capacity)
    capacity.network.cache["empty"] = empty
    return empty
