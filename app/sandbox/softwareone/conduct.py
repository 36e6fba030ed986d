"""How the simulated SoftwareOne can be told to behave, where its documents leave it open or disagree."""

from __future__ import annotations

from app.sandbox.simulators import COMMON_SWITCHES
from app.sandbox.softwareone.answers import Look
from app.sandbox.softwareone.problems import DETAIL, DETAILS, LIST, MAP, NATURAL
from app.sandbox.softwareone.rules import Terms
from app.sandbox.switches import Behaviours, Switch, choice, flag, number

LEFT_OUT = ("externalIds", "address", "taxId", "account", "errors", "sellers", "contact", "icon")


def _is_list_of_fields(value: object) -> bool:
    return isinstance(value, list) and all(each in LEFT_OUT for each in value)


SWITCHES = (
    *COMMON_SWITCHES,
    choice("generation", "5.x", "4.x"),
    choice("contact_in_5x", "keep", "show", "refuse"),
    choice("permission", "operations", "client", "vendor"),
    choice("errors", NATURAL, MAP, LIST, DETAIL, DETAILS),
    # What the API description names, and what RFC 9457 calls it.
    choice("errors_type", "application/json", "application/problem+json"),
    choice("status_in_body", "ignore", "refuse"),
    choice("audit_by", "object", "exploded"),
    flag("unknown_fields", default=False),
    choice("synchronize", "normal", "conflict", "errors"),
    choice("put_without_tax_id", "keep", "erase"),
    flag("check_revision", default=False),
    choice("delete_blocked_status", 400, 409),
    flag("deleted_visible", default=True),
    number("default_limit", 100, least=1, most=100, whole=True),
    choice("omitted_at", "both", "list", "element"),
    Switch("omitted_in_list", [], _is_list_of_fields, f"a list of names out of {', '.join(LEFT_OUT)}"),
    number("max_logo_bytes", 5 * 1024 * 1024, least=1, whole=True),
    choice("max_logo_status", 400, 413),
)


def terms_of(behaviours: Behaviours) -> Terms:
    """Return what a body may hold; in 5.x the documents no longer name a contact."""
    is_newer = behaviours["generation"] == "5.x"
    return Terms(
        has_revision=is_newer,
        takes_contact=not is_newer or behaviours["contact_in_5x"] != "refuse",
        refuses_status=behaviours["status_in_body"] == "refuse",
    )


def look_of(behaviours: Behaviours) -> Look:
    """Return what an answer shows; the errors of a buyer are for operations alone."""
    is_newer = behaviours["generation"] == "5.x"
    return Look(
        has_revision=is_newer,
        shows_contact=not is_newer or behaviours["contact_in_5x"] == "show",
        shows_errors=behaviours["permission"] == "operations",
        is_by_exploded=behaviours["audit_by"] == "exploded",
        has_unknown_fields=behaviours["unknown_fields"] is True,
    )
