"""edit, delete, revert and resolve: what they change, what they refuse, and what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from tests.app.cli.running import Ran, Run

SHOP = ("traede.customers", "--connection", "Shop")


def edit(run: Run, key: str, *words: str) -> Ran:
    return run("edit", *SHOP, "--key", key, *words)


def add(run: Run, key: str, *words: str) -> Ran:
    return edit(run, key, "--new", f"name=Customer {key}", "currency=DKK", *words)


def pending(run: Run) -> dict[str, dict[str, object]]:
    return {record["key"]: record for record in run("pending").json["records"]}


def test_only_new_adds_a_record(run: Run) -> None:
    refused = edit(run, "1000", "name=Nobody")
    assert refused.code == 2
    assert "1000" in refused.json["error"]
    assert add(run, "1000").code == 0
    assert pending(run)["1000"]["change"] == "added"


def test_new_refuses_a_number_that_is_there(run: Run) -> None:
    add(run, "1000")
    assert add(run, "1000").code == 2
    assert len(pending(run)) == 1


@pytest.fixture
def buyer(folder: Path, run: Run) -> Run:
    """Edit one buyer of a connection to a vendor that gives its records their keys."""
    with open_workspace(folder) as workspace:
        workspace.store.connections.add(
            vendor="softwareone",
            name="Market",
            base_url="http://127.0.0.1:9",
            environment="test",
            options={},
            credential_id="of-another-test",
        )

    def edit_buyer(key: str, *words: str) -> Ran:
        return run("edit", "softwareone.buyers", "--connection", "Market", "--key", key, *words)

    return edit_buyer


def test_a_record_that_the_vendor_will_number_is_new_under_its_other_name(buyer: Run) -> None:
    (made,) = buyer("DE-SCU-1", "--new", "name=Fjord").json["records"]
    assert (made["key"], made["change"]) == ("DE-SCU-1", "added")
    assert "externalIds.erpCompanyContact" in [field["column"] for field in made["fields"]]
    assert buyer("DE-SCU-1", "--new", "name=Fell").code == 2
    assert buyer("DE-SCU-1", "name=Fell").json["records"][0]["key"] == "DE-SCU-1"


def test_a_key_of_the_vendors_own_is_one_that_nobody_has_read(buyer: Run) -> None:
    (made,) = buyer("BUY-1234-5678", "--new", "name=Fjord").json["records"]
    assert (made["key"], made["change"]) == ("BUY-1234-5678", "changed")


def test_a_new_record_is_named_once(buyer: Run) -> None:
    refused = buyer("DE-SCU-1", "--new", "externalIds.erpCompanyContact=DE-SCU-2")
    assert refused.code == 2
    assert "--key says the externalIds.erpCompanyContact already" in refused.json["error"]


def test_edit_shows_old_and_new_of_each_field(run: Run) -> None:
    ran = add(run, "1000", "discount_percentage=12.5")
    fields = {field["column"]: (field["old"], field["new"]) for field in ran.json["records"][0]["fields"]}
    assert fields["discount_percentage"] == (None, 12.5)
    assert fields["name"] == (None, "Customer 1000")


def test_one_new_address_is_made_of_several_words(run: Run) -> None:
    address = ["title=Shop", "name=A", "address=B 1", "zip=0100", "city=Århus", "country=DK"]
    ran = add(run, "1000", *[f"addresses[+].{word}" for word in address])
    assert ran.code == 0
    changed = edit(run, "1000", "addresses[title=Shop].city=Aarhus C")
    assert changed.code == 0
    values = [field["new"] for field in changed.json["records"][0]["fields"]]
    assert "Aarhus C" in values
    assert "Århus" not in values
    assert "0100" in values


def test_value_that_cannot_be_read_is_kept_with_its_problem(run: Run) -> None:
    ran = add(run, "1000", "discount_percentage=12,5o")
    assert ran.code == 3
    record = ran.json["records"][0]
    assert {field["column"]: field["new"] for field in record["fields"]}["discount_percentage"] == "12,5o"
    assert [found["column"] for found in record["problems"]] == ["discount_percentage"]


@pytest.mark.parametrize(
    "words",
    [
        ("1000",),
        ("1000", "nmae=x"),
        ("1000", "name"),
        ("1000", "--file", "logo=here.png"),
    ],
)
def test_unusable_words_change_nothing(run: Run, words: tuple[str, ...]) -> None:
    add(run, "1000")
    before = pending(run)
    assert edit(run, *words).code == 2
    assert pending(run) == before


def test_local_id_is_accepted_as_a_key(run: Run) -> None:
    local = add(run, "1000").json["records"][0]["id"]
    assert edit(run, f"#{local}", "name=Renamed").json["records"][0]["key"] == "1000"


def test_added_record_is_dropped_by_delete(run: Run) -> None:
    add(run, "1000")
    add(run, "1001")
    ran = run("delete", *SHOP, "--key", "1000")
    assert ran.code == 0
    assert ran.json["dropped"] == ["1000"]
    assert list(pending(run)) == ["1001"]


def test_several_keys_may_follow_one_option_or_several(run: Run) -> None:
    for key in ("1", "2", "3", "4"):
        add(run, key)
    assert run("delete", *SHOP, "--key", "1", "2").json["dropped"] == ["1", "2"]
    assert run("revert", *SHOP, "--key", "3", "--key", "4").json["dropped"] == ["3", "4"]
    assert pending(run) == {}


def test_key_that_is_not_there_leaves_the_others_alone(run: Run) -> None:
    add(run, "1000")
    ran = run("delete", *SHOP, "--key", "1000", "9999")
    assert (ran.code, ran.json["remedy"]) == (2, "Nothing changed. Check the key; only edit --new adds one.")
    assert list(pending(run)) == ["1000"]


def test_revert_of_one_column_keeps_the_rest(run: Run) -> None:
    add(run, "1000", "discount_percentage=5")
    ran = run("revert", *SHOP, "--key", "1000", "--column", "discount_percentage")
    columns = [field["column"] for field in ran.json["records"][0]["fields"]]
    assert "discount_percentage" not in columns
    assert "name" in columns


def test_resolve_without_a_conflict_is_refused(run: Run) -> None:
    add(run, "1000")
    ran = run("resolve", *SHOP, "--key", "1000", "--take", "mine")
    assert ran.code == 2
    assert "no conflict" in ran.json["error"]
    assert run("resolve", *SHOP, "--key", "1000", "--take", "both").code == 2


def test_pull_and_actions_say_that_the_vendor_has_none(run: Run) -> None:
    pulled = run("pull", "--connection", "Shop")
    assert pulled.code == 5
    assert "no way to read" in pulled.json["error"]
    acted = run("action", "approve", *SHOP, "--key", "1000")
    assert acted.code == 2


def test_unknown_connection_is_bad_usage(run: Run) -> None:
    for words in (("pending",), ("push",), ("settle",), ("pull",)):
        assert run(*words, "--connection", "Elsewhere").code == 2


def test_nothing_pending_is_an_empty_list(run: Run, folder: Path) -> None:
    assert run("pending").json == {"records": []}
    assert folder.exists()
