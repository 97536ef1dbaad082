"""European Portuguese."""

from matcher.explain.messages.catalogue import Catalogue

PORTUGUESE = Catalogue(
    weekdays=("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"),
    months=("jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez."),
    decimal_point=",",
    goods={
        "ambient": "à temperatura ambiente",
        "chilled": "refrigeradas",
        "frozen": "congeladas",
        "perishable": "perecíveis",
    },
    messages={
        "time.clock": "às {hour}:{minute}",
        "time.date": "{weekday}, {day} de {month}, {time}",
        "at.clock": "às {hour}:{minute}",
        "at.date": "{weekday}, {day} de {month}, {time}",
        "list.last": "{before} e {last}",
        "goods.other": "«{name}»",
        "unit.l": "{number} l",
        "unit.kg": "{number} kg",
        "unit.cm": "{number} cm",
        "unit.eur": "{number} €",
        "unit.min": "{number} min",
        "unit.pieces": "{number}",
        "ride": "{line} ({departs})",
        "ride.changing": "{line} ({departs}), com transbordo em {places}",
        "reason.UNKNOWN_STOP": "A paragem {stops} não está publicada.",
        "reason.UNKNOWN_AREA": "A área ainda não está publicada.",
        "reason.NO_TIMETABLE": "Não há horário publicado para os dias entre {ready} e {due}.",
        "reason.NO_JOURNEY": "Nenhum autocarro, nem com transbordo, liga {origin} a {destination}.",
        "reason.TOO_LARGE": "É demasiado grande para os veículos e os pontos de transbordo entre {origin} e {destination}.",
        "reason.HANDLING_NOT_OFFERED": "Ninguém entre {origin} e {destination} aceita mercadorias {handling}.",
        "reason.EXCLUDED": "Aqui não se transportam mercadorias {handling}.",
        "reason.DANGER_NOT_OFFERED": (
            "Ninguém entre {origin} e {destination} aceita mercadorias {handling} da classe de perigo {danger}."
        ),
        "reason.ZONE_CLOSED": (
            "As regras de uma zona entre {origin} e {destination} não deixam estes veículos carregar ou descarregar a essa hora."
        ),
        "reason.STOP_CLOSED": (
            "Entre {origin} e {destination} não há quem entregue ou receba a encomenda quando o autocarro passa."
        ),
        "reason.CUT_OFF_MISSED": (
            "Só está pronta {ready}: tarde demais para ser entregue em {origin} para qualquer autocarro."
        ),
        "reason.DUE_TOO_EARLY": "Nenhum autocarro a leva a {destination} até {due}.",
        "reason.TOO_LONG_ON_THE_WAY": (
            "Todas as viagens de {origin} para {destination} demoram mais do que mercadorias {handling} podem estar em trânsito."
        ),
        "reason.WAITS_FOR_PARCEL": "Só segue depois da encomenda {after}, que não tem viagem ou chega tarde demais.",
        "reason.NOT_WORTH_ITS_COST": "Todas as viagens de {origin} para {destination} custam mais do que rendem.",
        "reason.CONSIGNMENT_INCOMPLETE": (
            "Só viaja com toda a remessa {consignment}, e falta outra encomenda dela ou essa não pode viajar."
        ),
        "reason.CAPACITY_SOLD_OUT": "Todas as viagens de {origin} para {destination} até {due} estão esgotadas{where}.",
        "reason.WITHDRAWN": "O expedidor retirou-a.",
        "where.nothing": "",
        "where.segment": "; {line} ({departs}) vai cheio entre {before} e {after}",
        "where.handling": "; o motorista de {line} já não tem tempo para encomendas em {place} ({departs})",
        "where.storage": "; o ponto de transbordo {place} está cheio ({at})",
        "where.locker": "; o cacifo em {place} está cheio ({at})",
        "where.danger": "; {line} ({departs}) já não leva mais mercadorias perigosas entre {before} e {after}",
        "remedy.due_at": "Se puder chegar até {to}, pode viajar em {ride}.",
        "remedy.ready_at": "Se estiver pronta até {to}, pode viajar em {ride}.",
        "remedy.volume_ml": "Com {to} no máximo, pode viajar em {ride}.",
        "remedy.weight_g": "Com {to} no máximo, pode viajar em {ride}.",
        "remedy.pieces": "Com um máximo de {to} volumes, pode viajar em {ride}.",
        "remedy.longest_side_mm": "Se nenhum lado tiver mais de {to}, pode viajar em {ride}.",
        "remedy.handling_class": "Como mercadorias {to}, pode viajar em {ride}.",
        "remedy.dangerous.gross_g": "Com {to} de mercadorias perigosas no máximo, pode viajar em {ride}.",
        "remedy.value_millis": "Se o transporte valesse {to}, podia viajar em {ride}.",
        "remedy.after_gap_s": "Se bastarem {to} depois da encomenda anterior, pode viajar em {ride}.",
        "remedy.origin_stop_id": "Entregue em {to}, pode viajar em {ride}.",
        "remedy.destination_stop_id": "Levantada em {to}, pode viajar em {ride}.",
    },
)
"""European Portuguese."""
