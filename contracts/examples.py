"""One valid body per event type: one parcel's story in Vidzeme.

Shown in `docs/events.md` and in the AsyncAPI document, and read back by the tests.
"""

from typing import Any

from contracts.event import EventKind

_AREA = "vidzeme"

_BODIES: dict[str, dict[str, Any]] = {
    "area.published": {
        "area": _AREA,
        "time_zone": "Europe/Riga",
        "notice_s": 900,
        "costs": {"leg_millis": 100, "transfer_millis": 250, "storage_millis_per_l_h": 1, "change_millis": 500},
        "tariff": {"base_millis": 3500, "per_kg_millis": 200, "per_km_millis": 20},
    },
    "stop.published": {
        "stop_id": "valmiera-ao",
        "name": "Valmieras autoosta",
        "lat": 57.5407,
        "lon": 25.4275,
        "zone_id": None,
        "accepts": True,
        "cut_off_s": 900,
        "release_s": 1800,
        "handling_s_per_parcel": 20,
        "handling_classes": ["ambient", "chilled"],
        "open": [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "06:00", "to": "22:00"}],
        "hub": {"storage_ml": 2000000, "min_transfer_s": 600},
    },
    "zone.published": {
        "zone_id": "valmiera-centre",
        "name": "Zero-emission zone",
        "powertrains": ["electric", "bicycle", "hydrogen"],
        "windows": [{"days": ["mon", "tue", "wed", "thu", "fri", "sat"], "from": "05:00", "to": "11:00"}],
    },
    "trip.published": {
        "trip_key": "V12-0710@2026-11-23",
        "trip_id": "V12-0710",
        "service_date": "2026-11-23",
        "feed_id": "vtu",
        "publication_id": "01JD9A",
        "operator_id": "vtu",
        "route_id": "V12",
        "route_name": "Valmiera - Alūksne",
        "headsign": "Alūksne",
        "powertrain": "diesel",
        "capacity_assumed": True,
        "calls": [
            {
                "stop_id": "valmiera-ao",
                "stop_sequence": 1,
                "arrival": "2026-11-23T07:10:00+02:00",
                "departure": "2026-11-23T07:10:00+02:00",
                "pickup": True,
                "drop_off": False,
                "distance_m": 0,
                "handling_budget_s": None,
            },
            {
                "stop_id": "smiltene-ao",
                "stop_sequence": 9,
                "arrival": "2026-11-23T08:02:00+02:00",
                "departure": "2026-11-23T08:05:00+02:00",
                "pickup": True,
                "drop_off": True,
                "distance_m": 46100,
                "handling_budget_s": 240,
            },
        ],
        "compartments": [
            {
                "name": "hold",
                "volume_ml": 800000,
                "weight_g": 200000,
                "pieces": 40,
                "longest_side_mm": 1200,
                "handling_classes": ["ambient"],
                "segments": [{"from_call": 0, "to_call": 1, "volume_ml": 400000}],
            }
        ],
    },
    "timetable.published": {
        "publication_id": "01JD9A",
        "feed_id": "vtu",
        "service_date": "2026-11-23",
        "trips": 412,
    },
    "parcel.requested": {
        "parcel_id": "P-0001",
        "shipper_id": "bakery-3",
        "reference": "order 8812",
        "origin_stop_id": "valmiera-ao",
        "destination_stop_id": "smiltene-ao",
        "ready_at": "2026-11-23T06:30:00+02:00",
        "due_at": "2026-11-23T12:00:00+02:00",
        "weight_g": 4200,
        "volume_ml": 18000,
        "pieces": 1,
        "longest_side_mm": 420,
        "handling_class": "ambient",
        "value_millis": 6500,
    },
    "parcel.withdrawn": {"parcel_id": "P-0001", "reason": "ordered twice"},
    "parcel.matched": {
        "parcel_id": "P-0001",
        "revision": 1,
        "cause": "new",
        "request_id": "01JD9B",
        "plan_id": "vidzeme/17",
        "decided_at": "2026-11-22T12:00:00+02:00",
        "legs": [
            {
                "trip_key": "V12-0710@2026-11-23",
                "trip_id": "V12-0710",
                "service_date": "2026-11-23",
                "operator_id": "vtu",
                "compartment": "hold",
                "committed": False,
                "board_call": 0,
                "board_stop_id": "valmiera-ao",
                "board_at": "2026-11-23T07:10:00+02:00",
                "alight_call": 1,
                "alight_stop_id": "smiltene-ao",
                "alight_at": "2026-11-23T08:02:00+02:00",
            }
        ],
        "hand_in_by": "2026-11-23T06:55:00+02:00",
        "available_at": "2026-11-23T08:32:00+02:00",
        "value_millis": 6500,
        "cost_millis": 100,
    },
    "parcel.unmatched": {
        "parcel_id": "P-0002",
        "revision": 1,
        "cause": "new",
        "request_id": "01JD9C",
        "plan_id": "vidzeme/17",
        "decided_at": "2026-11-22T12:00:00+02:00",
        "reason": "CAPACITY_SOLD_OUT",
        "sentence": "Every bus from Valmiera to Alūksne before 12:00 is full between Smiltene and Palsmane.",
        "limits": [
            {
                "kind": "segment",
                "trip_key": "V12-0710@2026-11-23",
                "call": 1,
                "compartment": "hold",
                "dimension": "volume_ml",
                "price_micros": 310,
            }
        ],
        "remedy": {
            "field": "due_at",
            "to": "2026-11-23T14:10:00+02:00",
            "sentence": "With 14:10 as the latest time it can travel on V12 at 12:20.",
        },
    },
    "plan.certified": {
        "plan_id": "vidzeme/17",
        "decided_at": "2026-11-22T12:00:00+02:00",
        "parcels": 2,
        "matched": 1,
        "trips": 412,
        "value_millis": 6400,
        "bound_millis": 6400,
        "gap": 0.0,
        "change_cost_millis": 0,
        "solve_s": 0.21,
        "stopped": "OPTIMAL",
        "seed": 1,
    },
    "event.rejected": {
        "topic": "ridealong.parcels",
        "partition": 3,
        "offset": 118,
        "code": "INVALID_FIELD",
        "sentence": "parcel.requested: weight_g: Input should be greater than or equal to 0.",
        "field": "weight_g",
        "bytes": 2,
        "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        "payload_base64": "e30=",
        "headers": {"ce_type": "ridealong.parcel.requested.v1"},
    },
}

_SOURCES = {
    "ridealong.parcels": "urn:ridealong:shipper:bakery-3",
    "ridealong.timetables": "urn:ridealong:publisher:vtu",
}


def example_body(kind: EventKind) -> dict[str, Any]:
    """A valid body of that type."""
    return _BODIES[kind.name]


def example_event(kind: EventKind) -> dict[str, Any]:
    """The same in its envelope, structured mode."""
    body = kind.body.model_validate(_BODIES[kind.name], strict=False)
    return {
        "specversion": "1.0",
        "id": "01JD9B",
        "source": _SOURCES.get(kind.topic, f"urn:ridealong:worker:{_AREA}"),
        "type": kind.ce_type,
        "subject": kind.subject(body),
        "time": "2026-11-22T12:00:00+02:00",
        "datacontenttype": "application/json",
        "area": _AREA,
        "data": _BODIES[kind.name],
    }
