"""What the check finds, and the list of differences that are known, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from tests.specs.documents import Addition

KNOWN = Path(__file__).with_name("differences.toml")
NOT_DOCUMENTED = "not documented"
MISSING = "missing"


@dataclass(frozen=True)
class Finding:
    """One thing in which an exchange differs from a document.

    `at` is a name or JSON path in that part, without the places in lists; `problem` is a word or two, the
    schema's own keyword where a value does not fit; `detail` says more and tells no findings apart.
    """

    document: str
    scene: str
    operation: str
    part: str
    at: str
    problem: str
    detail: str = ""

    def __str__(self) -> str:
        place = f" at {self.at}" if self.at else ""
        more = f" ({self.detail})" if self.detail and self.problem not in (NOT_DOCUMENTED, MISSING) else ""
        where = f"{self.document} [{self.scene}] {self.operation}"
        return f"{where}: {self.part}{place}: {self.problem}{more}"


@dataclass(frozen=True)
class Difference:
    """A known difference; all but the document may hold `*`."""

    document: str
    operation: str
    part: str
    at: str
    problem: str
    reason: str
    scene: str = "*"

    def covers(self, finding: Finding) -> bool:
        """Say whether this is what was found."""
        if finding.document != self.document:
            return False
        names = ("scene", "operation", "part", "at", "problem")
        return all(fnmatchcase(getattr(finding, name), _pattern(getattr(self, name))) for name in names)

    def __str__(self) -> str:
        place = f" at {self.at}" if self.at else ""
        return f"{self.document} [{self.scene}] {self.operation}: {self.part}{place}: {self.problem}"


@dataclass(frozen=True)
class Known:
    """What `differences.toml` holds."""

    differences: tuple[Difference, ...]
    additions: tuple[Addition, ...]


def read_known(file: Path = KNOWN) -> Known:
    """Read the list. *Raises* ValueError for an entry without a reason, or with a name that is none."""
    with file.open("rb") as opened:
        content = tomllib.load(opened)
    try:
        known = Known(
            tuple(Difference(**one) for one in content.pop("difference", [])),
            tuple(Addition(**one) for one in content.pop("addition", [])),
        )
    except TypeError as error:
        raise ValueError(f"{file.name}: {error}") from error
    entries: list[Difference | Addition] = [*known.differences, *known.additions]
    for one in entries:
        if not one.reason.strip():
            raise ValueError(f"{file.name}: {one}: no reason")
    if content:
        raise ValueError(f"{file.name}: {', '.join(content)} is no entry of this list")
    return known


def unexplained(findings: Iterable[Finding], differences: Sequence[Difference]) -> Iterator[Finding]:
    """Leave out what is known; each once, however often it was found."""
    seen: set[tuple[str, ...]] = set()
    for one in findings:
        told = (one.document, one.scene, one.operation, one.part, one.at, one.problem)
        if told not in seen and not any(known.covers(one) for known in differences):
            seen.add(told)
            yield one


def unused(findings: Sequence[Finding], differences: Iterable[Difference]) -> Iterator[Difference]:
    """Name what is listed and was not found, so that the list cannot rot."""
    return (known for known in differences if not any(known.covers(one) for one in findings))


def _pattern(text: str) -> str:
    """Only `*` is special; a bracket stands for itself."""
    return text.replace("[", "[[]").replace("?", "[?]")
