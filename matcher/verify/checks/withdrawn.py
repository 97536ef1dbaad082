"""A withdrawn parcel has no journey."""

from matcher.verify.checks.finding import Findings
from matcher.verify.record import Record


def withdrawn(record: Record) -> Findings:
    """The live decision of a withdrawn parcel, if any, is WITHDRAWN; that of no open parcel is."""
    for asked in record.asked:
        if asked.is_unheeded:
            yield asked.parcel_id, "It is withdrawn."
        if asked.is_refused:
            yield asked.parcel_id, "Its decision says WITHDRAWN, but it is open."
