"""Many lines at once are the rows that they are one by one; files move while they are read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import UnusableFile
from app.intake import rows as row_reading
from app.jobs import JobContext
from app.services.propose_file import propose
from tests.app.intake.conftest import KIND, Desk
from tests.fuzz.read_bytes import read_bytes

HEAD = b"customer_number,name,currency\n"
PIECES = [b'"', b",", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xc3\xa6", b"1", b"A b", b'"x\ny"', b"sep=;\n"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join), size=st.integers(1, 40))
def test_rows_are_the_same_in_blocks_of_any_size(monkeypatch: Any, content: bytes, size: int) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(row_reading, "_BLOCK_CHARACTERS", size)
        assert read_bytes(HEAD + content) >= 0


def test_tabs_and_utf_16_as_a_spreadsheet_saves_unicode_text(desk: Desk) -> None:
    content = "customer_number\tname\tdiscount_percentage\r\n0007\tÆrø\t12,5\r\n".encode("utf-16")
    desk.keep(desk.write(content, "unicode.tsv"))

    assert desk.record("0007").edits["discount_percentage"] == 12.5


def test_a_file_that_vanishes_while_it_is_read_is_told_in_words(desk: Desk) -> None:
    file = desk.write(HEAD + b"1,A,DKK\n")

    class Takes(JobContext):
        def checkpoint(self) -> None:
            file.unlink(missing_ok=True)

    with pytest.raises(UnusableFile, match="vanished"):
        propose(desk.workspace, Takes(), file, kind=KIND, connection_id=desk.connection_id)
    assert not list((desk.workspace.folder / "proposals").glob("*"))
