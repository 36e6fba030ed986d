from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.records.change import Edits
from app.values import BaseState, Record
from app.vendors.assess import assessed
from app.vendors.registry import kind_named, vendor_named

KIND = kind_named("traede.customers")
SHOP = {"title": "Shop", "name": "Fjord", "address": "Gade 1", "zip": "0100", "city": "Ribe", "country": "DK"}
KNOWN = {"customer_number": "7", "addresses": [SHOP, {**SHOP, "title": "Home"}]}


def messages(
    edits: Edits,
    *,
    base: dict[str, Any] | None = None,
    options: dict[str, Any] | None = None,
    **directives: str,
) -> list[str]:
    state = BaseState.KNOWN if base else BaseState.UNREAD
    record = Record(1, KIND.id, 1, "", state, base or {"customer_number": "7"}, edits, directives)
    chosen = vendor_named("traede").options_with_defaults(options or {})
    return [one.message for one in assessed(KIND, replace(record), chosen).problems if one.path != "name"]


def whole(title: str, **more: Any) -> Edits:
    return {
        f"addresses[title={title}].{name}": value for name, value in {**SHOP, "title": title, **more}.items()
    }


@pytest.mark.parametrize("edits", [{"addresses": []}, {"addresses[title=Shop]": None}])
def test_append_cannot_remove_an_address(edits: Edits) -> None:
    (message,) = messages(edits, base=KNOWN)
    assert "only in replace mode" in message


def test_append_cannot_rename_an_address() -> None:
    (message,) = messages({"addresses[title=Shop].title": "Store"}, base=KNOWN)
    assert "becomes a second one" in message


def test_replace_may_remove_and_rename() -> None:
    edits: Edits = {"addresses[title=Shop].title": "Store", "addresses[title=Home]": None}
    assert messages(edits, base=KNOWN, addresses_sync_mode="replace") == []


def test_replace_on_a_customer_nobody_read_warns_in_words() -> None:
    found = messages(whole("Shop"), addresses_sync_mode="replace")
    assert any("removes every address" in message for message in found)


def test_two_addresses_of_one_title_are_named() -> None:
    found = messages({"addresses[title=Shop].title": "Home"}, base=KNOWN, addresses_sync_mode="replace")
    assert found == ["2 addresses are titled “Home”. Give each its own title."]


def test_matching_by_erp_id_asks_for_one_on_every_touched_address() -> None:
    found = messages(whole("Shop"), options={"addresses_sync_key": "remote_erp_id"})
    assert any("this one has none" in message for message in found)
    assert any("sent alone, and once" in message for message in found)


def test_an_unknown_directive_is_named_with_its_choices() -> None:
    (message,) = messages({"discount_percentage": 1.0}, base=KNOWN, addresses_sync_mode="merge")
    assert message == "“merge” is unknown here. Choose one of append, replace."
