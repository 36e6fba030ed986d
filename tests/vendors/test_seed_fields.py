"""Every field of the pages this product was asked for is served, read-only, or left out with a reason."""

from __future__ import annotations

import pytest

from tests.vendors.seed_fields import KINDS, SeedField, complaints, seed_fields, unspoken

GOOD = SeedField("kibo-add-sales-rep", "answer", "taxId", "column", "taxId", "")


def test_every_row_is_served_as_it_says() -> None:
    assert list(complaints(seed_fields())) == []


def test_every_page_has_rows_and_every_column_is_spoken_of() -> None:
    assert {one.page for one in seed_fields()} == set(KINDS)
    assert list(unspoken(seed_fields())) == []


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (GOOD._replace(serves="taxID"), "there is no column taxID"),
        (GOOD._replace(serves="approvalStatus"), "approvalStatus is read-only"),
        (GOOD._replace(how="read-only"), "taxId is not read-only"),
        (GOOD._replace(how="read-only", serves="gone"), "there is no column gone"),
        (GOOD._replace(how="object"), "there is no column under taxId"),
        (GOOD._replace(how="object", serves=""), "there is no column under"),
        (GOOD._replace(how="function", serves="app.vendors.kibo.plan.gone"), "there is no app.vendors"),
        (GOOD._replace(how="function", serves="app.nowhere.plan"), "there is no app.nowhere"),
        (GOOD._replace(how="function", serves=""), "there is no "),
        (GOOD._replace(how="function", serves="json.dumps"), "not of this project"),
        (GOOD._replace(how="ignored", serves=""), "needs a reason"),
        (GOOD._replace(how="ignored", reason="no need of it"), "needs a reason and nothing else"),
        (GOOD._replace(how="later"), "later is no way"),
        (GOOD._replace(page="kibo"), "unknown page"),
        (GOOD._replace(where="footer"), "unknown page or place"),
        (GOOD._replace(name=" "), "no name"),
    ],
)
def test_a_row_that_is_not_true_is_found(bad: SeedField, words: str) -> None:
    assert list(complaints([GOOD])) == []
    (said,) = complaints([bad])
    assert words in said


def test_a_field_that_is_there_twice_is_found() -> None:
    assert list(complaints([GOOD, GOOD._replace(how="ignored", serves="", reason="none")])) == [
        "kibo-add-sales-rep answer taxId: there 2 times"
    ]


def test_a_column_that_nothing_speaks_of_is_found() -> None:
    without = [one for one in seed_fields() if one.serves != "priceList"]
    assert list(unspoken(without)) == ["kibo.accounts priceList"]


def test_a_column_wrongly_said_to_be_elsewhere_is_found() -> None:
    more = SeedField("flxpoint-accounting-sync", "answer", "note", "read-only", "note", "")
    assert list(unspoken([*seed_fields(), more])) == ["flxpoint.orders note"]
