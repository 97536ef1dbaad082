"""What a child tells the supervisor: never waited for, never in the way."""

import asyncio
import time

from workers import metrics
from workers.metrics import Recorder
from workers.reporting import Report, ReportTo, datagram_pair, receive_datagrams, reporting, send_datagram


def test_a_report_arrives_as_it_was_sent() -> None:
    ours, theirs = datagram_pair()
    with ours, theirs:
        recorder = Recorder(metrics.WORKER_FIGURES)
        recorder.count(metrics.MATCHED, 2, cause="new")
        ReportTo("worker-1", theirs).send(recorder.samples(), {3: "no room"})
        (payload,) = receive_datagrams(ours)
        report = Report.model_validate_json(payload)
        assert (report.child, report.troubles) == ("worker-1", {3: "no room"})
        assert list(report.samples) == recorder.samples()
        assert abs(report.at - time.monotonic()) < 5
        assert receive_datagrams(ours) == []


def test_nobody_waits_for_a_supervisor_that_does_not_read() -> None:
    ours, theirs = datagram_pair()
    with ours, theirs:
        started = time.monotonic()
        for _ in range(2000):
            send_datagram(theirs, b"x" * 10_000)
        assert time.monotonic() - started < 5
        received = receive_datagrams(ours)
        assert 0 < len(received) < 2000


def test_a_supervisor_that_is_gone_is_no_error() -> None:
    ours, theirs = datagram_pair()
    ours.close()
    with theirs:
        ReportTo("worker-1", theirs).send()


def test_reports_are_sent_while_the_block_runs_and_once_at_its_end() -> None:
    ours, theirs = datagram_pair()

    async def run() -> None:
        async with reporting(ReportTo("worker-1", theirs), ReportTo.send):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert len(receive_datagrams(ours)) == 1
        assert len(receive_datagrams(ours)) == 1

    with ours, theirs:
        asyncio.run(run())


def test_whoever_has_nobody_to_tell_tells_nobody() -> None:
    async def run() -> None:
        async with reporting(None, ReportTo.send):
            await asyncio.sleep(0)

    asyncio.run(run())
