"""Writes a first freight.yaml for feeds: what is known is filled in, what is guessed says so."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from workers.sources.freight.place import Place
from workers.sources.freight.places import Places, places_of
from workers.sources.freight.source_feed import SourceFeed, source_feeds
from workers.sources.gtfs.feed import Feed
from workers.sources.gtfs.stops import STATION

SAME_PLACE_M = 150
MOST_HUBS = 30
"""A file that nobody can look through is no start."""

_LONGEST_AREA = 40


@dataclass(frozen=True, slots=True)
class HubProposal:
    """A place where changing seems possible, and why it is proposed."""

    place: Place
    station: bool
    routes: int
    ends: int
    """Routes that begin or end there."""


def propose_hubs(feeds: Sequence[SourceFeed]) -> list[HubProposal]:
    """Served stations first, then places where routes end or meet, those where most end first."""
    places = places_of(feeds, same_place_m=SAME_PLACE_M)
    stations = _stations(feeds, places)
    routes, ends = _served(feeds, places)
    proposals = [
        HubProposal(places.by_id[place_id], place_id in stations, count, ends[place_id])
        for place_id, count in routes.items()
        if place_id in stations or count > 1 or ends[place_id]
    ]
    return sorted(proposals, key=lambda hub: (not hub.station, -hub.ends, -hub.routes, hub.place.stop_id.encode()))


def propose_freight(feeds: Mapping[str | None, Feed]) -> str:
    """The text of a minimal, commented freight.yaml that is valid for these feeds. Raises InputError."""
    named = source_feeds(feeds)
    hubs = propose_hubs(named)
    zones = list(dict.fromkeys(feed.feed.time_zone for feed in named))
    lines = [
        "# What these buses offer to parcels. Lengths are cm, volumes litres, weights kg, times minutes, money euros.",
        f"area: {_scalar(_area(named))}",
        *([f"time_zone: {zones[0]}    # the feeds have several: {', '.join(zones)}"] if len(zones) > 1 else []),
        f"same_place: {{name_within_m: {SAME_PLACE_M}}}    # stops of one name within 150 m are one place",
        "parcel_stops: hubs                  # where parcels are taken: hubs, all, or a list of stop ids",
        "offers:                             # the first offer that matches a trip counts; without match: every trip",
        "  - assumed: true                   # nobody has measured this hold yet; say false when somebody has",
        "    compartments: [{name: hold, volume_l: 800, weight_kg: 200, pieces: 40, longest_side_cm: 120}]",
        "hubs:                               # where parcels may wait and change; storage and minutes are guesses",
        *(_hub_line(hub) for hub in hubs[:MOST_HUBS]),
    ]
    if len(hubs) > MOST_HUBS:
        left_out = len(hubs) - MOST_HUBS
        lines.append(f"# Left out: {left_out} more places where routes meet or end, fewer than here.")
    return "\n".join(lines) + "\n"


def _stations(feeds: Sequence[SourceFeed], places: Places) -> set[str]:
    return {
        places.place_id(feed.wire_id(stop.stop_id))
        for feed in feeds
        for stop in feed.feed.stops.values()
        if stop.location_type == STATION
    }


def _served(feeds: Sequence[SourceFeed], places: Places) -> tuple[Counter[str], Counter[str]]:
    """How many routes call at each place, and how many begin or end there."""
    routes: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for feed in feeds:
        for patterns in feed.feed.call_patterns().values():
            routes.update({places.place_id(feed.wire_id(stop)) for stops in patterns for stop in stops})
            ends.update({places.place_id(feed.wire_id(stop)) for stops in patterns for stop in (stops[0], stops[-1])})
    return routes, ends


def _hub_line(hub: HubProposal) -> str:
    what = [_printable(hub.place.name), *(["station"] if hub.station else []), f"{hub.routes} routes"]
    stop = f"stop_id: {_scalar(hub.place.stop_id)}"
    return f"  - {{{stop}, storage_l: 2000, min_transfer_min: 10}}   # {', '.join(what)}, {hub.ends} end here"


def _area(feeds: Sequence[SourceFeed]) -> str:
    """A short name made of the name of the agency with the most routes, without an address after it."""
    routes: Counter[str] = Counter()
    for feed in feeds:
        for route in feed.feed.routes.values():
            routes[feed.feed.agencies[route.agency_id].name] += 1
    ((name, _),) = routes.most_common(1)
    plain = unicodedata.normalize("NFKD", name.partition(",")[0]).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    return "-".join(words)[:_LONGEST_AREA].strip("-") or "area"


def _scalar(text: str) -> str:
    """Text in double quotes, as YAML wants it."""
    return str(yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10_000)).strip()


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
