"""What was edited is taken back step by step, after a restart too, and only where nothing came between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.bootstrap import open_workspace
from app.errors import NotAllowed
from app.services.edit_records import (
    add_record,
    clear_values,
    delete_records,
    remove_element,
    revert_records,
    set_values,
)
from app.services.edit_steps import OpenStep
from app.services.undo_edit import next_steps, redo_edit, undo_edit
from app.values import BaseState, Change
from app.workspace import Workspace
from tests.app.push.shop import KIND, Shop, address, customer


@pytest.fixture
def shop(pushing_shop: Shop) -> Shop:
    return pushing_shop


@pytest.fixture
def known(shop: Shop) -> int:
    """A customer that the vendor holds."""
    shop.hold(["1"])
    base = {"customer_number": "1", "name": "Bø", "currency": "DKK", "discount_percentage": 5.0}
    return shop.save({}, base=base, base_state=BaseState.KNOWN, is_key_locked=True)


def undo(shop: Shop) -> None:
    undo_edit(shop.workspace, shop.connection.id)


def redo(shop: Shop) -> None:
    redo_edit(shop.workspace, shop.connection.id)


def edit(shop: Shop, record_id: int, **values: str) -> None:
    set_values(shop.workspace, KIND.id, record_id, values)


def names(shop: Shop) -> tuple[str, str]:
    return next_steps(shop.workspace, shop.connection.id)


def test_edits_are_taken_back_in_turn_and_done_again(shop: Shop, known: int) -> None:
    edit(shop, known, name="One")
    edit(shop, known, name="Two", currency="SEK")
    assert names(shop) == ("edit of 2 fields", "")
    undo(shop)
    assert shop.record(known).edits == {"name": "One"}
    assert names(shop) == ("edit of Name", "edit of 2 fields")
    undo(shop)
    assert (shop.record(known).edits, shop.record(known).change) == ({}, Change.NONE)
    redo(shop)
    redo(shop)
    assert shop.record(known).edits == {"name": "Two", "currency": "SEK"}
    assert names(shop) == ("edit of 2 fields", "")


def test_a_new_edit_ends_what_could_be_done_again(shop: Shop, known: int) -> None:
    edit(shop, known, name="One")
    undo(shop)
    edit(shop, known, name="Other")
    with pytest.raises(NotAllowed, match="nothing to do again"):
        redo(shop)


def test_an_edit_that_changes_nothing_is_no_step(shop: Shop, known: int) -> None:
    edit(shop, known, name="Bø")
    assert names(shop) == ("", "")
    with pytest.raises(NotAllowed, match="nothing to undo"):
        undo(shop)


def test_it_outlives_a_restart(shop: Shop, known: int) -> None:
    edit(shop, known, name="One")
    workspace = shop.workspace
    workspace.close()
    with open_workspace(workspace.folder, credentials=workspace.credentials, clock=workspace.clock) as again:
        assert next_steps(again, shop.connection.id) == ("edit of Name", "")
        undo_edit(again, shop.connection.id)
        assert again.store.records.get(KIND.id, known).edits == {}


def test_one_step_for_all_cells_of_a_paste(shop: Shop, known: int) -> None:
    other = shop.save(customer("2"))
    step = OpenStep(shop.workspace, "paste of 2 cells")
    for record_id in (known, other):
        set_values(shop.workspace, KIND.id, record_id, {"name": "Pasted"}, into=step)
    assert names(shop) == ("paste of 2 cells", "")
    undo(shop)
    assert shop.record(known).edits == {}
    assert shop.record(other).edits["name"] == "Kunde 2 Å"


def test_clear_delete_revert_and_elements_come_back(shop: Shop, known: int) -> None:
    new = shop.save({**customer("2"), **address("Shop")})
    before = {one: shop.record(one) for one in (known, new)}
    clear_values(shop.workspace, KIND.id, [known], ["discount_percentage"])
    delete_records(shop.workspace, KIND.id, [known, new])
    assert shop.record(known).is_deleting
    assert shop.workspace.store.records.many(KIND.id, [new]) == ()
    undo(shop)
    assert shop.record(new) == before[new]
    assert not shop.record(known).is_deleting
    undo(shop)
    remove_element(shop.workspace, KIND.id, new, "addresses[title=Shop]")
    revert_records(shop.workspace, KIND.id, [new])
    undo(shop)
    undo(shop)
    assert {one: shop.record(one) for one in (known, new)} == before


def test_an_added_record_goes_and_comes_back_under_its_number(shop: Shop) -> None:
    added = add_record(shop.workspace, KIND.id, shop.connection.id, {"customer_number": "9", "name": "Ny"})
    assert names(shop) == ("new customer", "")
    undo(shop)
    assert shop.workspace.store.records.many(KIND.id, [added.id]) == ()
    redo(shop)
    assert shop.record(added.id) == added


def test_what_was_pushed_since_is_not_undone_and_leaves_the_list(shop: Shop, known: int) -> None:
    edit(shop, known, name="One")
    shop.push()
    with pytest.raises(NotAllowed, match="edited, pushed or read since"):
        undo(shop)
    assert shop.record(known).base["name"] == "One"
    assert names(shop) == ("", "")


def test_a_revert_before_a_push_is_not_brought_back_after_it(shop: Shop, known: int) -> None:
    edit(shop, known, name="One")
    revert_records(shop.workspace, KIND.id, [known])
    edit(shop, known, currency="NOK")
    shop.push()
    for _ in range(2):
        with pytest.raises(NotAllowed, match="since"):
            undo(shop)
    assert shop.record(known).edits == {}


def test_what_was_refused_can_still_be_taken_back(shop: Shop, known: int) -> None:
    edit(shop, known, **{"payment_term.payment_term_code": "nonsense"})
    shop.push()
    undo(shop)
    assert shop.record(known).edits == {}


def test_what_is_being_sent_is_refused_with_the_reason_and_stays_on_the_list(shop: Shop, known: int) -> None:
    edit(shop, known, name="One")
    with shop.workspace.store.database.write() as sql:
        sql.exec_driver_sql("UPDATE traede_customers SET busy = 'sent' WHERE id = ?", (known,))
    with pytest.raises(NotAllowed, match="is being sent"):
        undo(shop)
    assert names(shop) == ("edit of Name", "")


def test_one_record_that_cannot_be_undone_keeps_the_whole_step_as_it_is(shop: Shop, known: int) -> None:
    other = shop.save(customer("2"))
    step = OpenStep(shop.workspace, "fill down of 2 cells")
    for record_id in (known, other):
        set_values(shop.workspace, KIND.id, record_id, {"name": "Same"}, into=step)
    with shop.workspace.store.database.write() as sql:
        record = shop.workspace.store.records.get(KIND.id, other, within=sql)
        shop.workspace.store.records.save([replace(record, edits={**record.edits, "name": "X"})], within=sql)
    with pytest.raises(NotAllowed, match="fill down of 2 cells can no longer be undone"):
        undo(shop)
    assert shop.record(known).edits == {"name": "Same"}


def test_only_so_many_steps_are_kept(shop: Shop, known: int) -> None:
    shop.with_settings(undo_steps=10)
    for number in range(14):
        edit(shop, known, name=f"No. {number}")
    for _ in range(10):
        undo(shop)
    assert shop.record(known).edits == {"name": "No. 3"}
    assert names(shop)[0] == ""


def test_each_connection_has_steps_of_its_own(shop: Shop, known: int, workspace: Workspace) -> None:
    other = shop.another("Second")
    edit(shop, known, name="One")
    assert next_steps(workspace, other.connection.id) == ("", "")


def test_the_steps_of_a_connection_go_with_it(shop: Shop, known: int) -> None:
    edit(shop, known, name="One")
    shop.workspace.store.records.remove_connection(shop.connection.id)
    with shop.workspace.store.database.read() as sql:
        assert sql.exec_driver_sql("SELECT count(*) FROM edit_changes").scalar_one() == 0
    assert names(shop) == ("", "")
