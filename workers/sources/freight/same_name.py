"""Which stops `same_place` makes one: same name, and every two of them within the radius.

Pairwise, not chained: of three stops in a row, each 100 m from the next, a radius of 150 m joins two.
Stops without coordinates are joined by name with one another.
"""

from collections.abc import Iterable

from workers.sources.freight.place import Place, distance_m


def same_name_groups(places: Iterable[Place], radius_m: int) -> list[list[Place]]:
    """Groups of places, the smallest id first. Each place joins the first group it fits, in order of ids."""
    groups_of: dict[tuple[str, bool], list[list[Place]]] = {}
    for place in sorted(places, key=lambda place: place.stop_id.encode()):
        groups = groups_of.setdefault((place.name, place.lat is None), [])
        for group in groups:
            if all(_within(place, member, radius_m) for member in group):
                group.append(place)
                break
        else:
            groups.append([place])
    return [group for groups in groups_of.values() for group in groups]


def _within(place: Place, other: Place, radius_m: int) -> bool:
    distance = distance_m(place, other)
    return distance is None or distance <= radius_m
