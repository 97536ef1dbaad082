"""Remedies on real timetables under random rules: how many refusals have one, by reason, and whether it helps."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from contracts.reasons import UnmatchedReason
from tests.benchmarks.figure import Figure
from tests.benchmarks.shared_data import real_feed
from tests.matcher.explain.explained_day import ExplainedDay, explained_day
from tests.worlds.feed_day import feed_day

FEEDS = ("zakroczym/gtfs.zip", "redding/raba.zip", "transcollines/transcollines-qc-ca.zip")
RULES = ((1, 1.0), (2, 0.3), (3, 0.02))
"""Seeds, and the share of places and parcels whose rules are drawn: with few, what parcels lack is room."""
PARCELS = 220
MOST_WITHOUT = {UnmatchedReason.CAPACITY_SOLD_OUT: 10}
"""Percent of the refusals for a reason that may go without a remedy."""


def figures() -> Iterator[Figure]:
    """Over all days together. Raises Skipped where a feed is absent."""
    refused: Counter[UnmatchedReason] = Counter()
    remedied: Counter[UnmatchedReason] = Counter()
    helped = 0
    for day in _days():
        refused.update(refusal.reason for refusal in day.refusals)
        remedied.update(refusal.reason for refusal in day.refusals if refusal.remedy is not None)
        helped += sum(day.helped.values())
    yield Figure("remedies: unmatched parcels", refused.total(), "", at_least=1_000)
    yield Figure("remedies: those applied that help", 100 * helped / remedied.total(), "%", at_least=100)
    for reason in UnmatchedReason:
        if refused[reason]:
            share = 100 * remedied[reason] / refused[reason]
            at_least = 100 - MOST_WITHOUT[reason] if reason in MOST_WITHOUT else None
            yield Figure(f"remedies: {reason}", share, f"% of {refused[reason]}", at_least=at_least)


def _days() -> Iterator[ExplainedDay]:
    for path in FEEDS:
        feed = real_feed(path)
        with tempfile.TemporaryDirectory() as folder:
            day = feed_day(feed, Path(folder), PARCELS)
        for seed, harshness in RULES:
            yield explained_day(day, seed, harshness)
