"""Whether the consignments of a parcels.csv are whole; one that is not may have its other parcels elsewhere."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from workers.sources.findings import Findings


def check_consignments(rows: Iterable[tuple[int, Mapping[str, Any]]], path: Path, findings: Findings) -> None:
    """Note consignments with more or fewer rows than they say, and those whose rows do not agree.

    `rows`: line and values by column.
    """
    members: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for line, values in rows:
        if values["consignment_id"] is not None:
            members.setdefault(values["consignment_id"], []).append((line, values))
    for consignment_id, listed in members.items():
        line, first = listed[0]
        for column in ("consignment_parcels", "consignment_bond", "shipper_id"):
            if any(values[column] != first[column] for _, values in listed):
                sentence = f"the parcels of consignment {consignment_id} do not agree on {column}: none of them travels"
                findings.add(str(path), line, "CONSIGNMENT_AT_ODDS", sentence)
        if len(listed) != first["consignment_parcels"]:
            sentence = (
                f"consignment {consignment_id} says it is {first['consignment_parcels']} parcels; "
                f"{len(listed)} of them {'is' if len(listed) == 1 else 'are'} here"
            )
            findings.add(str(path), line, "CONSIGNMENT_NOT_WHOLE", sentence)
