"""Finds out how the bytes of a file are to be read as text, and says when that is a guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import Misread, UnusableFile
from app.intake.code_pages import TELLING_LINES, Encoding, guess
from app.intake.other_formats import refuse_other_formats
from app.intake.values import Reading

_CHUNK_BYTES = 1 << 20
_SAMPLE_LINES = 2000
# UTF-32's mark begins with that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]")
_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass
class _Survey:
    """What one pass over the bytes showed, of lines that are not plain ASCII."""

    lines: int = 0
    valid: int = 0
    broken: int = 0
    sample: tuple[bytes, ...] = ()


def detect_encoding(path: Path) -> Encoding:
    """Read the file once and tell its encoding.

    *Raises* UnusableFile where it is no text, Misread where no encoding makes sense of it.
    """
    with path.open("rb") as file:
        start = file.read(1 << 16)
    refuse_other_formats(path, start)
    for bom, name in _BOMS:
        if start.startswith(bom):
            return Encoding(name)
    if _CONTROL.search(start):
        return _without_bom(path, start)
    return _utf_8_or_guess(path)


def text_of(encoding: str) -> tuple[str, str]:
    """Return codec and error handling that keep broken bytes visible instead of failing.

    Lone surrogates mark them; UTF-16 and UTF-32 cannot carry those and mark them with U+FFFD.
    """
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    return name, "replace" if is_wide(name) else "surrogateescape"


def is_wide(encoding: str) -> bool:
    """Tell whether a letter takes two bytes or more, also those of ASCII."""
    return encoding.startswith(("utf-16", "utf-32"))


def shown(text: str) -> str:
    """Text that can be stored and drawn: broken bytes become U+FFFD."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _without_bom(path: Path, start: bytes) -> Encoding:
    for name in ("utf-16-le", "utf-16-be"):
        if _is_utf_16(start, name):
            return Encoding(name, is_guessed=True, telling=_lines_in(start, name))
    controls = _CONTROL.findall(start)
    if len(controls) > 0.05 * len(start) and len(set(controls)) >= 4:
        raise UnusableFile(
            f"“{path.name}” is not a text file; nothing was read.",
            remedy="Choose the CSV file with the records.",
        )
    return _utf_8_or_guess(path)


def _is_utf_16(start: bytes, name: str) -> bool:
    """UTF-16 has a NUL in the same half of every ASCII letter; a few NULs anywhere are bad rows.

    In other alphabets the separators and digits are ASCII still; the lines must end in UTF-16, and the text
    must read well.
    """
    half = 1 if name == "utf-16-le" else 0
    ours, others = start[half::2].count(0), start[1 - half :: 2].count(0)
    if ours > 0.15 * len(start) and others < ours / 10:
        return True
    if ours < 0.015 * len(start) or others > ours / 20:
        return False
    text = start[: len(start) // 2 * 2].decode(name, errors="replace")
    unreadable = sum(not (letter.isprintable() or letter.isspace()) for letter in text)
    ends = max(text.count("\n"), text.count("\r"))
    return 0 < 0.9 * start.count(b"\n") <= ends and unreadable <= 0.01 * len(text)


def _lines_in(start: bytes, encoding: str) -> tuple[str, ...]:
    codec, errors = text_of(encoding)
    lines = start[: len(start) // 4 * 4].decode(codec, errors=errors).lstrip("\ufeff").splitlines()
    return tuple(line for line in lines if line.strip())[:TELLING_LINES]


def read_in(path: Path, encodings: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Show how a few lines that are not plain ASCII read in each encoding; broken bytes become U+FFFD."""
    with path.open("rb") as file:
        start = file.read(1 << 12)
    sample = _telling_bytes(path) or start.splitlines(keepends=True)[:TELLING_LINES]
    return {name: _read_sample(name, start, sample) for name in encodings}


def _read_sample(encoding: str, start: bytes, sample: Sequence[bytes]) -> tuple[str, ...]:
    if is_wide(encoding):
        return _lines_in(start, encoding)
    codec, _ = text_of(encoding)
    return tuple(line.decode(codec, errors="replace").strip("\r\n\ufeff") for line in sample)


def _telling_bytes(path: Path) -> tuple[bytes, ...]:
    found: list[bytes] = []
    with path.open("rb") as file:
        while len(found) < TELLING_LINES and (line := file.readline(_CHUNK_BYTES)):
            if not line.isascii():
                found.append(line[:400])
    return tuple(found)


def _utf_8_or_guess(path: Path) -> Encoding:
    if _is_utf_8(path):
        return Encoding("utf-8")
    survey = _survey(path)
    guessed = None if survey.valid > survey.broken else guess(survey.sample)
    if guessed is not None:
        return guessed
    if survey.broken * 2 > survey.lines and survey.broken > 1:
        raise Misread(
            f"No encoding makes sense of the text in “{path.name}”; nothing was read.",
            remedy="Open it in a spreadsheet and save it as “CSV UTF-8”, or choose the encoding by hand.",
            reading=Reading("utf-8", is_encoding_guessed=True, delimiter=",", header_row=1, header=()),
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
