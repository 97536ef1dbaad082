"""freight.yaml as text, beside the small feed."""

from pathlib import Path

from contracts.area import Tariff
from tests.workers.sources.gtfs.small_feed import Changes, write_folder
from workers.sources.freight.bind import FreightArea, bind
from workers.sources.freight.model import Freight
from workers.sources.freight.read import read_freight
from workers.sources.gtfs.feed import read_feed

TARIFF = Tariff(base_millis=3500, per_kg_millis=200, per_km_millis=20)
"""What holds unless the file says otherwise."""

MINIMAL = """\
area: vidzeme
same_place: {name_within_m: 150}
parcel_stops: hubs
offers:
  - assumed: true
    compartments: [{name: hold, volume_l: 800, weight_kg: 200, pieces: 40, longest_side_cm: 120}]
hubs:
  - {stop_id: V, storage_l: 2000, min_transfer_min: 10}
  - {stop_id: A, storage_l: 2000, min_transfer_min: 10}
"""

FULLER = """\
area: leiden
time_zone: Europe/Amsterdam
defaults: {cut_off_min: 10, release_min: 20, handling_s_per_parcel: 15, dwell_allowance_s: 30, notice_min: 5,
           handling_classes: [ambient, dry]}
places: {leiden-centraal: ["ret:2001", "arriva:LC"]}
offers:
  - match: {feed: arriva, agency_id: "7", route_id: ["400", "410"], route_type: [3], trip_id: "N*"}
    powertrain: electric
    on_request: true
    compartments: [{name: hold, volume_l: 600, weight_kg: 150.5, pieces: 30, longest_side_cm: 100},
                   {name: cool, volume_l: 80, handling_classes: [chilled]}]
hubs:
  - {stop_id: leiden-centraal, storage_l: 3000, min_transfer_min: 8, open: "Mo-Fr 06:00-22:00; Sa 08:00-18:00",
     handling_classes: [ambient, chilled]}
zones:
  - {zone_id: centre, stops: ["101", "102"], powertrains: [electric, bicycle], windows: "Mo-Sa 05:00-11:00"}
costs: {per_leg_eur: 0.20, per_transfer_eur: 0.30, per_storage_l_h_eur: 0.002, change_of_plan_eur: 0.60}
tariff: {base_eur: 4.50, per_kg_eur: 0.25, per_km_eur: 0.03}
"""


def freight_file(folder: Path, text: str) -> Path:
    """The text as a file."""
    path = folder / "freight.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def freight_of(folder: Path, text: str) -> Freight:
    """What the text says."""
    return read_freight(freight_file(folder, text))


def area_of(folder: Path, text: str, changes: Changes | None = None, **named: Changes) -> FreightArea:
    """The text resolved against the small feed with changes, or against several by name."""
    feeds: dict[str | None, Changes] = {None: changes or {}}
    if named:
        feeds = {name: named[name] for name in named}
    read = {name: read_feed(write_folder(folder / (name or "feed"), change)) for name, change in feeds.items()}
    return bind(freight_of(folder, text), read)
