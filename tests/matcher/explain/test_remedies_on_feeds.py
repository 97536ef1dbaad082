"""Remedies on real timetables under random rules: each one, applied, makes its parcel fit."""

from collections import Counter
from pathlib import Path

import pytest

from contracts.reasons import UnmatchedReason
from tests.matcher.explain.explained_day import ExplainedDay, explained_day
from tests.worlds.feed_day import feed_day

pytestmark = pytest.mark.slow

FEEDS = ("zakroczym/gtfs.zip", "redding/raba.zip", "transcollines/transcollines-qc-ca.zip")
PARCELS = 150


@pytest.fixture(scope="module", params=FEEDS)
def day(request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> ExplainedDay:
    feed = shared_data / request.param
    return explained_day(feed_day(feed, tmp_path_factory.mktemp("feed"), PARCELS), seed=1)


def test_every_remedy_helps(day: ExplainedDay) -> None:
    assert len(day.helped) >= 15
    assert [parcel_id for parcel_id, helps in day.helped.items() if not helps] == []


def test_a_parcel_that_is_not_worth_its_cost_is_told_what_it_would_have_to_be_worth(day: ExplainedDay) -> None:
    fields = Counter(
        refusal.remedy.field
        for refusal in day.refusals
        if refusal.reason == UnmatchedReason.NOT_WORTH_ITS_COST and refusal.remedy is not None
    )
    assert fields["value_millis"] >= 1
