"""A remedy as it is published, and as a sentence."""

from contracts.instants import local_text
from contracts.unmatched import Remedy
from matcher.explain.remedies.change import Change, Field
from matcher.explain.remedies.residual import Residual
from matcher.explain.remedies.trial import Found
from matcher.explain.speaker import Speaker, speaker_of
from matcher.journeys.journey import Journey
from matcher.journeys.network import Network
from matcher.state.parcels import Request

_INSTANTS = {Field.DUE_AT, Field.READY_AT}
_UNITS = {
    Field.VOLUME: ("l", 1, 0),
    Field.WEIGHT: ("kg", 1, 0),
    Field.DANGEROUS_MASS: ("kg", 1, 0),
    Field.PIECES: ("pieces", 1000, 0),
    Field.LONGEST_SIDE: ("cm", 100, 0),
    Field.VALUE: ("eur", 1, 2),
}
"""In what people count it, how many thousandths of that one of ours is, and how many decimals it has at least."""


def said(residual: Residual, request: Request, found: Found) -> Remedy:
    """The remedy of a change that was found to help."""
    speaker = speaker_of(residual.state)
    change, network = found.change, residual.bench.network
    to: str | int = change.to
    if change.field in _INSTANTS and isinstance(to, int):
        to = local_text(to, residual.bench.settings.time_zone)
    beside = change.to if change.field in _INSTANTS and isinstance(change.to, int) else request.due_at
    sentence = speaker.words.say(
        f"remedy.{change.field}", to=_to(speaker, request, change), ride=_ride(speaker, network, found.journey, beside)
    )
    return Remedy(field=change.field.value, to=to, sentence=sentence)


def _to(speaker: Speaker, request: Request, change: Change) -> str:
    match change.to:
        case str(to) if change.field == Field.HANDLING_CLASS:
            return speaker.words.goods_name(to)
        case str(to):
            return speaker.place(to)
        case to if change.field in _INSTANTS:
            return speaker.time(to, beside=request.due_at if change.field == Field.DUE_AT else request.ready_at)
        case to if change.field == Field.AFTER_GAP:
            return speaker.words.amount("min", to * 1000 // 60)
        case to:
            unit, thousandths, places = _UNITS[change.field]
            return speaker.words.amount(unit, to * thousandths, places)


def _ride(speaker: Speaker, network: Network, journey: Journey, beside: int) -> str:
    """The first line and when it leaves, and where the parcel changes."""
    first = journey.legs[0]
    trip = network.trips[network.call_trip.item(first.board)]
    departs = speaker.at(network.departure.item(first.board), beside=beside)
    changes = [speaker.place(network.place_ids[network.call_place.item(leg.board)]) for leg in journey.legs[1:]]
    key = "ride.changing" if changes else "ride"
    return speaker.words.say(key, line=speaker.line(trip), departs=departs, places=speaker.words.listed(changes))
