"""The list of known differences: what it covers, and that it cannot rot."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.specs.findings import Difference, Finding, read_known, unexplained, unused

FOUND = Finding("things", "5.x", "GET /things", "answer body", "items.revision", "not documented")
KNOWN = Difference("things", "GET *", "answer body", "*revision", "not documented", "newer")


@pytest.mark.parametrize(
    ("known", "is_covered"),
    [
        (KNOWN, True),
        (Difference("things", "*", "*", "*", "*", "all", scene="5.x"), True),
        (Difference("things", "*", "*", "*", "*", "all", scene="4.x"), False),
        (Difference("others", "*", "*", "*", "*", "all"), False),
        (Difference("things", "PUT *", "answer body", "*revision", "not documented", "newer"), False),
        (Difference("things", "GET *", "answer body", "revision", "not documented", "newer"), False),
        (Difference("things", "GET *", "answer body", "items[.]revision", "not documented", "newer"), False),
        (Difference("things", "GET *", "answer body", "*revision", "type", "newer"), False),
    ],
)
def test_a_difference_covers_what_it_names(known: Difference, is_covered: bool) -> None:  # noqa: FBT001
    assert known.covers(FOUND) == is_covered
    assert list(unexplained([FOUND], [known])) == ([] if is_covered else [FOUND])
    assert list(unused([FOUND], [known])) == ([] if is_covered else [known])


def test_what_is_found_often_is_told_once() -> None:
    assert list(unexplained([FOUND, FOUND], ())) == [FOUND]


def test_the_list_of_this_project_can_be_read() -> None:
    known = read_known()
    assert {one.document for one in known.differences} == {"softwareone", "kibo", "flxpoint", "traede"}
    assert len(set(known.differences)) == len(known.differences)


ENTRY = '[[difference]]\ndocument="a"\noperation="b"\npart="c"\nat="d"\nproblem="e"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f'{ENTRY}reason=" "', "no reason"),
        (ENTRY, "reason"),
        (f'{ENTRY}reason="r"\nwhy="w"', "why"),
        (f'[[differences]]\n{ENTRY[14:]}reason="r"', "differences is no entry"),
        ('[[addition]]\ndocument="a"\noperation="b"\nlike="c"\nreason=""', "no reason"),
    ],
)
def test_an_entry_that_is_not_whole_is_refused(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "differences.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=words):
        read_known(file)
