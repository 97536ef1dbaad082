"""A day of a real feed as events, with what the commands propose: freight.yaml and sampled parcels."""

import re
from datetime import date
from pathlib import Path

from tests.end_to_end.commands import busiest_date, done
from workers.sources.day import Inputs, load_inputs
from workers.sources.publication.stamp import numbered_ids


def feed_day(feed: Path, folder: Path, count: int, day: str | None = None, encoding: str | None = None) -> Inputs:
    """`count` parcels on a date (None = the feed's busiest), every stop open to them, and the trips of the next
    date too; files go to `folder`.
    """
    freight, parcels = folder / "freight.yaml", folder / "parcels.csv"
    options = () if encoding is None else ("--encoding", encoding)
    done("init", "freight", "--gtfs", feed, *options, "--out", freight)
    proposed = freight.read_text(encoding="utf-8")
    freight.write_text(
        re.sub(r"^parcel_stops: .*$", "parcel_stops: all", proposed, flags=re.MULTILINE), encoding="utf-8"
    )
    day = day or busiest_date(feed, folder, *options)
    common = ("--gtfs", feed, *options, "--freight", freight, "--date", day)
    done("sample-parcels", *common, "--count", count, "--seed", 1, "--out", parcels)
    return load_inputs(
        [str(feed)],
        freight,
        encoding=encoding,
        first_date=date.fromisoformat(day),
        days=2,
        parcels_path=parcels,
        now=None,
        new_id=numbered_ids("feed"),
    )
