"""How the simulated Kibo can behave; the first of several values is the default.

Kibo's own specification names the fields and the one good status, and no refusal at all: each of these is a
question it leaves open.
"""

from __future__ import annotations

from app.sandbox.simulators import COMMON_SWITCHES
from app.sandbox.switches import choice, flag, number

SWITCHES = (
    *COMMON_SWITCHES,
    # Sign-in; a token also ends when this time is made shorter than the one it was issued with.
    number("token_seconds", 3600, most=86_400, whole=True),
    flag("shows_expiry", default=True),
    choice("wrong_client", 401, 200),
    choice("unknown_tenant", 404, 403),
    choice("site", "required", "optional"),
    # Sales reps.
    choice("rep_twice", 200, 409),
    choice("unknown_rep", 404, 400),
    choice("absent_rep", 200, 404),
    choice("approve_without_rep", 409, 400),
    # Writing a whole account.
    choice("put_sales_reps", "replace", "ignore"),
    choice("put_status", "ignore", "write"),
    choice("put_absent", "clear", "leave"),
    # Lists.
    choice("above_max_page_size", "refuse", "clamp"),
    choice("filterable", "all", "few"),
    choice("quotes", "optional", "literal"),
    choice("response_groups", "ignored", "omit"),
    # Answers.
    choice("media_type", "application/json", "text/json", "text/plain"),
    choice("empty_lists", "list", "null"),
    choice("write_answer", "whole", "bare"),
    flag("extra_fields", default=False),
    choice("bad_id_status", 400, 404),
)
