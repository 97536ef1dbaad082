"""Is it alive, and is it ready? Judged from what the supervisor says and what the log shows."""

from collections.abc import Iterator, Sequence

from workers.service.log_watch import LogView
from workers.service.state import ServiceState

FRESH_S = 10.0
"""What is older than this is no news: supervisor and event loops speak every second."""

VIEWS_FRESH_S = 10.0


def why_not_live(state: ServiceState | None, now: float) -> Iterator[str]:
    """Each reason why somebody should restart the service. `now`: the steady clock's seconds."""
    if state is None or now - state.at > FRESH_S:
        yield f"The supervisor has said nothing for more than {FRESH_S:.0f} s."
        return
    for child in state.children:
        if child.silent_s is not None and child.silent_s > FRESH_S:
            yield f"The process {child.name} ({child.pid}) runs but has said nothing for {child.silent_s:.0f} s."


def why_not_ready(state: ServiceState | None, log: LogView | str | None, now: float) -> Iterator[str]:
    """Each reason why the service does not do all of its work now.

    `log`: or why it could not be read; None where others look after it.
    """
    yield from why_not_live(state, now)
    if state is not None:
        yield from _supervisor_says(state)
    if isinstance(log, str):
        yield log
    elif log is not None:
        yield from _log_shows(log, now)


def _supervisor_says(state: ServiceState) -> Iterator[str]:
    if state.draining:
        yield "The service is being stopped."
    for child in state.children:
        if child.pid is None:
            yield f"The process {child.name} {child.ended}; it is being started again."
        elif child.silent_s is None:
            yield f"The process {child.name} has started and is not at work yet."
        for partition, trouble in child.troubles.items():
            yield f"Partition {partition} waits: {trouble}"


def _log_shows(log: LogView, now: float) -> Iterator[str]:
    if now - log.at > FRESH_S:
        yield f"The log could not be read for {now - log.at:.0f} s."
    ownerless = [partition for partition in range(log.partitions) if partition not in log.owners]
    if ownerless:
        yield f"No worker owns {_named(ownerless)}."
    if log.behind:
        yield f"What was there at the start is not decided on yet in {_named(log.behind)}."
    if log.views_stale_s > VIEWS_FRESH_S:
        yield f"The read model has not kept up for {log.views_stale_s:.0f} s ({log.view_lag} records)."


def _named(partitions: Sequence[int]) -> str:
    return f"partition{'s' if len(partitions) > 1 else ''} {', '.join(map(str, partitions))}"
