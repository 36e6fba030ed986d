"""The old values of a field: of edits, of pushes, and what the vendor holds, each once and the latest first."""

from __future__ import annotations

from app.services.edit_records import set_values
from app.services.old_values import old_values
from app.values import BaseState, Connection, Record
from app.workspace import Workspace
from tests.app.push.shop import BAD_TERM, Shop, address, counts, customer

KIND = "traede.customers"
CITY = "addresses[title=Shop].city"


def told(workspace: Workspace, record_id: int, path: str) -> list[tuple[str, str]]:
    return [(one.text, one.how) for one in old_values(workspace, KIND, record_id, path)]


def known(workspace: Workspace, connection: Connection) -> int:
    base = {
        "customer_number": "7",
        "name": "Held",
        "active": True,
        "addresses": [{"title": "Shop", "city": "Ribe"}],
    }
    record = Record(0, KIND, connection.id, "7", BaseState.KNOWN, base, {}, is_key_locked=True)
    return workspace.store.records.save([record])[0]


def test_each_edit_and_what_the_vendor_holds_are_listed_once(
    workspace: Workspace, connection: Connection
) -> None:
    record_id = known(workspace, connection)
    for name in ("First", "Second", "First", "Third"):
        set_values(workspace, KIND, record_id, {"name": name})
    assert told(workspace, record_id, "name") == [("Held", "held"), ("First", "edited"), ("Second", "edited")]


def test_what_the_field_holds_now_is_left_out(workspace: Workspace, connection: Connection) -> None:
    assert told(workspace, known(workspace, connection), "name") == []


def test_a_field_of_an_element_has_its_own(workspace: Workspace, connection: Connection) -> None:
    record_id = known(workspace, connection)
    set_values(workspace, KIND, record_id, {CITY: "Oslo"})
    set_values(workspace, KIND, record_id, {CITY: "Bergen"})
    assert told(workspace, record_id, CITY) == [("Ribe", "held"), ("Oslo", "edited")]


def test_a_field_of_a_new_element_has_its_own(workspace: Workspace, connection: Connection) -> None:
    record_id = known(workspace, connection)
    for city in ("Oslo", "Bergen"):
        place = "addresses[+1]" if city == "Bergen" else "addresses[+]"
        set_values(workspace, KIND, record_id, {f"{place}.city": city})
    assert told(workspace, record_id, "addresses[+1].city") == [("Oslo", "edited")]


def test_an_emptied_field_can_have_its_value_back(workspace: Workspace, connection: Connection) -> None:
    record_id = known(workspace, connection)
    set_values(workspace, KIND, record_id, {}, erase=["name"])
    (held,) = old_values(workspace, KIND, record_id, "name")
    assert (held.text, held.at) == ("Held", None)


def test_what_was_sent_is_known_by_its_push(shop: Shop) -> None:
    record_id = shop.save(customer("3", **BAD_TERM, **address("Shop")))
    result = shop.push()
    assert result.counts == counts(refused=1)
    path = "payment_term.payment_term_code"
    set_values(shop.workspace, KIND, record_id, {path: "30-days"})
    shop.push()
    set_values(shop.workspace, KIND, record_id, {path: "net-60"})
    assert told(shop.workspace, record_id, path) == [("30-days", "held"), ("nonsense", "edited")]
    for step_id in (1, 2):  # as when many others were made since
        shop.workspace.store.edit_log.forget(step_id)
    last = old_values(shop.workspace, KIND, record_id, path)[-1]
    assert (last.text, last.how, last.push_id) == ("nonsense", "sent", result.push_id)
