"""Places: which stops of the feeds are one place, and what it is called in events.

Platforms belong to their station. `places:` joins what it lists; `same_place:` joins what is left. The
id of joined stops is the smallest of theirs, by UTF-8 bytes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workers.sources.freight.lookup import find, not_here, wire_ids
from workers.sources.freight.model import GroupedStops, Named
from workers.sources.freight.place import Place, distance_m
from workers.sources.freight.same_name import same_name_groups
from workers.sources.freight.source_feed import SourceFeed
from workers.sources.gtfs.stops import Stop


@dataclass(frozen=True, slots=True)
class Places:
    """The places of an area, by id, and what leads to them."""

    by_id: Mapping[str, Place]
    _feeds: Sequence[SourceFeed]
    _place_ids: Mapping[str, str]
    """Wire id of every stop, station and entrance, and every name of `places:` -> place id."""
    _names: Mapping[str, str]
    """The same keys -> what people call the place."""

    @property
    def stop_ids(self) -> Collection[str]:
        """Every stop, station and entrance, and every name of `places:`."""
        return self._place_ids.keys()

    def place_id(self, stop_id: str) -> str:
        """The place of a stop's wire id. Raises KeyError for a stop the feeds do not have."""
        return self._place_ids[stop_id]

    def place_of(self, name: str) -> str:
        """The place a shipper means by a stop, a platform or a name of `places:`; else the text as it is."""
        found = {self._place_ids[wire_id] for wire_id in wire_ids(self._feeds, name, self._place_ids)}
        return found.pop() if len(found) == 1 else name

    def named(self, named: Named, file: str) -> Place:
        """The place freight.yaml names. Raises InputError with its line."""
        return self.by_id[self._place_ids[find(named, "stop", self._feeds, self._names, file)]]

    def distance_m(self, place_id: str, other_id: str) -> float | None:
        """Metres between two places in a straight line; None for an unknown place or coordinate."""
        place, other = self.by_id.get(place_id), self.by_id.get(other_id)
        return None if place is None or other is None else distance_m(place, other)


def places_of(
    feeds: Sequence[SourceFeed], *, groups: Iterable[GroupedStops] = (), same_place_m: int | None, file: str = ""
) -> Places:
    """Join the stops of the feeds into places, as `places:` (`groups`) and `same_place:` say.

    Raises InputError, with a line of `file`, for a group with a stop that no feed has.
    """
    lone = _lone_places(feeds)
    listed = _listed(groups, lone, file)
    joined = [[lone.by_id[stop_id] for stop_id in members] for members in listed.values()]
    taken = {place.stop_id for group in joined for place in group}
    rest = [place for place in lone.by_id.values() if place.stop_id not in taken]
    if same_place_m is None:
        joined += [[place] for place in rest]
    else:
        joined += same_name_groups(rest, same_place_m)
    return _joined(lone, joined, {name: next(iter(members)) for name, members in listed.items()})


def _lone_places(feeds: Sequence[SourceFeed]) -> Places:
    """Each stop without a station, and each station with all that belongs to it, as a place of its own."""
    place_ids: dict[str, str] = {}
    by_id: dict[str, Place] = {}
    for feed in feeds:
        for stop in feed.feed.stops.values():
            home = _home(stop, feed.feed.stops)
            place = Place(feed.wire_id(home.stop_id), home.name, home.lat, home.lon)
            place_ids[feed.wire_id(stop.stop_id)] = place.stop_id
            by_id[place.stop_id] = place
    return Places(by_id, feeds, place_ids, {stop_id: by_id[home_id].name for stop_id, home_id in place_ids.items()})


def _home(stop: Stop, stops: Mapping[str, Stop]) -> Stop:
    while stop.parent_station is not None:
        stop = stops[stop.parent_station]
    return stop


def _listed(groups: Iterable[GroupedStops], lone: Places, file: str) -> dict[str, list[str]]:
    """`places:` with the ids of lone places. Raises InputError for a stop unknown or in two of them."""
    listed: dict[str, list[str]] = {}
    taken: set[str] = set()
    for group in groups:
        members = [lone.named(stop, file).stop_id for stop in group.stops]
        for stop, member in zip(group.stops, members, strict=True):
            if member in taken:
                raise not_here(stop, "is already part of another place", file)
        _check_name(group, members, lone, file)
        taken.update(members)
        listed[group.name.id] = list(dict.fromkeys(members))
    return listed


def _check_name(group: GroupedStops, members: list[str], lone: Places, file: str) -> None:
    means = lone.place_of(group.name.id)
    if means in lone.by_id and means not in members:
        raise not_here(group.name, "is also the id of a stop that is not in its list", file)


def _joined(lone: Places, groups: Iterable[list[Place]], place_names: Mapping[str, str]) -> Places:
    """The places made of these groups; `place_names` are names of `places:` and one stop of each."""
    by_id: dict[str, Place] = {}
    group_id: dict[str, str] = {}
    for group in groups:
        place = _join(group)
        by_id[place.stop_id] = place
        group_id.update((member.stop_id, place.stop_id) for member in group)
    place_ids = {stop_id: group_id[lone.place_id(stop_id)] for stop_id in lone.stop_ids}
    place_ids.update((name, group_id[member]) for name, member in place_names.items())
    names = {stop_id: by_id[place_id].name for stop_id, place_id in place_ids.items()}
    return replace(lone, by_id=by_id, _place_ids=place_ids, _names=names)


def _join(group: list[Place]) -> Place:
    """One place of several: id and name of the smallest id, coordinates of the first that has some."""
    ordered = sorted(group, key=lambda place: place.stop_id.encode())
    located = next((place for place in ordered if place.lat is not None), ordered[0])
    return replace(ordered[0], lat=located.lat, lon=located.lon)
