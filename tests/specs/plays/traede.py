"""Everything that is asked of TRAEDE, in both spellings of its page."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from app.errors import NoWayToRead, VendorError
from app.records.change import Edits
from app.values import BaseState
from tests.specs.stage import Stage

VENDOR, RECORDS = "traede", 4


def play(stage: Stage) -> None:
    """Play batches, deletes and refusals."""
    for name in ("payment_term", "payment_terms"):
        stage.scene(name)
        stage.place.reset(RECORDS)
        stage.place.behave(payment_term_field=name, payment_term_prefix=name)
        stage.place.with_options(payment_term_object=name, payment_term_fields=f"{name}_")
        _batch(stage, name)
        _refusals(stage, name)
    _readings(stage)


def _readings(stage: Stage) -> None:
    """What no page documents, and what an installation without it answers."""
    stage.scene("reading")
    stage.place.with_options(try_get_customers=True)
    with contextlib.suppress(VendorError, NoWayToRead):
        stage.place.pull()
    stage.place.behave(get_customers=True)
    stage.place.pull()


def customer(number: str) -> Edits:
    """The edits of a new customer."""
    address = {"title": "Primary address", "name": "Åse A/S", "address": "Havnegade 12", "zip": "1058"}
    more = {
        "city": "København",
        "country": "DK",
        "address_2": "2.",
        "region": "",
        "remote_erp_id": f"A-{number}",
    }
    return {
        "customer_number": number,
        "name": "Åse A/S",
        "currency": "DKK",
        "discount_percentage": 12.5,
        "active": False,
        "payment_term.payment_term_code": "30-days",
        **{f"addresses[+1].{name}": text for name, text in {**address, **more}.items()},
    }


def _batch(stage: Stage, name: str) -> None:
    stage.probe()
    for number in ("1", "2"):
        stage.place.save({**customer(f"{name}-{number}")}, base_state=BaseState.UNREAD)
    stage.push(applied=2)
    key = f"{name}-1"
    stage.change(key, {"payment_term": None, "discount_percentage": None, "name": "Ny"})
    stage.push(applied=1)
    edits: Edits = {"addresses[title=Primary address].city": "Ribe"}
    directives = {"addresses_sync_mode": "replace", "addresses_sync_key": "remote_erp_id"}
    stage.place.put(replace(stage.place.record(key), edits=edits, directives=directives))
    stage.push(applied=1)
    stage.delete(key)
    stage.push(applied=1)


def _refusals(stage: Stage, name: str) -> None:
    with_orders = stage.view()["with_orders"][0]
    stage.drop(stage.place.save({"customer_number": with_orders}, is_deleting=True).id, refused=1)
    bad = {**customer(f"{name}-3"), "payment_term.payment_term_code": "nothing we know"}
    stage.drop(stage.place.save(bad, base_state=BaseState.UNREAD).id, refused=1)
    with stage.wrong_sign_in(access_token="wrong"):  # noqa: S106  wrong on purpose
        stage.probe(is_taken=False)
