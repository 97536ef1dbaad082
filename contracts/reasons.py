"""The closed lists: why a parcel is unmatched, why an event is rejected, why a decision was made."""

from enum import StrEnum


class UnmatchedReason(StrEnum):
    """Why a parcel has no journey: the first rule, in this order, that no journey meets together
    with all rules before it.
    """

    UNKNOWN_STOP = "UNKNOWN_STOP"
    """Its origin or destination is not published."""
    NO_TIMETABLE = "NO_TIMETABLE"
    """No service date from the day before `ready_at` to the day of `due_at` is completely published."""
    NO_JOURNEY = "NO_JOURNEY"
    """No sequence of at most 4 legs leads there, at any time of the published dates."""
    TOO_LARGE = "TOO_LARGE"
    """It does not fit the empty vehicles, hubs and handling budgets."""
    HANDLING_NOT_OFFERED = "HANDLING_NOT_OFFERED"
    """A place or compartment on the way does not take its handling class."""
    ZONE_CLOSED = "ZONE_CLOSED"
    """A zone does not let that vehicle load or unload there, or not at that time."""
    STOP_CLOSED = "STOP_CLOSED"
    """Nobody is there to give or take it when the trip calls."""
    CUT_OFF_MISSED = "CUT_OFF_MISSED"
    """It cannot be handed in early enough."""
    DUE_TOO_EARLY = "DUE_TOO_EARLY"
    """No journey makes it collectable by `due_at`."""
    TOO_LONG_ON_THE_WAY = "TOO_LONG_ON_THE_WAY"
    """Every journey takes longer, from hand-in to collection, than its goods bear."""
    WAITS_FOR_PARCEL = "WAITS_FOR_PARCEL"
    """The parcel that it comes after has no journey, or arrives too late for it."""
    NOT_WORTH_ITS_COST = "NOT_WORTH_ITS_COST"
    """Every journey costs at least what the parcel is worth."""
    CONSIGNMENT_INCOMPLETE = "CONSIGNMENT_INCOMPLETE"
    """Another parcel of its consignment is not requested, does not agree with it, or cannot travel."""
    CAPACITY_SOLD_OUT = "CAPACITY_SOLD_OUT"
    """There are journeys, but what other parcels leave free is too little."""
    WITHDRAWN = "WITHDRAWN"
    """The shipper withdrew it."""


class RejectCode(StrEnum):
    """Why an input event was refused."""

    NOT_JSON = "NOT_JSON"
    """The value is not JSON."""
    NOT_CLOUDEVENT = "NOT_CLOUDEVENT"
    """An attribute of the envelope is missing or wrong."""
    UNKNOWN_TYPE = "UNKNOWN_TYPE"
    """There is no such event type, or it does not belong on this topic."""
    INVALID_FIELD = "INVALID_FIELD"
    """A field of the body is missing, unknown or wrong; `field` is its path."""
    TOO_BIG = "TOO_BIG"
    """The event has more than 512 KiB."""
    WRONG_PARTITION = "WRONG_PARTITION"
    """Its area lives on another partition."""
    OTHER_AREA = "OTHER_AREA"
    """The key, or the body, names another area than the envelope."""
    PARCEL_OF_ANOTHER = "PARCEL_OF_ANOTHER"
    """The parcel id is in use by another source."""
    CALL_MISMATCH = "CALL_MISMATCH"
    """A call does not fit the trip as it was published."""


class Cause(StrEnum):
    """What made a decision necessary."""

    NEW = "new"
    """A parcel without a decision."""
    IMPROVED = "improved"
    """A better journey than the planned one."""
    COMMITTED = "committed"
    """The cut-off of a leg has passed."""
    DISRUPTION = "disruption"
    """A trip does not run as published."""
    OPERATOR = "operator"
    """Somebody in the control room decided."""
    WITHDRAWN = "withdrawn"
    """The shipper took the request back."""


class Stopped(StrEnum):
    """Why a solve stopped."""

    OPTIMAL = "OPTIMAL"
    """Nothing better exists: the bound is the value."""
    GAP_REACHED = "GAP_REACHED"
    """Close enough to the bound."""
    TIME_LIMIT = "TIME_LIMIT"
    """The time was up."""
    WORK_LIMIT = "WORK_LIMIT"
    """The work allowed was done."""
