"""The header is the row that names most fields, or one that was mapped before, wherever it stands."""

from __future__ import annotations

import pytest

from app.errors import Misread, UnusableFile
from app.intake.encoding import read_in
from app.intake.look import look_at
from app.intake.matching import fingerprint
from app.intake.values import Reading, Wanted
from tests.app.intake.conftest import KIND, Desk

DANISH = "Kunder 2026\n\nKundenr;Navn;Valuta\n1;A;DKK\n"


def test_rows_that_may_be_the_header_are_shown_by_their_beginnings(desk: Desk) -> None:
    file = desk.write("Customers\n\ncustomer_number;name\n1;A\n")
    assert look_at(file, KIND).first_rows == (
        (1, ("Customers",)),
        (3, ("customer_number", "name")),
        (4, ("1", "A")),
    )


def test_without_a_known_name_the_first_row_as_wide_as_the_others_is_it(desk: Desk) -> None:
    reading = look_at(desk.write(DANISH), KIND)
    assert (reading.header_row, reading.delimiter) == (3, ";")


def test_a_header_that_was_mapped_before_is_found_again(desk: Desk) -> None:
    file = desk.write("name;of;customers\n" + DANISH)
    assert look_at(file, KIND).header_row == 1
    remembered = {fingerprint(["KUNDE NR", "navn", "Valuta"])}
    assert look_at(file, KIND, remembered=remembered).header_row == 4


@pytest.mark.parametrize(
    ("content", "wanted", "words"),
    [
        (b"customer_number,na\0me\n1,A\n", Wanted(), "NUL"),
        (b"customer_number,name\n1,A\n", Wanted(header_row=9), "no row 9"),
        (b" \n ,\n", Wanted(), "nothing but blanks"),
        (b"a,\xff\xfe\xfd\x81\n2,\x8d\xff\xfe\n3,\xff\xfe\x81\n", Wanted(), "No encoding makes sense"),
    ],
)
def test_what_another_reading_could_help_says_how_it_was_tried(
    desk: Desk, content: bytes, wanted: Wanted, words: str
) -> None:
    with pytest.raises(Misread, match=words) as refusal:
        look_at(desk.write(content), KIND, wanted)
    assert isinstance(refusal.value.reading, Reading)


def test_what_no_reading_could_help_does_not(desk: Desk) -> None:
    with pytest.raises(UnusableFile) as refusal:
        look_at(desk.write(b"%PDF-1.7\n"), KIND)
    assert not isinstance(refusal.value, Misread)


def test_quotes_can_be_single_or_none(desk: Desk) -> None:
    file = desk.write("customer_number,name\n1,'A, B'\n2,5\" pipe\n")
    assert look_at(file, KIND, Wanted(quote="'")).sample == (("1", "A, B"), ("2", '5" pipe'))
    assert look_at(file, KIND, Wanted(quote="")).sample == (("1", "'A", " B'"), ("2", '5" pipe'))


def test_lines_that_tell_are_shown_in_every_encoding(desk: Desk) -> None:
    file = desk.write("customer_number,name\n1,plain\n2,Žluťoučký\n".encode("cp1250"))
    shown = read_in(file, ["cp1250", "cp1252", "utf-8", "utf-16-le"])
    assert shown["cp1250"] == ("2,Žluťoučký",)
    assert shown["cp1252"] == ("2,Žluouèký",) or "Ž" in shown["cp1252"][0]
    assert "\ufffd" in shown["utf-8"][0]
    assert shown["utf-16-le"]


def test_lines_of_utf_16_are_shown_whole(desk: Desk) -> None:
    file = desk.write("\ufeffcustomer_number\n1,Ærø\n".encode("utf-16-le"))
    assert read_in(file, ["utf-16-le"])["utf-16-le"] == ("customer_number", "1,Ærø")
