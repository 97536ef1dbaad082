"""A match is worth more than it costs."""

from contracts.reasons import Cause
from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def worth(picture: Picture) -> Findings:
    """A match for cause new or improved is worth more than it costs."""
    for journey in picture.journeys:
        match = journey.match
        if journey.made and match.cause in {Cause.NEW, Cause.IMPROVED} and match.value_millis <= match.cost_millis:
            yield match.parcel_id, f"It is worth {match.value_millis} and costs {match.cost_millis}."
