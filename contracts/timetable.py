"""`timetable.published`: that was all of that feed's service date."""

from contracts.instants import ServiceDate
from contracts.units import Body, Id, Quantity


class TimetablePublished(Body):
    """Follows its trips. With all of them there, it replaces that feed's whole date."""

    publication_id: Id
    """The act of publishing that is now complete."""
    feed_id: Id
    """The feed."""
    service_date: ServiceDate
    """The date."""
    trips: Quantity
    """How many `trip.published` there are of it; with fewer or more, nothing changes."""
