"""Files as people really have them, each with the records or the refusal expected."""

# ruff: noqa: E501  a case is read best on one line

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from app.errors import UnusableFile
from app.records.problems import Severity
from tests.app.intake.conftest import Desk

HEAD = "customer_number,name,currency\n"
ROW = "1000,Ærø Garn,DKK\n"


@dataclass(frozen=True)
class Good:
    """`names` by customer number; `told` are (row, line, severity, part of the message)."""

    id: str
    content: bytes
    names: dict[str, str]
    refused: int = 0
    told: tuple[tuple[int, int, str, str], ...] = ()
    summary: str = ""
    counts: dict[str, int] = field(default_factory=dict)


def text(content: str, encoding: str = "utf-8") -> bytes:
    return content.encode(encoding)


ONE = {"1000": "Ærø Garn"}
GOOD = (
    Good("utf-8", text(HEAD + ROW), ONE, summary="Read as UTF-8, comma, header in row 1"),
    Good("utf-8 with BOM", text(HEAD + ROW, "utf-8-sig"), ONE, summary="UTF-8 with BOM"),
    Good("utf-16 with BOM", text(HEAD + ROW, "utf-16"), ONE, summary="UTF-16"),
    Good("utf-16 big-endian with BOM", b"\xfe\xff" + text(HEAD + ROW, "utf-16-be"), ONE, summary="big-endian"),
    Good("utf-16 little-endian without BOM", text(HEAD + ROW, "utf-16-le"), ONE, summary="(a guess)"),
    Good("utf-16 big-endian without BOM", text(HEAD + ROW, "utf-16-be"), ONE, summary="(a guess)"),
    Good("Windows-1252", text(HEAD + ROW, "cp1252"), ONE, summary="Windows-1252 (a guess)"),
    Good(
        "Windows-1250",
        text(HEAD + "1,Łódź Spółka z ograniczoną odpowiedzialnością,PLN\n", "cp1250"),
        {"1": "Łódź Spółka z ograniczoną odpowiedzialnością"},
        summary="Windows-1250 (a guess)",
    ),
    Good(
        "Windows-1251",
        text(HEAD + "1,Общество Ромашка Москва,EUR\n", "cp1251"),
        {"1": "Общество Ромашка Москва"},
        summary="Windows-1251 (a guess)",
    ),
    Good("semicolon", text((HEAD + ROW).replace(",", ";")), ONE, summary="semicolon"),
    Good("tab", text((HEAD + ROW).replace(",", "\t")), ONE, summary="tab"),
    Good("pipe", text((HEAD + ROW).replace(",", "|")), ONE, summary="pipe"),
    Good(
        "semicolons with more commas than semicolons in the text",
        text("customer_number;name;currency\n1;A, B, C, D, E;DKK\n2;F, G, H;DKK\n"),
        {"1": "A, B, C, D, E", "2": "F, G, H"},
    ),
    Good("separator line", text("sep=;\n" + (HEAD + ROW).replace(",", ";")), ONE, summary="semicolon, header in row 1"),
    Good("Windows line ends", text((HEAD + ROW).replace("\n", "\r\n")), ONE),
    Good("old Mac line ends", text((HEAD + ROW).replace("\n", "\r")), ONE),
    Good("mixed line ends", text(HEAD.replace("\n", "\r\n") + ROW + "1001,B,DKK\r"), ONE | {"1001": "B"}),
    Good("no line end at the end", text((HEAD + ROW).rstrip()), ONE),
    Good("everything quoted", text('"customer_number","name","currency"\n"1000","Ærø Garn","DKK"\n'), ONE),
    Good("doubled quotes", text(HEAD + '1,"The ""Odd"" Shop",DKK\n'), {"1": 'The "Odd" Shop'}),
    Good("a quote inside plain text", text(HEAD + '1,5" pipe,DKK\n'), {"1": '5" pipe'}),
    Good(
        "embedded newlines part row from line",
        text(HEAD + '1,"two\nlines",DKK\n2,"B\r\nC",DKK\n3,D,XXQ\n'),
        {"1": "two\nlines", "2": "B\r\nC", "3": "D"},
        told=((4, 6, "error", "XXQ"),),
    ),
    Good("blank lines between", text(HEAD + "\n" + ROW + "\n,,\n1001,B,DKK\n"), ONE | {"1001": "B"}),
    Good(
        "blank lines count as rows",
        text(HEAD + "\n\n1,A,XXQ\n"),
        {"1": "A"},
        told=((4, 4, "error", "XXQ"),),
    ),
    Good("header below title lines", text("Customers of 2026\n\n" + HEAD + ROW), ONE, summary="header in row 3"),
    Good("header by titles", text("Customer number,Name,Currency\n" + ROW), ONE),
    Good("header in other case and marks", text("CUSTOMER-NUMBER, Na me ,currency.\n" + ROW), ONE),
    Good("unknown columns are ignored", text("customer_number,Mood,name,currency\n1000,good,Ærø Garn,DKK\n"), ONE),
    Good("leading zeros", text(HEAD + "0007,A,DKK\n"), {"0007": "A"}),
    Good("long digits", text(HEAD + "123456789012345678901234567890,1E5,DKK\n"), {"1" + "23456789012345678901234567890": "1E5"}),
    Good("blanks around text stay", text(HEAD + "1,  A  ,DKK\n"), {"1": "  A  "}),
    Good("blanks around keys go", text(HEAD + " 1 ,A, DKK \n"), {"1": "A"}),
    Good("dates stay text", text(HEAD + "1,01/02/03,DKK\n"), {"1": "01/02/03"}),
    Good("a defused formula is restored", text(HEAD + "1,'=1+1,DKK\n"), {"1": "=1+1"}),
    Good("one apostrophe of two is taken off", text(HEAD + "1,''-x,DKK\n"), {"1": "'-x"}),
    Good("other apostrophes stay", text(HEAD + "1,'s-Gravenhage,DKK\n"), {"1": "'s-Gravenhage"}),
    Good("a literal pair of brackets", text(HEAD + "1,'[],DKK\n"), {"1": "[]"}),
    Good(
        "broken bytes in one row",
        text(HEAD + ROW) + b"1001,Bro\xff\xfeken,DKK\n1002,\xc3\x86ble,DKK\n",
        ONE | {"1002": "Æble"},
        refused=1,
        told=((3, 3, "error", "bytes"),),
    ),
    Good(
        "broken bytes in a plain file",
        text(HEAD) + b"1000,A,DKK\n1001,\xff\xfe,DKK\n",
        {"1000": "A"},
        refused=1,
        told=((3, 3, "error", "bytes"),),
    ),
    Good(
        "a NUL in one row",
        text(HEAD + "1000,A\0B,DKK\n1001,C,DKK\n"),
        {"1001": "C"},
        refused=1,
        told=((2, 2, "error", "NUL"),),
    ),
    Good(
        "too many cells",
        text(HEAD + "1000,A,DKK,more\n1001,C,DKK\n"),
        {"1001": "C"},
        refused=1,
        told=((2, 2, "error", "4 cells"),),
    ),
    Good("too many blank cells", text(HEAD + "1000,Ærø Garn,DKK,,\n"), ONE),
    Good(
        "too few cells",
        text(HEAD + "1000,Ærø Garn\n"),
        ONE,
        told=((2, 2, "warning", "2 of 3 cells"), (2, 2, "warning", "Currency is missing")),
    ),
    Good(
        "a quote that nobody closes",
        text(HEAD + '1000,A,DKK\n1001,"B,DKK\n1002,C,DKK\n1003,D,DKK\n'),
        {"1000": "A", "1002": "C", "1003": "D"},
        refused=1,
        told=((3, 3, "error", "line 3"),),
    ),
    Good(
        "a quote that swallows the next row's quote",
        text(HEAD + '1001,"B,DKK\n1002,"C, D",DKK\n'),
        {"1002": "C, D"},
        refused=1,
        told=((2, 2, "error", "line 2"),),
    ),
    Good("header only", text(HEAD), {}, told=((1, 1, "warning", "no rows"),)),
    Good(
        "same number, other name",
        text(HEAD + "1,A,DKK\n2,X,DKK\n1,B,DKK\n"),
        {"1": "A (row 2) or B (row 4)", "2": "X"},
        told=((4, 4, "error", "Row 2 says “A” and row 4 says “B”"),),
    ),
    Good("same number apart", text(HEAD + "1,A,\n2,X,DKK\n1,,DKK\n"), {"1": "A", "2": "X"}, counts={"records": 2}),
    Good(
        "identical rows",
        text(HEAD + "1,A,DKK\n1,A,DKK\n"),
        {"1": "A"},
        told=((3, 3, "warning", "Rows 2 and 3 are identical"),),
        counts={"rows": 2, "records": 1},
    ),
    Good(
        "two columns for one field",
        text("customer_number,name,Name,currency\n1,A,A,DKK\n2,B,C,DKK\n3,,D,DKK\n"),
        {"1": "A", "2": "B (column B) or C (column C)", "3": "D"},
        told=((1, 1, "error", "(column B) and “Name” (column C)"), (3, 3, "error", "two things of Name")),
    ),
    Good(
        "a customer without a number",
        text(HEAD + ",A,DKK\n1,B,DKK\n"),
        {"": "A", "1": "B"},
        told=((2, 2, "error", "no number"),),
    ),
    Good("an unknown currency", text(HEAD + "1,A,dkk\n"), {"1": "A"}, told=((2, 2, "error", "write DKK"),)),
    Good(
        "a discount of 120",
        text("customer_number,name,currency,discount_percentage\n1,A,DKK,120\n"),
        {"1": "A"},
        told=((2, 2, "error", "120"),),
    ),
    Good(
        "a decimal comma between commas",
        text('customer_number,name,currency,discount_percentage\n1,A,DKK,"12,5"\n'),
        {"1": "A"},
        told=((2, 2, "error", "12,5"),),
    ),
    Good("a decimal comma between semicolons", text("customer_number;name;currency;discount_percentage\n1;A;DKK;12,5\n"), {"1": "A"}),
    Good("erasing what cannot be erased", text(HEAD + "1,[],DKK\n"), {"1": ""}, told=((2, 2, "error", "cannot be emptied"), (2, 2, "warning", "Name is missing"))),
)  # fmt: skip


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.id)
def test_file_gives_exactly_these_records(desk: Desk, case: Good) -> None:
    proposal = desk.propose(case.content)
    desk.keep(case.content)

    found = {record.key: _name(record.edits.get("name")) for record in desk.records()}
    told = [(one.row, one.line, one.severity.value, one.message) for one in proposal.problems]
    assert found == case.names
    assert proposal.refused == case.refused
    assert [one[:3] for one in told] == [one[:3] for one in case.told]
    assert all(part in one[3] for one, (*_, part) in zip(told, case.told, strict=True)), told
    assert case.summary in proposal.reading.summary()
    assert {name: getattr(proposal, name) for name in case.counts} == case.counts


