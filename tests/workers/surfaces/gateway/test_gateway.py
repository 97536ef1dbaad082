"""The gateway's routes tell the truth, and every error has the same shape."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest

from workers import metrics
from workers.metrics import Recorder
from workers.service.log_watch import LogView
from workers.service.state import ChildState, ServiceState
from workers.surfaces.gateway.app import Pulse, make_app

NOW = 1000.0
WORKER = ChildState(name="worker-1", pid=11, restarts=0, ended=None, silent_s=0.5)
STATE = ServiceState(
    at=NOW - 1, draining=False, children=[WORKER], disk_free_bytes=10**9, disk_warning=None, samples=()
)
LOG = LogView(
    at=NOW - 1,
    partitions=2,
    owners={0: "worker-1/11", 1: "worker-1/11"},
    lags={0: 0, 1: 3},
    ages_s={0: 0.0, 1: 0.4},
    behind=(),
    view_lag=3,
    views_stale_s=0.0,
)


@pytest.fixture
def pulse() -> Pulse:
    return Pulse(STATE, LOG)


class Client:
    """Asks the application itself, without a socket between."""

    def __init__(self, pulse: Pulse) -> None:
        self._app = make_app(pulse, lambda: NOW)

    def get(self, path: str) -> httpx.Response:
        return self.request("GET", path)

    def request(self, method: str, path: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
                return await client.request(method, path)

        return asyncio.run(ask())


@pytest.fixture
def client(pulse: Pulse) -> Client:
    return Client(pulse)


def reasons(client: Client, path: str) -> list[str]:
    """Of a 503, or none."""
    answer = client.get(path)
    if answer.status_code == 200:
        return []
    assert answer.status_code == 503
    return list(problem(answer)["reasons"])


def problem(answer: httpx.Response) -> dict[str, Any]:
    """The body of an error, which has the one shape."""
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "reasons"}
    assert body["status"] == answer.status_code
    assert body["detail"].endswith(".")
    return body


def test_a_service_that_does_all_its_work_is_alive_and_ready(client: Client) -> None:
    assert client.get("/livez").text == "live\n"
    assert client.get("/readyz").text == "ready\n"


def test_before_the_supervisor_has_spoken_it_is_neither(pulse: Pulse, client: Client) -> None:
    pulse.state = None
    assert reasons(client, "/livez") == ["The supervisor has said nothing for more than 10 s."]
    assert reasons(client, "/readyz") == ["The supervisor has said nothing for more than 10 s."]


def test_a_supervisor_that_fell_silent_is_not_alive(pulse: Pulse, client: Client) -> None:
    pulse.state = STATE.model_copy(update={"at": NOW - 11})
    assert reasons(client, "/livez") == ["The supervisor has said nothing for more than 10 s."]


def test_a_process_whose_event_loop_hangs_is_not_alive(pulse: Pulse, client: Client) -> None:
    hanging = WORKER.model_copy(update={"silent_s": 12.0})
    pulse.state = STATE.model_copy(update={"children": [hanging]})
    assert reasons(client, "/livez") == ["The process worker-1 (11) runs but has said nothing for 12 s."]


def test_while_a_process_is_started_again_the_service_lives_but_is_not_ready(pulse: Pulse, client: Client) -> None:
    dead = WORKER.model_copy(update={"pid": None, "silent_s": None, "ended": "was killed by signal 9"})
    pulse.state = STATE.model_copy(update={"children": [dead]})
    assert reasons(client, "/livez") == []
    assert reasons(client, "/readyz") == ["The process worker-1 was killed by signal 9; it is being started again."]


def test_a_process_that_has_yet_to_open_what_it_works_on_is_not_ready(pulse: Pulse, client: Client) -> None:
    pulse.state = STATE.model_copy(update={"children": [WORKER.model_copy(update={"silent_s": None})]})
    assert reasons(client, "/livez") == []
    assert reasons(client, "/readyz") == ["The process worker-1 has started and is not at work yet."]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"owners": {0: "w"}}, "No worker owns partition 1."),
        ({"owners": {}}, "No worker owns partitions 0, 1."),
        ({"behind": (1,)}, "What was there at the start is not decided on yet in partition 1."),
        ({"views_stale_s": 11.0}, "The read model has not kept up for 11 s (3 records)."),
        ({"at": NOW - 20}, "The log could not be read for 20 s."),
    ],
)
def test_what_the_log_shows_to_be_missing_is_named(
    pulse: Pulse, client: Client, change: dict[str, Any], reason: str
) -> None:
    pulse.log = replace(LOG, **change)
    assert reasons(client, "/livez") == []
    assert reasons(client, "/readyz") == [reason]


def test_a_log_that_cannot_be_read_is_named(pulse: Pulse, client: Client) -> None:
    pulse.log = "The event log log.sqlite is damaged: restore it from a copy."
    assert reasons(client, "/readyz") == [pulse.log]


def test_a_partition_that_waits_is_named_with_its_reason(pulse: Pulse, client: Client) -> None:
    waiting = WORKER.model_copy(update={"troubles": {1: "There is no room left."}})
    pulse.state = STATE.model_copy(update={"children": [waiting]})
    assert reasons(client, "/readyz") == ["Partition 1 waits: There is no room left."]


def test_a_service_that_is_being_stopped_is_not_ready(pulse: Pulse, client: Client) -> None:
    pulse.state = STATE.model_copy(update={"draining": True})
    assert reasons(client, "/readyz") == ["The service is being stopped."]


def test_the_figures_of_all_processes_and_of_the_log_are_on_one_page(pulse: Pulse, client: Client) -> None:
    recorder = Recorder(metrics.WORKER_FIGURES)
    recorder.count(metrics.MATCHED, 7, cause="new")
    recorder.observe(metrics.COMMIT_SECONDS, 0.004)
    pulse.state = STATE.model_copy(update={"samples": recorder.samples()})
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    lines = answer.text.splitlines()
    assert 'ridealong_matched_total{cause="new"} 7.0' in lines
    assert 'ridealong_commit_seconds_bucket{le="0.005"} 1.0' in lines
    assert 'ridealong_lag_records{partition="1"} 3.0' in lines
    assert 'ridealong_event_age_seconds{partition="1"} 0.4' in lines
    assert "# TYPE ridealong_matched_total counter" in lines


def test_figures_are_shown_also_when_nobody_has_spoken_yet(pulse: Pulse, client: Client) -> None:
    pulse.state, pulse.log = None, "not read yet"
    assert client.get("/metrics").status_code == 200


def test_what_is_not_there_and_what_is_not_answered_are_problems_too(client: Client) -> None:
    assert problem(client.get("/nowhere"))["detail"] == "There is nothing at /nowhere."
    refused = client.request("POST", "/readyz")
    assert problem(refused)["detail"] == "/readyz does not answer POST."
    assert refused.headers["allow"] == "GET"


def test_a_fault_of_the_gateway_shows_nothing_of_its_inside(pulse: Pulse, client: Client) -> None:
    pulse.log = object()  # type: ignore[assignment]  # a bug
    assert problem(client.get("/readyz"))["detail"] == "This should not have happened; the service's log says more."
