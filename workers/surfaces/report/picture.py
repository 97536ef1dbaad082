"""What of a network is drawn: all of a small one, the part that matters of a large one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workers.surfaces.report.layout import Point, fill_in, map_positions, schematic_positions
from workers.surfaces.report.network import Link, Network, Node, Service

SCHEMATIC_PLACES = 120
"""More places than this make no readable schematic."""
PLAIN_SCHEMATIC_PLACES = 60
"""Up to here every place of a schematic is drawn, also one that nobody asked for."""
MAP_QUIET_PLACES = 300
"""Up to here a map shows the places that nobody asked for too."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Places with their positions, the links drawn with their loads, and a note of what was left out."""

    positions: dict[str, Point]
    nodes: list[Node]
    links: list[Link]
    km_per_unit: float | None
    """1 on a map; None in a schematic, where distances mean nothing."""
    note: str


def compose(network: Network) -> Picture:
    """A map when at least half of the places that matter have coordinates, else a schematic."""
    mattering = [node for node in network.nodes.values() if node.requested > 0] or list(network.nodes.values())
    located = sum(node.point is not None for node in mattering)
    return _map(network) if mattering and 2 * located >= len(mattering) else _schematic(network)


def _map(network: Network) -> Picture:
    located = {name: node.point for name, node in network.nodes.items() if node.point is not None}
    positions = fill_in(map_positions(located), network.links)
    nodes = [node for name, node in network.nodes.items() if name in positions]
    guessed = sum(node.point is None for node in nodes)
    notes = []
    if guessed:
        notes.append(f"{_places(guessed)} without coordinates stand between their neighbours.")
    if len(nodes) > MAP_QUIET_PLACES:
        quiet = [node for node in nodes if node.requested == 0 and node.changes == 0]
        nodes = [node for node in nodes if node.requested > 0 or node.changes > 0]
        notes.append(f"{_places(len(quiet))} that nobody asked for are not marked.")
    links = [link for link in network.links.values() if link.origin in positions and link.destination in positions]
    return Picture(positions, nodes, links, 1.0, " ".join(notes))


def _schematic(network: Network) -> Picture:
    links = dict(network.links)
    if len(network.nodes) > PLAIN_SCHEMATIC_PLACES:
        links = _contracted(network.nodes, links)
    names = _foremost(links)
    drawn = [link for link in links.values() if link.origin in names and link.destination in names]
    notes = ["Schematic: the timetable has no coordinates, so neither distances nor directions mean anything."]
    if len(names) < len(network.nodes):
        notes.append(
            f"Drawn are the {len(names):,} of {len(network.nodes):,} places that most parcels pass; "
            "places in between that no parcel uses are left out."
        )
    positions = schematic_positions(list(names), ((link.origin, link.destination) for link in drawn))
    nodes = [network.nodes[name] for name in names]
    return Picture(positions, nodes, drawn, None, " ".join(notes))


def _foremost(links: Mapping[tuple[str, str], Link]) -> dict[str, None]:
    """The ends of the links that carry most, as many as a schematic can hold, in that order."""
    names: dict[str, None] = {}
    carrying = any(link.parcels > 0 for link in links.values())
    for link in sorted(links.values(), key=lambda each: (-each.parcels, -each.trips, each.origin, each.destination)):
        if carrying and link.parcels == 0 and len(names) > PLAIN_SCHEMATIC_PLACES:
            break
        new = {link.origin, link.destination} - names.keys()
        if len(names) + len(new) > SCHEMATIC_PLACES:
            continue
        names.update(dict.fromkeys((link.origin, link.destination)))
    return names


def _contracted(nodes: Mapping[str, Node], links: Mapping[tuple[str, str], Link]) -> dict[tuple[str, str], Link]:
    """Links over places that nobody uses and that have just two neighbours, joined into one."""
    merged = dict(links)
    around: dict[str, set[str]] = {}
    for origin, destination in merged:
        around.setdefault(origin, set()).add(destination)
        around.setdefault(destination, set()).add(origin)
    for name in list(around):
        node = nodes[name]
        if node.requested > 0 or node.changes > 0 or len(around[name]) != 2:
            continue
        one, other = sorted(around[name])
        if other in around[one]:
            continue
        for start, end in ((one, other), (other, one)):
            _join(merged, start, name, end)
        around[one] = around[one] - {name} | {other}
        around[other] = around[other] - {name} | {one}
        del around[name]
    return merged


def _join(links: dict[tuple[str, str], Link], start: str, between: str, end: str) -> None:
    """Replace start -> between -> end by start -> end, with the higher load of the two."""
    first, second = links.pop((start, between), None), links.pop((between, end), None)
    halves = [link for link in (first, second) if link is not None]
    if not halves:
        return
    fullest = max(halves, key=lambda link: (link.parcels, link.volume_ml))
    links[start, end] = replace(fullest, origin=start, destination=end, share=max(link.share for link in halves))


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count:,} places"


def is_marked(node: Node) -> bool:
    """Whether a place is drawn larger than a speck."""
    return node.service in {Service.SERVED, Service.NOT_SERVED} or node.changes > 0
