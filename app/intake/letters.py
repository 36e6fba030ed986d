"""How often the letters of languages occur beyond ASCII, and in which code pages each is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

_WESTERN = ("cp1252", "mac_roman", "cp850", "cp437")
_CENTRAL = ("cp1250", "iso8859-2", "mac_latin2", "cp852")
_BALTIC = ("cp1257", "cp775")
_TURKISH = ("cp1254", "mac_turkish", "cp857")
_CYRILLIC = ("cp1251", "mac_cyrillic", "cp866")
_GREEK = ("cp1253", "mac_greek", "cp737")
_HEBREW = ("cp1255", "cp862")

# The letters of each language, the most frequent first. A file of several countries is one of its own.
_LANGUAGES = (
    (_WESTERN, "øåæé"),
    (_WESTERN, "åäöé"),
    (_WESTERN, "äüößé"),
    (_WESTERN, "éèàêçôâîûùœëïü"),
    (_WESTERN, "óáíñéúü"),
    (_WESTERN, "ãçáéíóõêâúà"),
    (_WESTERN, "àèéùò"),
    (_WESTERN, "áðíöúéóþæý"),
    (_WESTERN, "éöüäøåæáóèñíçàßãêâôëúîïòùõû"),
    (_CENTRAL, "łóążęśćńź"),
    (_CENTRAL, "íáéěřšžčýůúňťďó"),
    (_CENTRAL, "áéöóőüíúű"),
    (_CENTRAL, "ăîâţş"),
    (_CENTRAL, "čšžćđ"),
    (_CENTRAL, "íáéčýžšúľťňôďóä"),
    (_CENTRAL, "áéíóčšžłýąęśřěćńőöüůúűňťďţăşżđź"),
    (_BALTIC, "āīšēūņļžčģķ"),
    (_BALTIC, "ėšžįųąčūę"),
    (_BALTIC, "õäüöšž"),
    (_BALTIC, "šāėžīčēūõäüęąįųņļķģö"),
    (_TURKISH, "ışüğçöİâî"),
    (_CYRILLIC, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъ"),
    (_CYRILLIC, "оанивіретслкдумпязьгбчхйїжцєшющфґ"),
    (_CYRILLIC, "аоиетнрсвлкдпмузгъябчйжцщшюхфь"),
    (_CYRILLIC, "аоиенрстувдклмјпзбгљцчшњжћхђфџ"),
    (_GREEK, "αοιετσνηυρπκμλςίωόάδγέήχθφύώβξζψϊ"),
    (_HEBREW, "יוהלאתרשמבנחדקעפגםזצכטסןץךף"),
    (("cp1256",), "النيمرتوبدسفهعكحقجةىشصخطزضغظءأإآؤئذث"),
)
CODE_PAGES = tuple(dict.fromkeys(page for pages, _ in _LANGUAGES for page in pages))
_SIGNS = {"’–“”…": 0.02, "„‘—€°§´·«»®©½¼²³ºª¿¡£\xa0": 0.002}
FOREIGN = 0.0001
"""The share of a letter that the language lacks."""
IMPOSSIBLE = 0.0000001
"""The share of what no text holds: controls, and bytes that the code page leaves open."""
_CAPITAL = 0.15  # as often as its small letter


@cache
def languages() -> tuple[tuple[str, Mapping[str, float]], ...]:
    """*Shape*: (code page, letter → its share of the letters and signs beyond ASCII)."""
    return tuple((page, _shares(letters)) for pages, letters in _LANGUAGES for page in pages)


@cache
def _shares(letters: str) -> Mapping[str, float]:
    weights = {sign: share for signs, share in _SIGNS.items() for sign in signs}
    total = sum(1 / (rank + 2) for rank in range(len(letters)))
    for rank, letter in enumerate(letters):
        for form, share in _forms(letter):
            weights[form] = weights.get(form, 0.0) + share / (rank + 2) / total
    return MappingProxyType(weights)


def _forms(letter: str) -> Iterator[tuple[str, float]]:
    yield letter, 1.0
    capital = letter.upper()
    if len(capital) == 1 and capital != letter and not capital.isascii():
        yield capital, _CAPITAL
