"""One line per decision, for the match stream."""

from typing import Any

from contracts.reasons import Cause, UnmatchedReason
from workers.surfaces.telling.wire import as_json
from workers.surfaces.telling.words import day_of, rides, when
from workers.views.names import Names
from workers.views.rows import DecisionRow
from workers.views.stream import Cursor, Entry

_VERBS = {
    Cause.NEW: "matched",
    Cause.IMPROVED: "improved",
    Cause.COMMITTED: "committed",
    Cause.DISRUPTION: "rebooked",
    Cause.OPERATOR: "set by hand",
    Cause.WITHDRAWN: "matched",
}


def match_line(entry: Entry, names: Names) -> str:
    """`Sun 22 Nov 12:00:05  vidzeme  P-0001  matched    V12 07:10 Valmiera → 08:02 Smiltene, hand in by 06:55`."""
    decision = entry.decision
    at = f"{names.local(decision.decided_at):%a %d %b %H:%M:%S}"
    shipper = "" if entry.request is None or entry.request.shipper_id is None else f"  [{entry.request.shipper_id}]"
    return f"{at}  {decision.area}  {decision.parcel_id}  {_verb(decision):<9}  {_what(decision, names)}{shipper}"


def match_json(entry: Entry, names: Names, cursor: Cursor) -> dict[str, Any]:
    """The same for programs; `cursor` is where to resume after it."""
    request = entry.request
    return {
        "cursor": str(cursor),
        "partition": entry.partition,
        "offset": entry.decision.offset,
        "shipper_id": None if request is None else request.shipper_id,
        "origin_stop_id": None if request is None else request.origin_stop_id,
        "destination_stop_id": None if request is None else request.destination_stop_id,
        **as_json(entry.decision, names),
    }


def _verb(decision: DecisionRow) -> str:
    if decision.is_match:
        return _VERBS[Cause(decision.cause)]
    return "withdrawn" if decision.reason == UnmatchedReason.WITHDRAWN else "unmatched"


def _what(decision: DecisionRow, names: Names) -> str:
    if decision.hand_in_by is None:
        told = decision.sentence or ""
        return told if decision.reason == UnmatchedReason.WITHDRAWN else f"{decision.reason}: {told}"
    day = day_of(names, decision.legs[0].board_at)
    return f"{rides(names, decision.legs)}, hand in by {when(names, decision.hand_in_by, day)}"
