"""English."""

from matcher.explain.messages.catalogue import Catalogue

ENGLISH = Catalogue(
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    decimal_point=".",
    goods={"ambient": "ambient", "chilled": "chilled", "frozen": "frozen", "perishable": "perishable"},
    messages={
        "time.clock": "{hour}:{minute}",
        "time.date": "{weekday} {day} {month} {time}",
        "at.clock": "at {hour}:{minute}",
        "at.date": "on {weekday} {day} {month} {time}",
        "list.last": "{before} and {last}",
        "goods.other": "“{name}”",
        "unit.l": "{number} l",
        "unit.kg": "{number} kg",
        "unit.cm": "{number} cm",
        "unit.eur": "€{number}",
        "unit.min": "{number} min",
        "unit.pieces": "{number}",
        "ride": "{line} {departs}",
        "ride.changing": "{line} {departs}, changing at {places}",
        "reason.UNKNOWN_STOP": "The stop {stops} is not published.",
        "reason.UNKNOWN_AREA": "The area is not published yet.",
        "reason.NO_TIMETABLE": "No timetable is published for the days between {ready} and {due}.",
        "reason.NO_JOURNEY": "No bus, and no change at a hub, leads from {origin} to {destination}.",
        "reason.TOO_LARGE": "It is too large for the vehicles and hubs between {origin} and {destination}.",
        "reason.HANDLING_NOT_OFFERED": "Nobody between {origin} and {destination} takes {handling} goods.",
        "reason.EXCLUDED": "No {handling} goods are carried here.",
        "reason.DANGER_NOT_OFFERED": (
            "Nobody between {origin} and {destination} takes {handling} goods of danger class {danger}."
        ),
        "reason.ZONE_CLOSED": (
            "The rules of a zone between {origin} and {destination} do not let these vehicles load or unload then."
        ),
        "reason.STOP_CLOSED": (
            "Between {origin} and {destination} nobody is there to give or take it when the buses call."
        ),
        "reason.CUT_OFF_MISSED": "It is ready at {ready}, too late to be handed in at {origin} for any bus.",
        "reason.DUE_TOO_EARLY": "No bus brings it to {destination} by {due}.",
        "reason.TOO_LONG_ON_THE_WAY": (
            "Every journey from {origin} to {destination} takes longer than {handling} goods may be on the way."
        ),
        "reason.WAITS_FOR_PARCEL": "It goes only after parcel {after}, which has no journey or arrives too late for it.",
        "reason.NOT_WORTH_ITS_COST": "Every journey from {origin} to {destination} costs more than it brings.",
        "reason.CONSIGNMENT_INCOMPLETE": (
            "It travels only with all of consignment {consignment}, and another parcel of that is missing or cannot travel."
        ),
        "reason.CAPACITY_SOLD_OUT": "Every journey from {origin} to {destination} by {due} is sold out{where}.",
        "reason.WITHDRAWN": "The shipper withdrew it.",
        "where.nothing": "",
        "where.segment": "; {line} {departs} is full between {before} and {after}",
        "where.handling": "; the driver of {line} has no time left for parcels at {place}, {departs}",
        "where.storage": "; the hub {place} is full {at}",
        "where.locker": "; the locker at {place} is full {at}",
        "where.danger": "; {line} {departs} takes no more dangerous goods between {before} and {after}",
        "remedy.due_at": "With {to} as the latest time it can travel on {ride}.",
        "remedy.ready_at": "If it is ready by {to} it can travel on {ride}.",
        "remedy.volume_ml": "With at most {to} it can travel on {ride}.",
        "remedy.weight_g": "With at most {to} it can travel on {ride}.",
        "remedy.pieces": "With {to} pieces at most it can travel on {ride}.",
        "remedy.longest_side_mm": "If no side is longer than {to} it can travel on {ride}.",
        "remedy.handling_class": "As {to} goods it can travel on {ride}.",
        "remedy.dangerous.gross_g": "With at most {to} of dangerous goods it can travel on {ride}.",
        "remedy.value_millis": "If carrying it were worth {to} it could travel on {ride}.",
        "remedy.after_gap_s": "If {to} after the parcel before it is enough it can travel on {ride}.",
        "remedy.origin_stop_id": "Handed in at {to} it can travel on {ride}.",
        "remedy.destination_stop_id": "Collected at {to} it can travel on {ride}.",
    },
)
"""The language of an area that names none."""
