"""A worker's figures are read off what it commits and what it holds."""

import asyncio
import json

from contracts.envelope import from_line, to_message
from contracts.event import KIND_OF_BODY
from contracts.examples import example_event
from contracts.match import ParcelMatched
from contracts.plan import PlanCertified
from contracts.reject import EventRejected
from contracts.units import Body
from contracts.unmatched import ParcelUnmatched
from workers.log.memory import MemoryLog
from workers.log.port import Output
from workers.matching.commit import Committed
from workers.matching.decider import Outcome
from workers.matching.figures import WorkerFigures
from workers.matching.leased_holdings import LeasedHoldings


def output(body: type[Body]) -> Output:
    event = from_line(json.dumps(example_event(KIND_OF_BODY[body])))
    return event.kind.topic, to_message(event)


def test_decisions_solves_and_rejections_are_counted_by_what_they_say() -> None:
    async def run() -> None:
        log = MemoryLog(1)
        holdings = LeasedHoldings(log, "worker", None)
        (ownership,) = await holdings.take()
        kinds: list[type[Body]] = [PlanCertified, ParcelMatched, ParcelMatched, ParcelUnmatched, EventRejected]
        outcome = Outcome(tuple(output(kind) for kind in kinds))
        figures = WorkerFigures()
        figures.record(Committed(ownership, 12, outcome, {}, 100, decide_s=0.2, commit_s=0.004))
        samples = {(s.name, s.labels): s.value for s in figures.samples(holdings)}
        assert samples["ridealong_matched_total", (("cause", "new"),)] == 2
        assert samples["ridealong_unmatched_total", (("reason", "CAPACITY_SOLD_OUT"),)] == 1
        (reject,) = [labels for name, labels in samples if name == "ridealong_rejects_total"]
        assert reject[0][0] == "code"
        assert samples["ridealong_batch_records_sum", ()] == 12
        assert samples["ridealong_decide_seconds_sum", ()] == 0.2
        assert samples["ridealong_commit_seconds_sum", ()] == 0.004
        assert samples["ridealong_solve_seconds_count", ()] == 1
        assert samples["ridealong_takeovers_total", ()] == 1
        assert ("ridealong_plan_gap_ratio", (("area", "vidzeme"),)) in samples

    asyncio.run(run())


def test_the_gap_of_an_area_is_told_only_by_the_worker_that_holds_it() -> None:
    async def run() -> None:
        log = MemoryLog(1)
        holdings = LeasedHoldings(log, "worker", None)
        (ownership,) = await holdings.take()
        figures = WorkerFigures()
        figures.record(Committed(ownership, 1, Outcome((output(PlanCertified),)), {}, 100, 0.1, 0.1))
        await log.own(0, "another")
        await holdings.renew()
        samples = figures.samples(holdings)
        assert [sample for sample in samples if sample.figure == "ridealong_plan_gap_ratio"] == []
        assert [sample.value for sample in samples if sample.figure == "ridealong_fenced"] == [1]

    asyncio.run(run())
