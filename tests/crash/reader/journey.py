"""The rules of one published match that can be read from the match, its request and the facts alone."""

from collections.abc import Iterator
from itertools import pairwise

from tests.crash.reader.facts import Facts
from tests.crash.reader.message import Body, instant

MOST_LEGS = 4


def starts(match: Body) -> list[int]:
    """From when on each leg is committed: the first from hand-in on, the others from their departure on."""
    return [instant(match["hand_in_by"]), *(instant(leg["board_at"]) for leg in match["legs"][1:])]


def rules_of_match(facts: Facts, match: Body, request: Body) -> Iterator[str]:
    """What is wrong with a match at the moment it is published."""
    legs, decided_at = match["legs"], instant(match["decided_at"])
    if not 1 <= len(legs) <= MOST_LEGS:
        yield f"legs: {len(legs)}"
    ends = (legs[0]["board_stop_id"], legs[-1]["alight_stop_id"])
    if ends != (request["origin_stop_id"], request["destination_stop_id"]):
        yield f"legs: they lead from {ends[0]} to {ends[1]}"
    if instant(match["available_at"]) > instant(request["due_at"]):
        yield f"due: available at {match['available_at']}"
    if match["value_millis"] != request["value_millis"]:
        yield "value: not the request's"
    if match["cause"] in {"new", "improved"} and match["cost_millis"] >= match["value_millis"]:
        yield "value: not worth its cost"
    if not legs[0]["committed"]:
        notice_s = 0 if facts.area is None else facts.area["notice_s"]
        earliest = max(instant(request["ready_at"]), decided_at + notice_s)
        fresh = match["cause"] in {"new", "improved", "disruption"}
        if instant(match["hand_in_by"]) < (earliest if fresh else instant(request["ready_at"])):
            yield f"cut-off: to be handed in by {match['hand_in_by']}, decided at {match['decided_at']}"
    yield from _transfers(facts, legs)
    yield from _ends(facts, match)
    yield from flags(match, decided_at)


def flags(match: Body, now: int) -> Iterator[str]:
    """Which legs say another thing about being committed than the clock."""
    for leg, start in zip(match["legs"], starts(match), strict=True):
        if leg["committed"] != (now >= start):
            yield f"committed: the leg on {leg['trip_key']} says {leg['committed']} at {now}, its start is {start}"


def rides(facts: Facts, match: Body, now: int) -> Iterator[str]:
    """Which legs that leave after `now` are not what the trips in force say."""
    for leg in match["legs"]:
        if instant(leg["board_at"]) <= now:
            continue
        trip = facts.trips.get(leg["trip_key"])
        calls = [] if trip is None else trip["calls"]
        if not leg["board_call"] < leg["alight_call"] < len(calls):
            yield f"trip: {leg['trip_key']} is not in force with call {leg['alight_call']}"
            continue
        board, alight = calls[leg["board_call"]], calls[leg["alight_call"]]
        told = (board["stop_id"], instant(board["departure"]), alight["stop_id"], instant(alight["arrival"]))
        said = (leg["board_stop_id"], instant(leg["board_at"]), leg["alight_stop_id"], instant(leg["alight_at"]))
        if told != said or not board["pickup"] or not alight["drop_off"]:
            yield f"trip: {leg['trip_key']} runs otherwise"


def _transfers(facts: Facts, legs: list[Body]) -> Iterator[str]:
    for come, go in pairwise(legs):
        hub = facts.stops.get(come["alight_stop_id"], {}).get("hub")
        waits_s = instant(go["board_at"]) - instant(come["alight_at"])
        if come["alight_stop_id"] != go["board_stop_id"] or hub is None or waits_s < hub["min_transfer_s"]:
            yield f"transfer: from {come['trip_key']} to {go['trip_key']} in {waits_s} s"


def _ends(facts: Facts, match: Body) -> Iterator[str]:
    """Cut-off and release, where a place is always open."""
    first, last = match["legs"][0], match["legs"][-1]
    origin, destination = facts.stops.get(first["board_stop_id"]), facts.stops.get(last["alight_stop_id"])
    if origin is None or destination is None:
        yield "place: not published"
        return
    cut_off, release = instant(first["board_at"]) - origin["cut_off_s"], instant(last["alight_at"])
    release += destination["release_s"]
    hand_in_by, available_at = instant(match["hand_in_by"]), instant(match["available_at"])
    if hand_in_by > cut_off or (origin["open"] is None and hand_in_by != cut_off):
        yield f"cut-off: handed in by {match['hand_in_by']}"
    if available_at < release or (destination["open"] is None and available_at != release):
        yield f"release: available at {match['available_at']}"
