"""Files of the sizes at which buffers end, and files that change or vanish in the reader's hands."""

from __future__ import annotations

import os

import pytest

from app.errors import UnusableFile
from app.intake.values import Proposal
from app.jobs import JobContext
from app.services.proposals import page_proposal
from app.services.propose_file import propose
from tests.app.intake.conftest import KIND, Desk

HEAD = "customer_number,currency,name\n"
BUFFER_BYTES = 1024


def of_size(kilobytes: int, *, shift: int, encoding: str) -> bytes:
    """A file of exactly that size. `shift` moves the two-byte letters over the ends of buffers."""
    wanted = kilobytes * BUFFER_BYTES
    text = HEAD.replace("name", f"name{' ' * shift}")
    number = 0
    while len(f"{text}{number},DKK,Ærø Øl\n".encode(encoding)) <= wanted - 40:
        text += f"{number},DKK,Ærø Øl\n"
        number += 1
    start = f"{text}{number},DKK,".encode(encoding)
    unit = len("x".encode(encoding)) if not encoding.endswith("16") else 2
    room = wanted - len(start) - unit
    return start + ("x" * (room // unit) + "\n").encode(encoding.replace("utf-16", "utf-16-le"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("shift", [0, 1])
@pytest.mark.parametrize("kilobytes", [1, 31, 32, 33])
def test_every_row_of_a_file_of_any_size_arrives(desk: Desk, kilobytes: int, shift: int, encoding: str) -> None:
    content = of_size(kilobytes, shift=shift, encoding=encoding)
    assert len(content) == kilobytes * BUFFER_BYTES
    rows = content.decode(encoding).splitlines()[1:]

    proposal = desk.propose(content)

    assert (proposal.rows, proposal.added, proposal.problem_count) == (len(rows), len(rows), 0)
    assert rows_of(desk, proposal) == rows


def rows_of(desk: Desk, proposal: Proposal) -> list[str]:
    found = page_proposal(desk.workspace, proposal.id, limit=10_000)
    return [",".join(cells) for record in found for cells in record.cells]


@pytest.mark.parametrize("content", [b"", b"1", b"\n", b"\xef\xbb\xbf"])
def test_a_file_of_next_to_nothing_is_refused_in_words(desk: Desk, content: bytes) -> None:
    with pytest.raises(UnusableFile) as refused:
        desk.propose(content)

    assert refused.value.remedy


def test_a_file_that_grows_while_it_is_read_is_not_kept(desk: Desk) -> None:
    file = desk.write("customer_number,name\n1,A\n")

    class Grows(JobContext):
        def checkpoint(self) -> None:
            with file.open("a") as stream:
                stream.write("2,B\n")

    with pytest.raises(UnusableFile, match="changed while it was read"):
        propose(desk.workspace, Grows(), file, kind=KIND, connection_id=desk.connection_id)
    assert not list((desk.workspace.folder / "proposals").glob("*"))


def test_a_file_that_is_written_over_with_as_many_bytes_is_not_kept(desk: Desk) -> None:
    file = desk.write("customer_number,name\n1,A\n")
    before = file.stat()

    class WritesOver(JobContext):
        def checkpoint(self) -> None:
            file.write_text("customer_number,name\n2,B\n")
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1))

    with pytest.raises(UnusableFile, match="changed while it was read"):
        propose(desk.workspace, WritesOver(), file, kind=KIND, connection_id=desk.connection_id)
