"""Revisions of a parcel count up by one."""

from matcher.verify.checks.finding import Findings
from matcher.verify.picture import Picture


def revisions(picture: Picture) -> Findings:
    """The decisions of a parcel, in the order of the log, are numbered 1, 2, 3 and so on."""
    for parcel_id, chain in picture.decisions.items():
        numbers = list(dict.fromkeys(decision.revision for decision in chain))
        if numbers != list(range(1, len(numbers) + 1)):
            yield parcel_id, f"Its revisions are {numbers}."
