"""Everything that is asked of SoftwareOne, in both generations of its API."""

from __future__ import annotations

import struct
from itertools import count

from app.records.change import Edits
from app.services.attach_file import attach_file
from tests.specs.stage import Stage

VENDOR, RECORDS = "softwareone", 130  # more than a page
BUYERS = "/public/v1/accounts/buyers"
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0) + b"\x00" * 4
_numbers = count(1)


def play(stage: Stage) -> None:
    """Play both generations, each from a fresh start."""
    for generation in ("5.x", "4.x"):
        stage.scene(generation)
        stage.place.reset(RECORDS)
        stage.place.behave(generation=generation)
        stage.probe()
        stage.place.pull()
        _creates(stage, stage.choices("account.id")[0])
        _updates(stage)
        _actions(stage, has_synchronize=generation == "5.x")
        _deletes(stage)
        _refusals(stage)
        _odd_answers(stage)
        _rest(stage)


def buyer(**fields: str) -> Edits:
    """The edits of a new buyer, with an ERP id of its own."""
    address = {"addressLine1": "Straße 1", "postCode": "01067", "city": "Dresden", "state": "Sachsen"}
    return {
        "name": "Müller & Søn",
        **{f"address.{name}": text for name, text in address.items()},
        "address.country": "DE",
        "externalIds.erpCompanyContact": f"DE-SCU-{next(_numbers)}",
        **fields,
    }


def _creates(stage: Stage, account: str) -> None:
    """A small one, one with every field and a logo, one whose answer is lost."""
    stage.add(buyer())
    person = {"firstName": "Åse", "lastName": "Lindqvist", "email": "ase@example.com"}
    contact = {**person, "phone.prefix": "+49", "phone.number": "351 1234"}
    whole = {
        **{f"contact.{name}": text for name, text in contact.items()},
        "address.addressLine2": "2. OG",
        "account.id": account,
        "taxId": "DE123456789",
        "externalIds.erpCustomer": "DE-CUS-1",
        "externalIds.accountExternalId": "C-1",
    }
    _attach(stage, stage.add(buyer(**whole)))
    stage.push(applied=2)
    stage.place.fault("lose_answer", match={"method": "POST", "path": BUYERS})
    stage.add(buyer())
    stage.push(applied=1)


def _attach(stage: Stage, record_id: int) -> None:
    file = stage.place.workspace.folder / "picture.png"
    file.write_bytes(PICTURE)
    attach_file(stage.place.workspace, stage.place.kind.id, record_id, "logo", file)


def _updates(stage: Stage) -> None:
    """One of each status, with a field emptied and the tax id typed anew; one gets another logo."""
    keys = list(_by_status(stage).values())
    for key in keys:
        edits = {"accountExternalId": "Ø-1", "erpCustomer": "DE-CUS-2"}
        stage.change(
            key, {"taxId": "DE987654321", **{f"externalIds.{one}": text for one, text in edits.items()}}
        )
    _attach(stage, stage.place.record(keys[0]).id)
    stage.push(applied=len(keys))
    stage.change(keys[1], {"externalIds.accountExternalId": None})
    stage.push(applied=1)


def _by_status(stage: Stage) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in stage.place.listed():
        if one.base.get("status") != "Deleted":
            found.setdefault(str(one.base.get("status")), one.key)
    return found


def _actions(stage: Stage, *, has_synchronize: bool) -> None:
    by_status = _by_status(stage)
    stage.act("disable", by_status["Enabled"])
    stage.act("enable", by_status["Enabled"])
    stage.place.ask(stage.place.kind.actions[2].request(by_status["Enabled"], {}))
    stage.act("disable", by_status["Enabled"], "refused")
    if has_synchronize:
        stage.act("synchronize", by_status["Active"])
        for played, outcome in (("errors", "applied"), ("conflict", "refused"), ("normal", "applied")):
            stage.place.behave(synchronize=played)
            stage.act("synchronize", by_status["Active"], outcome)


def _deletes(stage: Stage) -> None:
    """One that goes, two that a licensee holds, one that is gone already."""
    held = stage.view()["with_licensees"]
    free = next(one.key for one in stage.place.listed() if one.key not in held)
    stage.delete(free)
    stage.push(applied=1)
    for status, key in zip((400, 409), held, strict=False):
        stage.place.behave(delete_blocked_status=status)
        stage.delete(key)
        stage.push(refused=1)
        stage.change(key, {})


def _refusals(stage: Stage) -> None:
    """Every form in which a refusal is told, and every status that a token can meet."""
    taken = buyer()
    stage.add(taken)
    stage.push(applied=1)
    for form in ("natural", "map", "list", "detail", "details"):
        stage.place.behave(errors=form)
        for bad in (taken, buyer(**{"account.id": "ACC-0000-0000"})):
            stage.drop(stage.add({**bad, "name": f"Refused {form}"}), refused=1)
    stage.place.behave(errors="natural")
    with stage.wrong_sign_in(api_token="not-a-token"):  # noqa: S106  wrong on purpose
        stage.probe(is_taken=False)
    stage.place.behave(permission="vendor")
    stage.probe(is_taken=False)
    stage.place.behave(permission="operations", deleted_visible=False)
    stage.drop(stage.place.save({"id": "BUY-0000-0000", "name": "Nobody"}).id, refused=1)
    stage.place.behave(deleted_visible=True)


def _odd_answers(stage: Stage) -> None:
    """A list that leaves fields out, and a contact in a generation whose page no longer has one."""
    stage.place.behave(omitted_in_list=["address", "sellers"], contact_in_5x="show")
    stage.place.pull()
    stage.change(next(iter(_by_status(stage).values())), {"taxId": "DE111111111"})
    stage.push(applied=1)
    stage.place.behave(omitted_in_list=[], contact_in_5x="keep")


def _rest(stage: Stage) -> None:
    """What the engine never asks."""
    key = stage.place.listed()[0].key
    for path in (f"{BUYERS}/{key}/icon", f"{BUYERS}/{key}/icon/image", f"{BUYERS}/BUY-0000-0000/icon"):
        stage.visit("GET", path)
    stage.visit("POST", BUYERS, b'{"name":"No address"}')
    account = stage.view()["records"][0]["account"]["id"]
    for path in (f"/public/v1/accounts/accounts/{account}", "/public/v1/accounts/accounts/ACC-0000-0000"):
        stage.visit("GET", path)
