"""Guesses the code page of text that is not UTF-8: by its language, else by words that make sense."""

from __future__ import annotations

import re
from dataclasses import dataclass

CODE_PAGES = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "cp1255", "cp1256")
TELLING_LINES = 5
_EAST_ASIAN = ("cp932", "gb18030", "cp949", "cp950")
_SURE_COHERENCE = 0.2  # below it the guess knows letters, not a language: western Europe is likelier
_WORD = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")


@dataclass(frozen=True)
class Encoding:
    """`telling` are lines that a guess was made by, as they read in it."""

    name: str
    is_guessed: bool = False
    has_broken_bytes: bool = False
    telling: tuple[str, ...] = ()


def guess(sample: tuple[bytes, ...]) -> Encoding | None:
    """Choose among the Windows code pages; None where none yields words."""
    text = b"".join(line if line.endswith((b"\n", b"\r")) else line + b"\n" for line in sample)
    name = _east_asian(text) or _best_code_page(text)
    lines = [line.decode(name, errors="surrogateescape").rstrip("\r\n") for line in sample]
    # Byte 0xFF is a letter that words need in Cyrillic only.
    telling = [
        text
        for text, line in zip(lines, sample, strict=True)
        if _reads_well(text) and (b"\xff" not in line or name == "cp1251")
    ]
    if len(telling) * 2 <= len(lines):
        return None
    has_broken = any(_has_surrogate(line) for line in lines)
    return Encoding(name, is_guessed=True, has_broken_bytes=has_broken, telling=tuple(telling[:TELLING_LINES]))


def _east_asian(text: bytes) -> str:
    """Name the encoding of Chinese, Japanese or Korean; "" where the bytes are none of theirs."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  only for files that are not UTF-8

    best = from_bytes(text, cp_isolation=list(_EAST_ASIAN)).best()
    return best.encoding if best is not None and best.encoding in _EAST_ASIAN else ""


def _best_code_page(text: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415  only for files that are not UTF-8

    best = from_bytes(text, cp_isolation=list(CODE_PAGES)).best()
    if best is None or best.encoding not in CODE_PAGES:
        return "cp1252"
    western = text.decode("cp1252", errors="surrogateescape")
    if best.coherence < _SURE_COHERENCE and _reads_as_western(western):
        return "cp1252"
    return str(best.encoding) if str(best) != western else "cp1252"


_FOREIGN = re.compile(r"[^\x00-\x7f]{3}")
_WESTERN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýß’‘“”–—€°§´·«»®©½¼²³ºª¿¡£… ")


def _reads_as_western(text: str) -> bool:
    """Accented letters stand among plain ones; words of nothing else are another alphabet."""
    letters = [letter.lower() for letter in text if not letter.isascii()]
    words = _WORD.findall(text)
    foreign = sum(bool(_FOREIGN.search(word)) for word in words)
    return sum(letter in _WESTERN for letter in letters) >= 0.95 * len(letters) and foreign * 2 <= len(words)


def _reads_well(line: str) -> bool:
    """Words of one case or with a capital in front, no marks that no text has."""
    words = _WORD.findall(line)
    return not _has_surrogate(line) and sum(map(_is_odd, words)) * 3 <= len(words)


def _is_odd(word: str) -> bool:
    """Many alphabets have no capitals at all."""
    return word.lower() != word.upper() and not (word.islower() or word.isupper() or word.istitle())


def _has_surrogate(line: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in line)
