"""The printed table: work, how long it took, against what, and the ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_HEADINGS = ("work", "ours", "against", "theirs", "ratio", "at most", "memory", "CPU")


@dataclass(frozen=True)
class Row:
    """One line. CPU seconds, ours and theirs, tell more than the clock on a machine that others use, too."""

    work: str
    ours: str
    against: str = ""
    theirs: str = ""
    ratio: float | None = None
    bar: str = ""
    peak_megabytes: float = 0.0
    cpu_seconds: tuple[float, ...] = ()

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}×"
        memory = f"{self.peak_megabytes:.0f} MB" if self.peak_megabytes else ""
        cpu = " / ".join(f"{one:.1f} s" for one in self.cpu_seconds)
        return (self.work, self.ours, self.against, self.theirs, ratio, self.bar, memory, cpu)


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def as_text(rows: Sequence[Row]) -> str:
    """Lay the rows out under their headings, in columns as wide as their widest cell."""
    lines = [_HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADINGS))]
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    return "\n".join([texts[0], "─" * len(texts[0]), *texts[1:]])
