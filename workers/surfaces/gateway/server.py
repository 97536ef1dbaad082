"""The running gateway: uvicorn on the socket it was given, and the watch on log and supervisor."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from pydantic import ValidationError

from workers.errors import RidealongError
from workers.reporting import ReportTo, receive_datagrams, reporting
from workers.service.log_watch import LogWatch
from workers.service.state import ServiceState
from workers.stopping import told_to_stop
from workers.surfaces.gateway.app import Pulse, make_app
from workers.surfaces.gateway.gateway_process import GatewaySpec

_LOOK_S = 1.0
_FINISH_S = 3
"""Requests that are being answered when it is told to stop get so long."""


async def serve(spec: GatewaySpec) -> None:
    """Answer until told to stop."""
    stop = told_to_stop()
    pulse = Pulse()
    loop = asyncio.get_running_loop()
    loop.add_reader(spec.supervisor, _hear, spec.supervisor, pulse)
    looking = asyncio.create_task(_keep_looking(spec, pulse))
    config = uvicorn.Config(
        make_app(pulse), log_config=None, access_log=False, timeout_graceful_shutdown=_FINISH_S, server_header=False
    )
    server = _Server(config)
    try:
        async with reporting(spec.report_to, ReportTo.send):
            stopping = asyncio.create_task(_stop_server(server, stop, looking))
            await server.serve(sockets=[spec.gate])
            stopping.cancel()
        if looking.done():
            looking.result()  # a gateway that cannot look any more is started again
    finally:
        loop.remove_reader(spec.supervisor)
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


class _Server(uvicorn.Server):
    """Leaves signals to us: a process that was told to stop ends with exit code 0."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _stop_server(server: uvicorn.Server, stop: asyncio.Event, looking: "asyncio.Task[None]") -> None:
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([stopping, looking], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    server.should_exit = True


async def _keep_looking(spec: GatewaySpec, pulse: Pulse) -> None:
    """Look at the log once a second, if that is for us to do; never returns."""
    if spec.open_log is None:
        pulse.log = None
        await asyncio.get_running_loop().create_future()
        return
    log = await spec.open_log()
    try:
        watch = LogWatch(log, spec.read_shown)
        while True:
            try:
                pulse.log = await watch.look()
            except RidealongError as error:
                pulse.log = str(error)
            await asyncio.sleep(_LOOK_S)
    finally:
        await log.close()


def _hear(supervisor: socket.socket, pulse: Pulse) -> None:
    """The newest word counts; what lay there from before is older."""
    for payload in receive_datagrams(supervisor):
        with contextlib.suppress(ValidationError):
            pulse.state = ServiceState.model_validate_json(payload)