def _name(value: object) -> str:
    return str(getattr(value, "text", value) or "")


UNUSABLE = {
    "empty": (b"", "is empty"),
    "blanks only": (b" \n\n ,,\n", "nothing but blanks"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00\x08", "workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
    "a PDF": (b"%PDF-1.7\n", "PDF"),
    "something binary": (bytes(range(256)) * 8, "not a text file"),
    "no known header": (b"one,two\n1,2\n", "no column that is known: “one”, “two”"),
    "prose": (b"Dear all,\nhere are the customers.\n", "no column that is known"),
    "no key column": (b"name,currency\nA,DKK\n", "no column “customer_number”"),
    "two key columns": (b"customer_number,Customer number,name\n1,2,A\n", "“customer_number” (column A) and"),
    "no encoding makes sense": (HEAD.encode() + b"1,\xff\xfe\xfd\x81,\xfe\n2,\x8d\xff\xfe,\xff\n3,\xff\xfe\x81,\xfe\n", "encoding"),
    "a NUL in the header": (b"customer_number,na\0me,currency\n1,A,DKK\n", "header"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNUSABLE)
def test_unusable_file_is_refused_in_words(desk: Desk, case: str) -> None:
    content, words = UNUSABLE[case]

    with pytest.raises(UnusableFile, match=r"customers\.csv") as refusal:
        desk.propose(content)

    assert words in refusal.value.message
    assert refusal.value.remedy
    assert not desk.records()
    assert not list((desk.workspace.folder / "proposals").glob("*"))


def test_problems_name_the_canonical_column_and_the_raw_cell(desk: Desk) -> None:
    (problem,) = desk.propose("Customer number;Name;Currency;Discount %\n1;A;DKK;12,5o\n").problems

    assert (problem.column, problem.value) == ("discount_percentage", "12,5o")
    assert problem.severity is Severity.ERROR


def test_missing_file_and_folder_are_told_in_words(desk: Desk) -> None:
    with pytest.raises(UnusableFile, match="is not there"):
        desk.propose(desk.folder / "gone.csv")
    with pytest.raises(UnusableFile, match="is a folder"):
        desk.propose(desk.folder)
