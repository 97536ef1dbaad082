"""The catalogue of each language of the contract."""

from contracts.area import Language
from matcher.explain.messages.catalogue import Catalogue
from matcher.explain.messages.dutch import DUTCH
from matcher.explain.messages.english import ENGLISH
from matcher.explain.messages.latvian import LATVIAN
from matcher.explain.messages.portuguese import PORTUGUESE

CATALOGUES: dict[Language, Catalogue] = {
    Language.ENGLISH: ENGLISH,
    Language.LATVIAN: LATVIAN,
    Language.PORTUGUESE: PORTUGUESE,
    Language.DUTCH: DUTCH,
}
