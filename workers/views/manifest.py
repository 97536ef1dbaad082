"""The question about a trip: at each call, what to unload and what to load, and what is then on board."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workers.views.names import Names
from workers.views.rows import DecisionRow, LegRow, RequestRow, TripRow


@dataclass(frozen=True, slots=True)
class Carried:
    """A parcel's live match, and its request as far as it is known."""

    match: DecisionRow
    request: RequestRow | None


@dataclass(frozen=True, slots=True)
class Movement:
    """One parcel to unload or to load at a call; `leg` is the number of its leg on this trip."""

    carried: Carried
    leg: int

    @property
    def own(self) -> LegRow:
        """The leg on this trip."""
        return self.carried.match.legs[self.leg]

    @property
    def before(self) -> LegRow | None:
        """The leg it comes from; None = it is handed in here."""
        return self.carried.match.legs[self.leg - 1] if self.leg > 0 else None

    @property
    def after(self) -> LegRow | None:
        """The leg it goes on with; None = it is collected here."""
        legs = self.carried.match.legs
        return legs[self.leg + 1] if self.leg + 1 < len(legs) else None


@dataclass(frozen=True, slots=True)
class Load:
    """What is on board, all compartments together."""

    parcels: int = 0
    weight_g: int = 0
    volume_ml: int = 0
    pieces: int = 0


@dataclass(frozen=True, slots=True)
class CallLoads:
    """A call at which something moves."""

    call: int
    stop_id: str
    arrival: int
    departure: int
    unload: Sequence[Movement]
    load: Sequence[Movement]
    on_board: Load
    """After the call."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The answer. `trip` is None when no complete publication has it (any more)."""

    area: str
    trip_key: str
    trip: TripRow | None
    calls: Sequence[CallLoads]
    names: Names

    @property
    def parcels(self) -> int:
        """How many parcels ride along somewhere."""
        return len({move.carried.match.parcel_id for call in self.calls for move in call.load})


def call_loads(trip_key: str, trip: TripRow | None, carried: Iterable[Carried]) -> list[CallLoads]:
    """The calls of a trip at which live matches move, in the order of travel."""
    moves = sorted(_moves(trip_key, carried), key=lambda move: (move.carried.match.parcel_id, move.leg))
    loads: dict[int, list[Movement]] = {}
    unloads: dict[int, list[Movement]] = {}
    for move in moves:
        loads.setdefault(move.own.board_call, []).append(move)
        unloads.setdefault(move.own.alight_call, []).append(move)
    return [
        CallLoads(
            call=call,
            stop_id=stop_id,
            arrival=arrival,
            departure=departure,
            unload=unloads.get(call, ()),
            load=loads.get(call, ()),
            on_board=_on_board(moves, call),
        )
        for call, (stop_id, arrival, departure) in sorted(_times(trip, loads, unloads).items())
    ]


def _moves(trip_key: str, carried: Iterable[Carried]) -> Iterable[Movement]:
    for one in carried:
        for number, leg in enumerate(one.match.legs):
            if leg.trip_key == trip_key:
                yield Movement(one, number)


def _times(
    trip: TripRow | None, loads: Mapping[int, Sequence[Movement]], unloads: Mapping[int, Sequence[Movement]]
) -> dict[int, tuple[str, int, int]]:
    """Place, arrival and departure of the calls, by the timetable if it has them, else as the legs say."""
    times: dict[int, tuple[str, int, int]] = {}
    for call in loads.keys() | unloads.keys():
        if trip is not None and call < len(trip.calls):
            there = trip.calls[call]
            times[call] = (there.stop_id, there.arrival, there.departure)
        elif call in loads:
            leg = loads[call][0].own
            times[call] = (leg.board_stop_id, leg.board_at, leg.board_at)
        else:
            leg = unloads[call][0].own
            times[call] = (leg.alight_stop_id, leg.alight_at, leg.alight_at)
    return times


def _on_board(moves: Sequence[Movement], call: int) -> Load:
    riding = [move for move in moves if move.own.board_call <= call < move.own.alight_call]
    known = [move.carried.request for move in riding if move.carried.request is not None]
    return Load(
        parcels=len(riding),
        weight_g=sum(request.weight_g for request in known),
        volume_ml=sum(request.volume_ml for request in known),
        pieces=sum(request.pieces for request in known),
    )
