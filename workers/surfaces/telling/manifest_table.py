"""A trip's manifest as a table on the terminal, and as JSON."""

from datetime import date
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from contracts.instants import format_instant
from workers.surfaces.report import aboard, wording
from workers.surfaces.telling.wire import as_json
from workers.surfaces.telling.words import day_of, pieces, when
from workers.views.manifest import CallLoads, Load, Manifest, Movement


def print_manifest(console: Console, manifest: Manifest) -> None:
    """The trip, then call by call what to unload and load."""
    console.print(f"[bold]{escape(_title(manifest))}[/bold]")
    for line in _notes(manifest):
        console.print(f"[dim]{escape(line)}[/dim]")
    for call in manifest.calls:
        console.print(f"\n{escape(_heading(manifest, call))}", highlight=False)
        console.print(_moves(manifest, call))


def manifest_json(manifest: Manifest) -> dict[str, Any]:
    """The same for programs."""
    names = manifest.names
    return {
        "area": manifest.area,
        "trip_key": manifest.trip_key,
        "trip": as_json(manifest.trip, names),
        "parcels": manifest.parcels,
        "calls": [
            {
                "call": call.call,
                "stop_id": call.stop_id,
                "name": names.place(call.stop_id),
                "arrival": format_instant(names.local(call.arrival)),
                "departure": format_instant(names.local(call.departure)),
                "unload": [_movement_json(manifest, move) for move in call.unload],
                "load": [_movement_json(manifest, move) for move in call.load],
                "on_board": as_json(call.on_board, names),
            }
            for call in manifest.calls
        ],
    }


def _title(manifest: Manifest) -> str:
    trip = manifest.trip
    if trip is None:
        return f"{manifest.trip_key} ({manifest.area})"
    on = wording.day(date.fromisoformat(trip.service_date))
    return f"{trip.route_name or trip.route_id} → {trip.headsign}, {on}, trip {trip.trip_id} of {trip.operator_id}"


def _notes(manifest: Manifest) -> list[str]:
    notes = [f"{wording.parcels(manifest.parcels)} on this trip" if manifest.calls else "It carries no parcels."]
    if manifest.trip is None:
        notes.append("No published timetable has this trip (any more); times are those of the matches.")
    elif manifest.trip.capacity_assumed:
        notes.append("Assumption: nobody has confirmed the capacity of this vehicle.")
    return notes


def _heading(manifest: Manifest, call: CallLoads) -> str:
    """`Mon 23 Nov 07:05  Smiltenes autoosta, leaves with 3 parcels, 12 kg, 40 l`; the day where it changes."""
    names, at = manifest.names, list(manifest.calls).index(call)
    day = None if at == 0 else day_of(names, manifest.calls[at - 1].departure)
    return f"{when(names, call.departure, day)}  {names.place(call.stop_id)}, {_on_board(call.on_board)}"


def _moves(manifest: Manifest, call: CallLoads) -> Table:
    table = Table.grid(padding=(0, 2))
    moves = [("unload", move, _goes(manifest, move)) for move in call.unload]
    moves += [("load", move, _comes(manifest, move)) for move in call.load]
    for do, move, way in moves:
        table.add_row(f"  {do}", *map(escape, (_parcel(move), _goods(move), move.own.compartment, way)))
        for mark in () if move.carried.request is None else aboard.marks(move.carried.request):
            table.add_row("", escape(f"  {mark}"))
    return table


def _parcel(move: Movement) -> str:
    request = move.carried.request
    named = [request.shipper_id, request.reference] if request is not None else []
    return " · ".join([move.carried.match.parcel_id, *(part for part in named if part)])


def _goods(move: Movement) -> str:
    request = move.carried.request
    if request is None:
        return "?"
    weight, volume = wording.kilograms(request.weight_g), wording.litres(request.volume_ml)
    handling = "" if request.handling_class == "ambient" else f", {request.handling_class}"
    return f"{pieces(request.pieces)}, {weight}, {volume}{handling}"


def _comes(manifest: Manifest, move: Movement) -> str:
    """Where a parcel that is loaded comes from."""
    names, match, before = manifest.names, move.carried.match, move.before
    day = day_of(names, move.own.board_at)
    size = _locker(move, move.leg)
    if before is not None:
        return f"{size}from {names.route(before.trip_key)}, here since {when(names, before.alight_at, day)}"
    if match.legs[0].board_stop_id in names.meetings:
        return "from the shop, who meets the bus"
    return (
        "from the shop" if match.hand_in_by is None else f"{size}from the shop, by {when(names, match.hand_in_by, day)}"
    )


def _goes(manifest: Manifest, move: Movement) -> str:
    """Where a parcel that is unloaded goes."""
    names, match, after = manifest.names, move.carried.match, move.after
    day = day_of(names, move.own.alight_at)
    size = _locker(move, move.leg + 1)
    if after is not None:
        return f"{size}to {names.route(after.trip_key)} at {when(names, after.board_at, day)}"
    stop_id = match.legs[-1].alight_stop_id
    if (meeting := names.meetings.get(stop_id)) is not None:
        fallback = None if meeting.fallback_stop_id is None else names.place(meeting.fallback_stop_id)
        return f"to the receiver, who meets the bus; {aboard.nobody_comes(meeting, fallback)}"
    if match.available_at is None:
        return "is collected"
    return f"{size}is collected from {when(names, match.available_at, day)}"


def _locker(move: Movement, stay: int) -> str:
    """The size to use, where a stay is in a locker; stay 0 is at the origin."""
    match = move.carried.match
    size = aboard.locker_sizes(match.stays, match.lockers)[stay]
    return "" if size is None else f"locker {size}, "


def _on_board(load: Load) -> str:
    if load.parcels == 0:
        return "leaves without parcels"
    weight, volume = wording.kilograms(load.weight_g), wording.litres(load.volume_ml)
    return f"leaves with {wording.parcels(load.parcels)}, {weight}, {volume}"


def _movement_json(manifest: Manifest, move: Movement) -> dict[str, Any]:
    return {
        "parcel_id": move.carried.match.parcel_id,
        "leg": as_json(move.own, manifest.names),
        "lockers": as_json(move.carried.match.lockers, manifest.names),
        "request": as_json(move.carried.request, manifest.names),
    }
