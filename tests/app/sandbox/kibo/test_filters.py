from __future__ import annotations

import pytest

from app.sandbox.kibo.filters import READERS_OF_ALL, read_filter
from app.sandbox.kibo.forms import Refused
from tests.app.sandbox.kibo.visit import KiboVisitor

ROWS = [
    {"id": 1, "companyOrOrganization": "Salt and Sons", "isActive": True, "priority": None, "taxId": "DE1"},
    {"id": 2, "companyOrOrganization": "Érable", "isActive": False, "priority": 2, "taxId": None},
    {"id": 10, "companyOrOrganization": "Otter eq Reed", "isActive": True, "priority": 3, "taxId": "US9"},
]
DATED = {"auditInfo": {"updateDate": "2025-03-01T10:00:00.000Z"}}


def found(text: str, *, may_quote: bool = True) -> list[object]:
    test = read_filter(text, READERS_OF_ALL, may_quote=may_quote)
    return [each["id"] for each in ROWS if test(each)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("id eq 2", [2]),
        ("id ne 2", [1, 10]),
        ("id gt 2", [10]),
        ("id ge 2", [2, 10]),
        ("id lt 10", [1, 2]),
        ("id le 10", [1, 2, 10]),
        ("priority ge 2", [2, 10]),
        ("priority eq null", [1]),
        ("taxId ne null", [1, 10]),
        ("isActive eq true", [1, 10]),
        ("isActive eq FALSE and id gt 1", [2]),
        ("companyOrOrganization eq salt and sons", [1]),
        ("companyOrOrganization eq 'Salt and Sons' and isActive eq true", [1]),
        ("companyOrOrganization cont AND", [1]),
        ("companyOrOrganization sw é", [2]),
        ("companyOrOrganization sw otter and id gt 2 and taxId sw us", [10]),
        ("companyOrOrganization gt p", [1, 2]),
    ],
)
def test_expressions_find_rows(text: str, ids: list[int]) -> None:
    assert found(text) == ids


def test_quotes_can_be_part_of_the_value() -> None:
    assert found("companyOrOrganization eq 'Érable'", may_quote=False) == []


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("gt 2025-03-01T10:00:00Z", False),
        ("ge 2025-03-01T11:00:00+01:00", True),
        ("lt 2025-03-01T10:00:01", True),
        ("gt 2025-02-28", True),
    ],
)
def test_times_are_compared_as_instants(text: str, *, holds: bool) -> None:
    assert read_filter(f"auditInfo.updateDate {text}", READERS_OF_ALL, may_quote=True)(DATED) is holds


@pytest.mark.parametrize(
    "text",
    [
        *("id", "id eq", "eq 3", "id is 3", "colour eq red", "id eq x", "isActive eq yes", "id cont 1"),
        *("auditInfo.updateDate gt soon", "id eq 1 or id eq 2", "id eq 1 and", "salesReps eq 1", "id gt null"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        found(text)


@pytest.mark.parametrize("query", [{"filter": "colour eq red"}, {"sortBy": "colour"}, {"sortBy": "id up"}])
def test_a_wrong_expression_is_400(kibo: KiboVisitor, query: dict[str, str | int]) -> None:
    assert kibo.get(**query).status_code == 400


def test_few_fields_may_be_filterable(kibo: KiboVisitor) -> None:
    kibo.behave(filterable="few")
    assert kibo.get(filter="approvalStatus eq Approved").status_code == 200
    assert kibo.get(filter="auditInfo.updateDate gt 2025-01-01").status_code == 400
