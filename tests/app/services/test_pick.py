"""Pick lists: the vendor's own names with the ids behind them, all pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.errors import UsageError, VendorError
from app.jobs import JobContext
from app.services.pick import has_choices, pick
from tests.app.services.place import Place

Connect = Callable[..., Place]


@pytest.mark.parametrize(("vendor", "path"), [("kibo", "salesReps.adminUserId"), ("softwareone", "account.id")])
def test_choices_are_ids_with_the_vendors_names(place: Connect, vendor: str, path: str) -> None:
    opened = place(vendor, records=5)
    found = pick(opened.workspace, JobContext(), opened.connection.id, path)
    assert has_choices(opened.kind, path)
    assert len(found) == len(dict(found)) > 3
    assert all(value and words for value, words in found)
    assert [words.casefold() for _, words in found] == sorted(words.casefold() for _, words in found)


def test_a_field_without_a_list_is_refused(place: Connect) -> None:
    opened = place("kibo", records=1)
    with pytest.raises(UsageError, match="not chosen from a list"):
        pick(opened.workspace, JobContext(), opened.connection.id, "taxId")


def test_a_refusal_is_told_in_the_vendors_words(place: Connect) -> None:
    opened = place("kibo", records=1)
    opened.fault("status", status=403, body={"message": "Not for you."}, times=0)
    with pytest.raises(VendorError):
        pick(opened.workspace, JobContext(), opened.connection.id, "salesReps.adminUserId")
