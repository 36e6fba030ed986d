"""Guesses the code page of text that is not UTF-8: the one in which its letters are those of a language."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.intake.letters import FOREIGN, IMPOSSIBLE, languages

TELLING_LINES = 5
_EAST_ASIAN = ("cp932", "gb18030", "cp949", "cp950")
_ALPHABETS = ("cp1251", "cp1253", "cp1255", "cp1256")
_WORD = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")
# What a page must be better by than those of western and central Europe today, in logarithms of the likelihood.
_UNUSUAL = {**dict.fromkeys(("cp1252", "cp1250", "cp1254", "cp1257"), 0.0), **dict.fromkeys(_ALPHABETS, 6.0)}
_RARE = 8.0
_LIKELIEST = 6  # pages of which the words are looked at, too
_ODD_WORD = 3.0
_BEYOND_LATIN = "\u0370"
_WORDS_BYTES = 1 << 16


@dataclass(frozen=True)
class Encoding:
    """`telling` are lines that a guess was made by, as they read in it."""

    name: str
    is_guessed: bool = False
    has_broken_bytes: bool = False
    telling: tuple[str, ...] = ()


def guess(sample: tuple[bytes, ...]) -> Encoding | None:
    """Choose among the code pages that spreadsheets write; None where none yields words."""
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
    if best is None or best.encoding not in _EAST_ASIAN:
        return ""
    # A Latin letter with an accent and the one after it look like a sign: words of both kinds tell.
    return str(best.encoding) if _reads_well(str(best)) else ""


def _best_code_page(text: bytes) -> str:
    """Choose the page in which the text is likeliest; of those that read alike, the first declared."""
    counts = Counter(byte for byte in text if byte > 0x7F)
    found: dict[str, float] = {}
    for page, shares in languages():
        likelihood = sum(count * math.log(share) for count, share in _read(counts, page, shares))
        found[page] = max(found.get(page, -math.inf), likelihood - _UNUSUAL.get(page, _RARE))
    likeliest = sorted(found, key=lambda page: -found[page])[:_LIKELIEST]
    return max(likeliest, key=lambda page: found[page] - _ODD_WORD * _odd_words(text, page))


def _read(counts: Mapping[int, int], page: str, shares: Mapping[str, float]) -> Iterator[tuple[int, float]]:
    for byte, count in counts.items():
        letter = bytes((byte,)).decode(page, "replace")
        is_text = letter.isprintable() and letter != "\ufffd"
        yield count, shares.get(letter, FOREIGN if is_text else IMPOSSIBLE)


def _odd_words(text: bytes, page: str) -> int:
    return sum(map(_is_odd, _WORD.findall(text[:_WORDS_BYTES].decode(page, "replace"))))


def _reads_well(line: str) -> bool:
    """Words of one case or with a capital in front, no marks that no text has."""
    words = _WORD.findall(line)
    return not _has_surrogate(line) and sum(map(_is_odd, words)) * 3 <= len(words)


def _is_odd(word: str) -> bool:
    """No word mixes alphabets. Many have no capitals at all."""
    if max(word) >= _BEYOND_LATIN and any(letter.isascii() for letter in word):
        return True
    return word.lower() != word.upper() and not (word.islower() or word.isupper() or word.istitle())


def _has_surrogate(line: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in line)
