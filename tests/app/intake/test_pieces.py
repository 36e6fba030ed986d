"""A file that is read in pieces comes to exactly what it comes to as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import UnusableFile
from app.intake import read_file
from app.intake import rows as row_reading
from app.intake.piece_reader import PieceRead, PieceReader, ReadJob
from app.intake.pieces import Piece, can_be_cut, cut, start_of_line
from app.intake.rows import Format, opened_piece
from app.intake.workers import Given
from tests.app.intake.conftest import Desk
from tests.app.intake.test_blocks import HEAD, PIECES
from tests.app.intake.test_plain_rows import files, outcome
from tests.effort import examples

EXAMPLES = settings(
    max_examples=examples(25, long=1000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class HereWorkers:
    """Reads the pieces in this process, one after another."""

    def __init__(self, job: ReadJob, count: int) -> None:
        self._job = job

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read(
        self, pieces: Iterator[Given], *, checkpoint: Callable[[], None], report: Callable[[int], None]
    ) -> Iterator[tuple[Given, PieceRead]]:
        reader = PieceReader(self._job)
        for one in pieces:
            checkpoint()
            yield one, reader.read(one.piece, one.file, report)


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Callable[[], Any]], Any]:
    """Do something while every file is read in pieces of so many bytes."""

    def do(size: int, what: Callable[[], Any]) -> Any:
        with monkeypatch.context() as patch:
            patch.setattr(read_file, "_LARGE_BYTES", 0)
            patch.setattr(read_file, "PIECE_BYTES", size)
            patch.setattr(read_file, "Workers", HereWorkers)
            patch.setattr(row_reading, "_BLOCK_CHARACTERS", 60)
            return what()

    return do


def outcome_or_refusal(desk: Desk, content: bytes) -> Any:
    try:
        return outcome(desk, content)
    except UnusableFile as refusal:
        return str(refusal)


@settings(
    max_examples=examples(25, long=1000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=files(), size=st.integers(1, 200))
def test_pieces_come_to_what_the_whole_comes_to(desk: Desk, in_pieces: Any, content: str, size: int) -> None:
    whole = outcome(desk, content)

    assert in_pieces(size, lambda: outcome(desk, content)) == whole


@settings(
    max_examples=examples(25, long=1000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join), size=st.integers(1, 60))
def test_pieces_of_any_bytes_come_to_what_the_whole_comes_to(
    desk: Desk, in_pieces: Any, content: bytes, size: int
) -> None:
    whole = outcome_or_refusal(desk, HEAD + content)

    assert in_pieces(size, lambda: outcome_or_refusal(desk, HEAD + content)) == whole


def test_pieces_are_cut_between_rows_not_between_lines(tmp_path: Path) -> None:
    content = b'a,b\n1,"x\ny"\n2,z\n3,"p\r\n\nq"\n4,r\n'
    file = tmp_path / "file.csv"
    file.write_bytes(content)

    pieces = list(cut(file, Piece(4, None, 2, 2), quote='"', size=4, with_long_rows=True))

    assert [content[one.start : one.end] for one in pieces] == [
        b'1,"x\ny"\n',
        b"2,z\n",
        b'3,"p\r\n\nq"\n',
        b"4,r\n",
    ]
    assert [(one.row, one.line) for one in pieces] == [(2, 2), (3, 4), (4, 5), (5, 8)]


def test_a_quote_that_is_not_closed_makes_one_piece_of_what_is_left(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(b'a,b\n1,x\n2,"y\n3,z\n')

    pieces = list(cut(file, Piece(4, None, 2, 2), quote='"', size=4))

    assert pieces == [Piece(4, 8, 2, 2), Piece(8, None, 3, 3)]


def test_a_piece_says_whether_its_rows_are_certain(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(b'1,x\n2,"y\n3,z"\n')
    certain = {}
    for end in (4, 9, 14):
        with opened_piece(file, Format("utf-8", ","), Piece(0, end, 2, 2)) as rows:
            list(rows.blocks())
            certain[end] = not rows.is_uncertain

    assert certain == {4: True, 9: False, 14: True}


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("utf-8", True), ("utf-8-sig", True), ("cp1252", True), ("cp1251", True), ("utf-16-le", False),
     ("utf-32-be", False), ("cp932", False), ("gb18030", False), ("utf-7", False), ("cp037", False)],
)  # fmt: skip
def test_only_texts_whose_line_ends_are_plain_bytes_are_cut(encoding: str, expected: bool) -> None:  # noqa: FBT001  a parameter
    assert can_be_cut(encoding) is expected


@pytest.mark.parametrize(
    ("content", "line", "expected"),
    [(b"a\nb\nc\n", 1, 0), (b"a\nb\nc\n", 3, 4), (b"a\r\nb\rc", 3, 5), (b"a\n", 2, None), (b"a", 5, None)],
)
def test_lines_begin_behind_any_line_end(
    tmp_path: Path, content: bytes, line: int, expected: int | None
) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(content)

    assert start_of_line(file, line) == expected
