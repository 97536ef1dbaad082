"""What `verify` reports."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks: the name of the check, a sentence, and the id of what it is about."""

    check: str
    sentence: str
    subject: str

    def __str__(self) -> str:
        return f"{self.check}: {self.subject}: {self.sentence}"
