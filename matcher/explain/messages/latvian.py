"""Latvian. Names of places and lines stand in quotes, because they cannot be declined here."""

from matcher.explain.messages.catalogue import Catalogue

LATVIAN = Catalogue(
    weekdays=("pirmd.", "otrd.", "trešd.", "ceturtd.", "piektd.", "sestd.", "svētd."),
    months=("janv.", "febr.", "marts", "apr.", "maijs", "jūn.", "jūl.", "aug.", "sept.", "okt.", "nov.", "dec."),
    decimal_point=",",
    goods={
        "ambient": "istabas temperatūras",
        "chilled": "atdzesētas",
        "frozen": "saldētas",
        "perishable": "ātrbojīgas",
    },
    messages={
        "time.clock": "plkst. {hour}:{minute}",
        "time.date": "{weekday}, {day}. {month}, {time}",
        "at.clock": "plkst. {hour}:{minute}",
        "at.date": "{weekday}, {day}. {month}, {time}",
        "list.last": "{before} un {last}",
        "goods.other": "„{name}”",
        "unit.l": "{number} l",
        "unit.kg": "{number} kg",
        "unit.cm": "{number} cm",
        "unit.eur": "{number} €",
        "unit.min": "{number} min",
        "unit.pieces": "{number}",
        "ride": "„{line}” ({departs})",
        "ride.changing": "„{line}” ({departs}), pārsēžot pieturā {places}",
        "reason.UNKNOWN_STOP": "Pietura {stops} nav publicēta.",
        "reason.UNKNOWN_AREA": "Apgabals vēl nav publicēts.",
        "reason.NO_TIMETABLE": "Dienām no {ready} līdz {due} nav publicēts neviens saraksts.",
        "reason.NO_JOURNEY": (
            "No pieturas „{origin}” uz pieturu „{destination}” neved neviens autobuss, arī ar pārkraušanu ne."
        ),
        "reason.TOO_LARGE": (
            "Sūtījums ir par lielu transportlīdzekļiem un mezgliem starp „{origin}” un „{destination}”."
        ),
        "reason.HANDLING_NOT_OFFERED": "Starp „{origin}” un „{destination}” neviens nepieņem {handling} preces.",
        "reason.EXCLUDED": "Šeit nepārvadā {handling} preces.",
        "reason.DANGER_NOT_OFFERED": (
            "Starp „{origin}” un „{destination}” neviens nepieņem {handling} preces ar bīstamības klasi {danger}."
        ),
        "reason.ZONE_CLOSED": (
            "Zonas noteikumi starp „{origin}” un „{destination}” šiem transportlīdzekļiem tad neļauj iekraut vai izkraut."
        ),
        "reason.STOP_CLOSED": (
            "Starp „{origin}” un „{destination}” neviena nav klāt, kas sūtījumu nodotu vai saņemtu, kad pienāk autobuss."
        ),
        "reason.CUT_OFF_MISSED": (
            "Sūtījums ir gatavs {ready}, par vēlu, lai to pieturā „{origin}” nodotu kādam autobusam."
        ),
        "reason.DUE_TOO_EARLY": "Neviens autobuss to nenogādā pieturā „{destination}” līdz {due}.",
        "reason.TOO_LONG_ON_THE_WAY": (
            "Ikviens brauciens no „{origin}” uz „{destination}” ilgst ilgāk, nekā {handling} preces drīkst būt ceļā."
        ),
        "reason.WAITS_FOR_PARCEL": (
            "Tas brauc tikai pēc sūtījuma {after}, kuram nav brauciena vai kurš pienāk par vēlu."
        ),
        "reason.NOT_WORTH_ITS_COST": (
            "Ikviens brauciens no „{origin}” uz „{destination}” maksā vairāk, nekā par to maksā sūtītājs."
        ),
        "reason.CONSIGNMENT_INCOMPLETE": (
            "Tas brauc tikai kopā ar visu kravu {consignment}, bet kāds cits tās sūtījums trūkst vai nevar braukt."
        ),
        "reason.CAPACITY_SOLD_OUT": ("Visi braucieni no „{origin}” uz „{destination}” līdz {due} ir izpārdoti{where}."),
        "reason.WITHDRAWN": "Sūtītājs to atsauca.",
        "where.nothing": "",
        "where.segment": "; „{line}” ({departs}) ir pilns starp „{before}” un „{after}”",
        "where.handling": "; „{line}” vadītājam pieturā „{place}” ({departs}) vairs nav laika sūtījumiem",
        "where.storage": "; mezgls „{place}” ir pilns ({at})",
        "where.locker": "; pakomāts „{place}” ir pilns ({at})",
        "where.danger": "; „{line}” ({departs}) starp „{before}” un „{after}” vairs neņem bīstamas preces",
        "remedy.due_at": "Ja pēdējais termiņš būtu {to}, tas varētu braukt ar {ride}.",
        "remedy.ready_at": "Ja tas būtu gatavs līdz {to}, tas varētu braukt ar {ride}.",
        "remedy.volume_ml": "Ja tas aizņemtu ne vairāk kā {to}, tas varētu braukt ar {ride}.",
        "remedy.weight_g": "Ja tas svērtu ne vairāk kā {to}, tas varētu braukt ar {ride}.",
        "remedy.pieces": "Ja vienību skaits nepārsniegtu {to}, tas varētu braukt ar {ride}.",
        "remedy.longest_side_mm": "Ja neviena mala nebūtu garāka par {to}, tas varētu braukt ar {ride}.",
        "remedy.handling_class": "Kā {to} preces tas varētu braukt ar {ride}.",
        "remedy.dangerous.gross_g": "Ja bīstamo preču būtu ne vairāk kā {to}, tas varētu braukt ar {ride}.",
        "remedy.value_millis": "Ja par pārvadāšanu maksātu {to}, tas varētu braukt ar {ride}.",
        "remedy.after_gap_s": "Ja pēc iepriekšējā sūtījuma pietiktu ar {to}, tas varētu braukt ar {ride}.",
        "remedy.origin_stop_id": "Nodots pieturā „{to}”, tas varētu braukt ar {ride}.",
        "remedy.destination_stop_id": "Ja to saņemtu pieturā „{to}”, tas varētu braukt ar {ride}.",
    },
)
"""Latvian."""
