"""`plan.certified`: what one solve reached, and how far from the best possible it is."""

from typing import Annotated

from pydantic import Field

from contracts.instants import Instant
from contracts.reasons import Stopped
from contracts.units import Body, Id, Quantity


class PlanCertified(Body):
    """One per solve. A bound that was not computed is null, never 0."""

    plan_id: Id
    """`{area}/{number}`."""
    decided_at: Instant
    """The instant it was decided for."""
    parcels: Quantity
    """Open parcels."""
    matched: Quantity
    """Those with a journey."""
    trips: Quantity
    """Trips in force."""
    value_millis: int
    """Sum of value minus cost over the live matches of open parcels."""
    bound_millis: int | None
    """No plan can be worth more."""
    gap: float | None
    """(bound - value) / max(bound, 1), unrounded."""
    change_cost_millis: Annotated[int, Field(ge=0)]
    """What replacing published matches cost, not part of the value."""
    solve_s: Annotated[float, Field(ge=0)]
    """Seconds the solve took."""
    stopped: Stopped
    """Why it stopped."""
    seed: int
    """Of the solve."""
