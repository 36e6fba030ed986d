"""How the simulated Flxpoint can behave; the first of several values is the default.

Everything in here is a question that the vendor's documents leave open, or answer in two ways.
"""

from __future__ import annotations

from app.sandbox.flxpoint.state import Meaning
from app.sandbox.simulators import COMMON_SWITCHES
from app.sandbox.switches import Behaviours, choice, flag, number

SWITCHES = (
    *COMMON_SWITCHES,
    # Who may sign in, and how a wrong kind of token is told.
    choice("token_type", "account", "source", "channel"),
    choice("bearer", "refuse", "accept"),
    choice("account_refusal", 401, 403),
    choice("orders_token", "any", "account", "source", "channel"),
    choice("wrong_type_status", 401, 403),
    # The limit; 0 is none at all.
    number("token_limit", 2, whole=True),
    number("retry_after", None, most=86_400, whole=True),
    # Lists.
    choice("page_names", "page", "filter", "both"),
    choice("unknown_parameters", "ignore", "refuse"),
    number("default_page_size", 50, least=1, most=1000, whole=True),
    number("max_page_size", 100, least=1, most=1000, whole=True),
    choice("above_max_page_size", "clamp", "refuse"),
    flag("updated_filter", default=True),
    # What an order shows.
    choice("show_items", "always", "one", "never"),
    choice("show_accounting", "always", "one", "never"),
    choice("unwritten", "null", "absent"),
    # What an accounting sync means.
    choice("items", "partial", "replacing"),
    choice("null_means", "clear", "leave"),
    choice("absent_means", "leave", "clear"),
    choice("nulls", "typed", "any"),
    choice("empty_error", "null", "kept"),
    choice("unknown_keys", "ignore", "refuse"),
    # Answers.
    choice("bad_id_status", 400, 404),
    choice("error_body", "message", "empty", "text"),
)


def meaning(behaviours: Behaviours) -> Meaning:
    """Return what a body means as things are switched now.

    Where the items replace, so do the fields of each item: what is absent there is cleared.
    """
    return Meaning(
        replaces_items=behaviours["items"] == "replacing",
        null_clears=behaviours["null_means"] == "clear",
        absent_clears=behaviours["absent_means"] == "clear",
        empty_error_is_null=behaviours["empty_error"] == "null",
    )
