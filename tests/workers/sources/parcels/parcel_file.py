"""parcels.csv as text, and what it means in an area around Riga."""

from pathlib import Path

from contracts.area import AreaPublished, Costs, Tariff
from contracts.parcel import ParcelRequested
from workers.sources.findings import Findings
from workers.sources.parcels_csv import ParcelReader

HEADER = "parcel_id,origin_stop_id,destination_stop_id,ready_at,due_at,weight_g,volume_ml"
ROW = "P-1,V,A,2026-11-23T06:30,2026-11-23T12:00,4200,18000"

COSTS = Costs(leg_millis=100, transfer_millis=250, storage_millis_per_l_h=1, change_millis=500)
TARIFF = Tariff(base_millis=3500, per_kg_millis=200, per_km_millis=20)

PLATFORMS = {"V1": "V", "V2": "V"}
DISTANCES_M = {("V", "A"): 97_300.4}


def reader(time_zone: str = "Europe/Riga") -> ParcelReader:
    """Knows two platforms of V, and how far it is from V to A."""
    return ParcelReader(
        AreaPublished(area="vidzeme", time_zone=time_zone, notice_s=900, costs=COSTS, tariff=TARIFF),
        lambda stop_id: PLATFORMS.get(stop_id, stop_id),
        lambda origin, destination: DISTANCES_M.get((origin, destination)),
    )


def write(folder: Path, content: str | bytes) -> Path:
    """The text as a file."""
    path = folder / "parcels.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def parcels(
    folder: Path, *rows: str, header: str = HEADER, findings: Findings | None = None, time_zone: str = "Europe/Riga"
) -> list[ParcelRequested]:
    """What the rows below the header ask for."""
    path = write(folder, "\n".join((header, *rows, "")))
    return reader(time_zone).read(path, Findings() if findings is None else findings)
