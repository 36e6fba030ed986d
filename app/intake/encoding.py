"""Finds out how the bytes of a file are to be read as text, and says when that is a guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.errors import UnusableFile

CODE_PAGES = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "cp1255", "cp1256")
_CHUNK_BYTES = 1 << 20
_SAMPLE_LINES = 2000
_SURE_COHERENCE = 0.2  # below it the guess knows letters, not a language: western Europe is likelier
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MAGIC = (
    (
        b"PK\x03\x04",
        "a spreadsheet workbook or ZIP archive",
        "Open it in a spreadsheet and save it as “CSV UTF-8”.",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Open it in a spreadsheet and save it as “CSV UTF-8”."),
    (b"%PDF", "a PDF document", "Ask for the table as CSV."),
    (b"\x89PNG", "a picture", "Choose the CSV file with the records."),
    (b"\xff\xd8\xff", "a picture", "Choose the CSV file with the records."),
    (b"GIF8", "a picture", "Choose the CSV file with the records."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
    (b"SQLite format 3\0", "a database", "Choose the CSV file with the records."),
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]")
_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WORD = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")


@dataclass(frozen=True)
class Encoding:
    """`telling` are lines that a guess was made by, as they read in it."""

    name: str
    is_guessed: bool = False
    has_broken_bytes: bool = False
    telling: tuple[str, ...] = ()


@dataclass
class _Survey:
    """What one pass over the bytes showed, of lines that are not plain ASCII."""

    lines: int = 0
    valid: int = 0
    broken: int = 0
    sample: tuple[bytes, ...] = ()


def detect_encoding(path: Path) -> Encoding:
    """Read the file once and tell its encoding.

    *Raises* UnusableFile where it is no text, or no encoding makes sense of it.
    """
    with path.open("rb") as file:
        start = file.read(1 << 16)
    _refuse_other_formats(path, start)
    for bom, name in _BOMS:
        if start.startswith(bom):
            return Encoding(name)
    if _CONTROL.search(start):
        return _without_bom(path, start)
    return _utf_8_or_guess(path)


def text_of(encoding: str) -> tuple[str, str]:
    """Return codec and error handling that keep broken bytes visible instead of failing.

    Lone surrogates mark them; UTF-16 cannot carry those and marks them with U+FFFD.
    """
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    return name, "replace" if name.startswith("utf-16") else "surrogateescape"


def shown(text: str) -> str:
    """Text that can be stored and drawn: broken bytes become U+FFFD."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _refuse_other_formats(path: Path, start: bytes) -> None:
    for magic, what, remedy in _MAGIC:
        if start.startswith(magic):
            raise UnusableFile(f"“{path.name}” is {what}, not a CSV file; nothing was read.", remedy=remedy)


def _without_bom(path: Path, start: bytes) -> Encoding:
    """UTF-16 text of Latin letters has a NUL in nearly every second byte; a few NULs are bad rows."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > 0.3 * len(start) / 2 and even < odd / 10:
        return Encoding("utf-16-le", is_guessed=True)
    if even > 0.3 * len(start) / 2 and odd < even / 10:
        return Encoding("utf-16-be", is_guessed=True)
    controls = _CONTROL.findall(start)
    if len(controls) > 0.05 * len(start) and len(set(controls)) >= 4:
        raise UnusableFile(
            f"“{path.name}” is not a text file; nothing was read.",
            remedy="Choose the CSV file with the records.",
        )
    return _utf_8_or_guess(path)


def _utf_8_or_guess(path: Path) -> Encoding:
    if _is_utf_8(path):
        return Encoding("utf-8")
    survey = _survey(path)
    guess = None if survey.valid > survey.broken else _guess(survey.sample)
    if guess is not None:
        return guess
    if survey.broken * 2 > survey.lines and survey.broken > 1:
        raise UnusableFile(
            f"No encoding makes sense of the text in “{path.name}”; nothing was read.",
            remedy="Open it in a spreadsheet and save it as “CSV UTF-8”, or choose the encoding by hand.",
        )
    return Encoding("utf-8", has_broken_bytes=True)


def _is_utf_8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def _survey(path: Path) -> _Survey:
    survey, sample = _Survey(), list[bytes]()
    with path.open("rb") as file:
        # A bound on the line keeps a file without line ends from filling the memory.
        while line := file.readline(_CHUNK_BYTES):
            survey.lines += 1
            if line.isascii():
                continue
            survey.valid += 1 if _PAIR.search(line) else 0
            if _HIGH_RUN.search(_PAIR.sub(b"", line)):
                survey.broken += 1
                if len(sample) < _SAMPLE_LINES:
                    sample.append(line[:4096])
    survey.sample = tuple(sample)
    return survey


def _guess(sample: tuple[bytes, ...]) -> Encoding | None:
    """Choose among the Windows code pages; None where none yields words."""
    text = b"".join(line if line.endswith((b"\n", b"\r")) else line + b"\n" for line in sample)
    name = _best_code_page(text)
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
    return Encoding(name, is_guessed=True, has_broken_bytes=has_broken, telling=tuple(telling[:5]))


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
    odd = sum(not (word.islower() or word.isupper() or word.istitle()) for word in words)
    return not _has_surrogate(line) and odd * 3 <= len(words)


def _has_surrogate(line: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in line)
