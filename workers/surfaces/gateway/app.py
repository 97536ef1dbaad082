"""The routes: is it alive, is it ready, how does it go."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version

from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST

from workers.metrics import page
from workers.service.health import why_not_live, why_not_ready
from workers.service.log_watch import LogView
from workers.service.state import ServiceState
from workers.surfaces.gateway.problem import Problem, install, problem


@dataclass(slots=True)
class Pulse:
    """The newest word from the supervisor, and the newest look at the log or why there is none."""

    state: ServiceState | None = None
    log: LogView | str | None = "The log has not been looked at yet."
    """None: it is not for us to look."""


def make_app(pulse: Pulse, steady_clock: Callable[[], float] = time.monotonic) -> FastAPI:
    """The gateway's application. It reads `pulse` at every request; somebody else keeps that up to date."""
    app = FastAPI(title="Ridealong", version=version("ridealong"), docs_url=None, redoc_url=None)
    install(app)
    unavailable: dict[int | str, dict[str, object]] = {503: {"model": Problem}}

    @app.get("/livez", responses=unavailable)
    async def livez() -> Response:
        """200 while the supervisor and every process's event loop are heard from; else 503."""
        reasons = list(why_not_live(pulse.state, steady_clock()))
        return _verdict(reasons, "live", "The service does not live as it should.")

    @app.get("/readyz", responses=unavailable)
    async def readyz() -> Response:
        """200 while all of the work is being done; else 503 with every reason."""
        reasons = list(why_not_ready(pulse.state, pulse.log, steady_clock()))
        return _verdict(reasons, "ready", "The service does not do all of its work now.")

    @app.get("/metrics")
    async def metrics() -> Response:
        """All figures, as Prometheus reads them."""
        of_the_log = pulse.log.samples() if isinstance(pulse.log, LogView) else []
        of_the_service = pulse.state.samples if pulse.state is not None else []
        return Response(page([*of_the_service, *of_the_log]), media_type=CONTENT_TYPE_LATEST)

    return app


def _verdict(reasons: list[str], good: str, bad: str) -> Response:
    if reasons:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, bad, reasons)
    return Response(f"{good}\n", media_type="text/plain")
