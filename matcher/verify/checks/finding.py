"""What a check yields."""

from collections.abc import Iterator

Findings = Iterator[tuple[str, str]]
"""Pairs of the id of what is wrong and a sentence about it."""
