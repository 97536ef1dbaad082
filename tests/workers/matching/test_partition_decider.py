"""The decider of a partition: by which method it decides."""

import pytest

from contracts.envelope import to_message
from contracts.instants import epoch_s
from contracts.reasons import UnmatchedReason
from contracts.record import Record
from tests.worlds.world import World, world
from workers.matching.make_decider import MakePartitionDecider, Method, SolveSettings

TWO_FOR_ONE_PLACE = world("""
now 2026-11-22 12:00
area test
place A
place B
trip T1 2026-11-23  A 07:10  B 08:00  hold 10 l
parcel P2  A -> B  ready 06:30  due 12:00  10 l  value 4
parcel P1  A -> B  ready 06:30  due 12:00  10 l  value 9
""")


@pytest.mark.parametrize(("method", "served"), [("optimise", "P1"), ("first_fit", "P2")])
def test_the_settings_choose_the_method(method: Method, served: str) -> None:
    decider = MakePartitionDecider(1, SolveSettings(method=method))(0)
    outcome = decider.decide(_records(TWO_FOR_ONE_PLACE), epoch_s(TWO_FOR_ONE_PLACE.now))
    values = [message.value.decode() for _, message in outcome.outputs]
    (matched,) = [value for value in values if '"legs"' in value]
    (refused,) = [value for value in values if UnmatchedReason.CAPACITY_SOLD_OUT in value]
    assert f'"parcel_id":"{served}"' in matched
    assert f'"parcel_id":"{served}"' not in refused


def _records(small: World) -> list[Record]:
    return [Record(event.kind.topic, 0, n, *to_message(event)) for n, event in enumerate(small.events)]


TRACE = (
    ("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    ("tracestate", b"shop=1"),
)


def test_a_decision_and_a_rejection_carry_on_the_trace_of_what_they_answer() -> None:
    *facts, second, first = _records(TWO_FOR_ONE_PLACE)
    traced = first._replace(headers=(*first.headers, *TRACE))
    broken = second._replace(offset=99, value=b"no json", headers=(*second.headers, *TRACE))
    outcome = MakePartitionDecider(1)(0).decide([*facts, second, traced, broken], epoch_s(TWO_FOR_ONE_PLACE.now))
    carried = {
        dict(message.headers)["ce_subject"] for _, message in outcome.outputs if set(TRACE) <= set(message.headers)
    }
    assert carried == {b"P1", b"ridealong.parcels/0/99"}
    assert len(outcome.outputs) == 4  # beside these the plan, and the answer to P2
