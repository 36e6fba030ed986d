"""Kibo's endpoints of B2B accounts and admin users: which path takes which verb, and what it does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple, cast

from app.sandbox.kibo.forms import Refused, conflict, invalid, not_found
from app.sandbox.kibo.listing import Listing
from app.sandbox.kibo.parts import cut, read_fields
from app.sandbox.kibo.seeds import Record
from app.sandbox.kibo.shapes import INT32_MOST
from app.sandbox.kibo.shown import Shown
from app.sandbox.kibo.state import Accounts, rep_ids, with_reps, with_status
from app.sandbox.kibo.writing import Put, check_account
from app.sandbox.switches import Behaviours

Query = Mapping[str, str]

ACCOUNTS = "/commerce/customer/b2baccounts"
USERS = "/platform/adminuser/accounts"
ROUTES: tuple[tuple[str, str, str], ...] = (
    ("GET", ACCOUNTS, "list_accounts"),
    ("GET", f"{ACCOUNTS}/salesrep/([^/]+)", "accounts_of_rep"),
    ("GET", f"{ACCOUNTS}/([^/]+)", "get_account"),
    ("PUT", f"{ACCOUNTS}/([^/]+)", "put_account"),
    ("POST", f"{ACCOUNTS}/([^/]+)/salesrep/([^/]+)", "add_rep"),
    ("DELETE", f"{ACCOUNTS}/([^/]+)/salesrep/([^/]+)", "remove_rep"),
    ("POST", f"{ACCOUNTS}/([^/]+)/addsalesreps", "add_reps"),
    ("PUT", f"{ACCOUNTS}/([^/]+)/salesrep", "set_reps"),
    ("PUT", f"{ACCOUNTS}/([^/]+)/status/([^/]+)", "set_status"),
    ("GET", USERS, "list_users"),
    ("GET", f"{USERS}/([^/]+)", "get_user"),
)
WITH_BODY = frozenset({"put_account", "add_reps", "set_reps"})
ACTIONS = ("approve", "deny", "enable", "disable")


class Endpoint(NamedTuple):
    """What answers a request, and whether it reads a body."""

    call: Callable[[Query, object], object]
    takes_body: bool


class Endpoints:
    """The documented operations on one set of accounts. Each of them raises Refused."""

    def __init__(self, accounts: Accounts, behaviours: Behaviours) -> None:
        self._accounts = accounts
        self._behaviours = behaviours
        self._listing = Listing(accounts, behaviours)
        self._shown = Shown(behaviours)

    def find(self, method: str, path: str) -> Endpoint:
        """Return what answers this path and verb. Raises: Refused."""
        found = [(verb, name, match) for verb, route, name in ROUTES if (match := re.fullmatch(route, path))]
        for verb, name, match in found:
            if verb == method:
                return Endpoint(partial(self._call, name, match.groups()), name in WITH_BODY)
        if found:
            allowed = ", ".join(verb for verb, _name, _match in found)
            raise Refused(405, "METHOD_NOT_ALLOWED", "This method is not allowed.", allow=allowed)
        raise not_found("There is nothing here.")

    def everything(self) -> tuple[list[Record], list[Record]]:
        """Return all accounts, complete, and all admin users."""
        return [self._shown.held(self._get(str(each))) for each in self._accounts.ids], list(
            self._accounts.users
        )

    def _call(self, name: str, found: tuple[str, ...], query: Query, body: object) -> object:
        wanted = read_fields(query.get("responseFields", ""))
        arguments = (*found, body) if name in WITH_BODY else found
        return cut(getattr(self, f"_{name}")(query, *arguments), wanted)

    def _list_accounts(self, query: Query) -> Record:
        return self._listing.accounts(query, lambda each: self._shown.read(self._get(str(each)), query))

    def _get_account(self, query: Query, account_id: str) -> Record:
        return self._shown.read(self._get(account_id), query)

    def _put_account(self, _query: Query, account_id: str, body: object) -> Record:
        before = self._shown.held(self._get(account_id))
        checked = check_account(body, cast("int", before["id"]))
        put = Put(
            writes_reps=self._behaviours["put_sales_reps"] == "replace",
            writes_status=self._behaviours["put_status"] == "write",
            absent_clears=self._behaviours["put_absent"] == "clear",
            touched=self._accounts.touched,
        )
        after = put.account(before, checked)
        self._check_users(rep_ids(after))
        return self._saved(after)

    def _add_rep(self, _query: Query, account_id: str, user_id: str) -> Record:
        account = self._get(account_id)
        self._check_users([user_id])
        if user_id not in rep_ids(account):
            return self._saved(with_reps(account, [*rep_ids(account), user_id]))
        if self._behaviours["rep_twice"] == 409:
            raise conflict(f"{user_id} is a sales rep of this account already.")
        return self._shown.written(account)

    def _remove_rep(self, _query: Query, account_id: str, user_id: str) -> Record:
        account = self._get(account_id)
        if user_id in rep_ids(account):
            return self._saved(with_reps(account, [each for each in rep_ids(account) if each != user_id]))
        if self._behaviours["absent_rep"] == 404:
            raise not_found(f"{user_id} is no sales rep of this account.")
        return self._shown.written(account)

    def _add_reps(self, _query: Query, account_id: str, body: object) -> Record:
        account = self._get(account_id)
        return self._saved(with_reps(account, rep_ids(account) + self._known_users(body)))

    def _set_reps(self, _query: Query, account_id: str, body: object) -> Record:
        account = self._get(account_id)
        return self._saved(with_reps(account, self._known_users(body)))

    def _set_status(self, _query: Query, account_id: str, action: str) -> Record:
        account = self._get(account_id)
        if action not in ACTIONS:
            raise invalid(f"There is no action {action}; there are: {', '.join(ACTIONS)}.")
        if action == "approve" and not rep_ids(account):
            status = cast("int", self._behaviours["approve_without_rep"])
            raise conflict("An account needs a sales rep before it is approved.", status=status)
        return self._saved(with_status(account, action))

    def _accounts_of_rep(self, _query: Query, user_id: str) -> list[int]:
        self._check_users([user_id])
        return self._accounts.of_rep(user_id)

    def _list_users(self, query: Query) -> Record:
        return self._listing.users(query)

    def _get_user(self, _query: Query, user_id: str) -> Record:
        found = next((each for each in self._accounts.users if each["id"] == user_id), None)
        if found is None:
            raise not_found(f"There is no admin user {user_id}.")
        return found

    def _get(self, text: str) -> Record:
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdecimal() and len(text) < 12 and int(digits) <= INT32_MOST):
            raise invalid(
                "An accountId is a whole number.", status=cast("int", self._behaviours["bad_id_status"])
            )
        account = self._accounts.get(int(text))
        if account is None:
            raise not_found(f"There is no account {int(text)}.")
        return account

    def _saved(self, account: Mapping[str, object]) -> Record:
        return self._shown.written(self._accounts.save(account))

    def _known_users(self, body: object) -> list[str]:
        if not isinstance(body, list) or not all(isinstance(each, str) for each in body):
            raise invalid("The body must be an array of user ids.")
        self._check_users(body)
        return body

    def _check_users(self, user_ids: list[str]) -> None:
        unknown = [each for each in user_ids if each not in self._accounts.user_ids]
        if unknown and self._behaviours["unknown_rep"] == 404:
            raise not_found(f"There is no admin user {unknown[0]}.")
        if unknown:
            raise invalid(f"There is no admin user {unknown[0]}.")
