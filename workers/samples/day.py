"""The day of a sample region, as events."""

from workers.samples.region import Sample
from workers.sources.day import Inputs, load_inputs
from workers.sources.publication.stamp import numbered_ids


def load_sample(sample: Sample, publisher: str) -> Inputs:
    """Its timetable and its parcels, with event ids that begin with the publisher's name and are the same each time."""
    return load_inputs(
        [str(sample.gtfs)],
        sample.freight,
        encoding=None,
        first_date=sample.service_date,
        days=1,
        parcels_path=sample.parcels,
        now=None,
        new_id=numbered_ids(publisher),
    )
