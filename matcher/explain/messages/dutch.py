"""Dutch."""

from matcher.explain.messages.catalogue import Catalogue

DUTCH = Catalogue(
    weekdays=("ma", "di", "wo", "do", "vr", "za", "zo"),
    months=("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    decimal_point=",",
    goods={"ambient": "ongekoelde", "chilled": "gekoelde", "frozen": "bevroren", "perishable": "bederfelijke"},
    messages={
        "time.clock": "{hour}:{minute} uur",
        "time.date": "{weekday} {day} {month} {time}",
        "at.clock": "om {hour}:{minute} uur",
        "at.date": "op {weekday} {day} {month} {time}",
        "list.last": "{before} en {last}",
        "goods.other": "‘{name}’-",
        "unit.l": "{number} l",
        "unit.kg": "{number} kg",
        "unit.cm": "{number} cm",
        "unit.eur": "€ {number}",
        "unit.min": "{number} min",
        "unit.pieces": "{number}",
        "ride": "{line} {departs}",
        "ride.changing": "{line} {departs}, met overslag in {places}",
        "reason.UNKNOWN_STOP": "De halte {stops} is niet gepubliceerd.",
        "reason.UNKNOWN_AREA": "Het gebied is nog niet gepubliceerd.",
        "reason.NO_TIMETABLE": "Er is geen dienstregeling gepubliceerd voor de dagen tussen {ready} en {due}.",
        "reason.NO_JOURNEY": "Geen bus, ook niet met overslag, gaat van {origin} naar {destination}.",
        "reason.TOO_LARGE": "Het is te groot voor de voertuigen en overslagpunten tussen {origin} en {destination}.",
        "reason.HANDLING_NOT_OFFERED": "Niemand tussen {origin} en {destination} neemt {handling} goederen aan.",
        "reason.EXCLUDED": "Hier worden geen {handling} goederen vervoerd.",
        "reason.DANGER_NOT_OFFERED": (
            "Niemand tussen {origin} en {destination} neemt {handling} goederen van gevarenklasse {danger} aan."
        ),
        "reason.ZONE_CLOSED": (
            "De regels van een zone tussen {origin} en {destination} laten deze voertuigen dan niet laden of lossen."
        ),
        "reason.STOP_CLOSED": (
            "Tussen {origin} en {destination} is er niemand om het te geven of aan te nemen wanneer de bus komt."
        ),
        "reason.CUT_OFF_MISSED": (
            "Het is klaar om mee te geven vanaf {ready}: te laat om het in {origin} nog voor een bus in te leveren."
        ),
        "reason.DUE_TOO_EARLY": "Geen bus brengt het vóór {due} naar {destination}.",
        "reason.TOO_LONG_ON_THE_WAY": (
            "Elke reis van {origin} naar {destination} duurt langer dan {handling} goederen onderweg mogen zijn."
        ),
        "reason.WAITS_FOR_PARCEL": "Het gaat pas na pakket {after}, dat geen reis heeft of te laat aankomt.",
        "reason.NOT_WORTH_ITS_COST": "Elke reis van {origin} naar {destination} kost meer dan ze opbrengt.",
        "reason.CONSIGNMENT_INCOMPLETE": (
            "Het reist alleen met de hele zending {consignment}, en een ander pakket daarvan ontbreekt of kan niet mee."
        ),
        "reason.CAPACITY_SOLD_OUT": (
            "Elke reis van {origin} naar {destination} met aankomst tot {due} is uitverkocht{where}."
        ),
        "reason.WITHDRAWN": "De verzender heeft het ingetrokken.",
        "where.nothing": "",
        "where.segment": "; {line} {departs} is vol tussen {before} en {after}",
        "where.handling": "; de chauffeur van {line} heeft {departs} in {place} geen tijd meer voor pakketten",
        "where.storage": "; het overslagpunt {place} is {at} vol",
        "where.locker": "; de pakketkluis in {place} is {at} vol",
        "where.danger": "; {line} {departs} neemt tussen {before} en {after} geen gevaarlijke goederen meer mee",
        "remedy.due_at": "Met {to} als uiterste tijd kan het mee met {ride}.",
        "remedy.ready_at": "Als het uiterlijk {to} klaar is, kan het mee met {ride}.",
        "remedy.volume_ml": "Met hoogstens {to} kan het mee met {ride}.",
        "remedy.weight_g": "Met hoogstens {to} kan het mee met {ride}.",
        "remedy.pieces": "Met hoogstens {to} colli kan het mee met {ride}.",
        "remedy.longest_side_mm": "Als geen zijde langer is dan {to}, kan het mee met {ride}.",
        "remedy.handling_class": "Als {to} goederen kan het mee met {ride}.",
        "remedy.dangerous.gross_g": "Met hoogstens {to} gevaarlijke goederen kan het mee met {ride}.",
        "remedy.value_millis": "Als het vervoer {to} waard was, kon het mee met {ride}.",
        "remedy.after_gap_s": "Als {to} na het vorige pakket genoeg is, kan het mee met {ride}.",
        "remedy.origin_stop_id": "Ingeleverd in {to} kan het mee met {ride}.",
        "remedy.destination_stop_id": "Afgehaald in {to} kan het mee met {ride}.",
    },
)
"""Dutch."""
