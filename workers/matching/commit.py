"""One commit: the only place where a decision becomes true."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from contracts.record import Record
from workers.log.port import EventLog, Ownership, Positions
from workers.log.steps import Fault, Step, around, no_fault
from workers.matching.batch import after
from workers.matching.decider import Outcome

Decide = Callable[[], Awaitable[Outcome]]
Tell = Callable[["Committed"], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Committed:
    """A commit that is durable: what everybody may be told about."""

    ownership: Ownership
    records: int
    outcome: Outcome
    positions: Positions
    """Where the inputs go on."""
    now: int
    decide_s: float
    """How long one had to wait for the decision: less than it took, where it was begun ahead."""
    commit_s: float


async def commit_batch(
    log: EventLog,
    ownership: Ownership,
    records: Sequence[Record],
    *,
    positions: Positions,
    now: int,
    decide: Decide,
    tell: Tell,
    fault: Fault = no_fault,
) -> Committed:
    """Decide on a batch and make the decision durable.

    1. Decide: the decider folds the records and answers with messages.
    2. Append the messages, whose ids are deterministic, to the partition's output topics.
    3. Store the positions up to which the inputs are consumed.
    4. Make 2 and 3 durable together, unless the partition has another owner by now.
    5. Only then tell: log line, figures, whoever waits.

    Whoever dies before 4 has decided nothing: the batch is read again. Whoever dies after it has
    decided: the outputs are replayed. If it raises, the decider is ahead of the log, or nobody knows:
    it is thrown away and replayed.
    """
    started = time.perf_counter()
    with around(Step.DECIDE, fault):
        outcome = await decide()
    decided = time.perf_counter()
    consumed = after(positions, records)
    if records or outcome.outputs:
        await log.commit(ownership, outcome.outputs, consumed, fault)  # APPEND, POSITIONS, DURABLE
    committed = Committed(
        ownership, len(records), outcome, consumed, now, decided - started, time.perf_counter() - decided
    )
    with around(Step.TELL, fault):
        await tell(committed)
    return committed
