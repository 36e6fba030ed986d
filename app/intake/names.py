"""What encodings, delimiters and quotes are called, and which of each a person may choose."""

from __future__ import annotations

import codecs
from typing import Final

ENCODINGS: Final = (
    ("utf-8", "UTF-8", "all languages"),
    ("cp1252", "Windows-1252", "Western Europe"),
    ("iso8859-15", "ISO 8859-15", "Western Europe"),
    ("mac_roman", "Mac Roman", "Western Europe"),
    ("cp850", "DOS 850", "Western Europe"),
    ("cp437", "DOS 437", "United States"),
    ("cp1250", "Windows-1250", "Central Europe"),
    ("iso8859-2", "ISO 8859-2", "Central Europe"),
    ("mac_latin2", "Mac Central European", "Central Europe"),
    ("cp852", "DOS 852", "Central Europe"),
    ("cp1257", "Windows-1257", "Baltic"),
    ("cp775", "DOS 775", "Baltic"),
    ("cp1251", "Windows-1251", "Cyrillic"),
    ("koi8-r", "KOI8-R", "Cyrillic"),
    ("mac_cyrillic", "Mac Cyrillic", "Cyrillic"),
    ("cp866", "DOS 866", "Cyrillic"),
    ("cp1253", "Windows-1253", "Greek"),
    ("mac_greek", "Mac Greek", "Greek"),
    ("cp737", "DOS 737", "Greek"),
    ("cp1254", "Windows-1254", "Turkish"),
    ("mac_turkish", "Mac Turkish", "Turkish"),
    ("cp857", "DOS 857", "Turkish"),
    ("cp1255", "Windows-1255", "Hebrew"),
    ("cp862", "DOS 862", "Hebrew"),
    ("cp1256", "Windows-1256", "Arabic"),
    ("cp1258", "Windows-1258", "Vietnamese"),
    ("cp874", "Windows-874", "Thai"),
    ("cp932", "Windows-932, Shift JIS", "Japanese"),
    ("gb18030", "GB 18030", "Chinese, simplified"),
    ("cp950", "Windows-950, Big5", "Chinese, traditional"),
    ("cp949", "Windows-949", "Korean"),
    ("utf-16-le", "UTF-16 little-endian", "all languages"),
    ("utf-16-be", "UTF-16 big-endian", "all languages"),
)
"""*Shape*: Python's name, what people call it, what it is used for."""
DELIMITERS: Final = (
    (",", "comma"),
    (";", "semicolon"),
    ("\t", "tab"),
    ("|", "pipe"),
    (":", "colon"),
    ("^", "caret"),
    ("~", "tilde"),
)
QUOTES: Final = (('"', "double quotes"), ("'", "single quotes"), ("", "no quotes"))
_BY_BOM_ONLY: Final = {"utf-8-sig": "UTF-8 with BOM", "utf-32-le": "UTF-32", "utf-32-be": "UTF-32"}
_TITLES: Final = {**_BY_BOM_ONLY, **{name: title for name, title, _ in ENCODINGS}}


def encoding_title(name: str) -> str:
    return _TITLES.get(name, name)


def delimiter_title(delimiter: str) -> str:
    return dict(DELIMITERS).get(delimiter, f"“{delimiter}”")


def encoding_named(text: str) -> str:
    """Find an encoding by its name or title, however it is written; "" where it is none of ours."""
    wanted = _bare(text)
    for name, title, _ in ENCODINGS:
        if wanted in {_bare(name), _bare(title), *map(_bare, title.split(","))} or _is_alias(text, name):
            return name
    return ""


def delimiter_named(text: str) -> str:
    """Find a delimiter by its sign or title; "" where it is no single sign."""
    by_title = {title: sign for sign, title in DELIMITERS}
    found = by_title.get(text.strip().casefold(), "\t" if text == "\\t" else text)
    return found if len(found) == 1 and found not in '\r\n\0"' else ""


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _is_alias(text: str, name: str) -> bool:
    try:
        return codecs.lookup(text).name == codecs.lookup(name).name
    except LookupError:
        return False
