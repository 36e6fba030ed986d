"""SoftwareOne Marketplace's HTTP side: sign-in, permission, buyers and accounts.

Source: SoftwareOne's API description 4.0, its newer pages on creating and synchronizing a buyer, on errors
and on RQL, read 2026-11-20. What they leave open or contradict each other in is a switch (`conduct.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import cast

from app.sandbox.messages import Answer, Received, json_answer
from app.sandbox.simulators import made_up_secret
from app.sandbox.softwareone.answers import Json, shown_account, shown_buyer, whole_buyer, without
from app.sandbox.softwareone.bodies import Sent, read_body
from app.sandbox.softwareone.buyers import Actor, Buyer, Stamp
from app.sandbox.softwareone.conduct import SWITCHES, look_of, terms_of
from app.sandbox.softwareone.fields import ACCOUNT_FIELDS, BUYER_FIELDS
from app.sandbox.softwareone.listing import Finder, Page
from app.sandbox.softwareone.logos import STANDARD_ICON
from app.sandbox.softwareone.problems import Refused, invalid, problem_answer
from app.sandbox.softwareone.routes import check_permission, find_route
from app.sandbox.softwareone.rules import check_buyer
from app.sandbox.softwareone.seeds import make_state
from app.sandbox.softwareone.store import Buyers
from app.sandbox.switches import Behaviours

TOKEN = Actor("TKN-0000-0001", "Sandbox token")


class SoftwareOne:
    """Buyers and accounts below `/public/v1/accounts`."""

    name = "softwareone"
    secret_headers: frozenset[str] = frozenset()
    secret_parameters: frozenset[str] = frozenset()

    def __init__(self, *, records: int, seed: int) -> None:
        self.behaviours = Behaviours(SWITCHES)
        self._api_token = made_up_secret(self.name, "api_token", seed)
        self._refusals = 0
        self._operations: Mapping[str, Callable[[Received, str], Answer]] = {
            "list_buyers": self._list_buyers,
            "create": self._create,
            "read": self._read,
            "put": self._put,
            "delete": self._delete,
            "enable": self._enable,
            "disable": self._disable,
            "synchronize": self._synchronize,
            "icon": self._icon,
            "icon_image": self._icon_image,
            "list_accounts": self._list_accounts,
            "read_account": self._read_account,
        }
        self.reset(records=records, seed=seed)

    def credentials(self) -> dict[str, str]:
        return {"api_token": self._api_token}

    def view(self) -> dict[str, object]:
        """Return every buyer, and beside them which have licensees, logos and another entry in the ERP."""
        held = self._buyers.by_id.values()
        logos = {each.id: each.logo for each in held if each.logo is not None}
        return {
            "records": [whole_buyer(each) for each in held],
            "with_licensees": [each.id for each in held if each.has_licensee],
            "changed_in_erp": [each.id for each in held if each.erp.differs],
            "logos": {
                key: {"type": logo.media_type, "size_bytes": len(logo.data)} for key, logo in logos.items()
            },
        }

    def reset(self, *, records: int, seed: int) -> None:
        self._buyers = Buyers(make_state(records, seed))
        self._buyer_finder = Finder(BUYER_FIELDS)
        self._account_finder = Finder(ACCOUNT_FIELDS)

    def answer(self, received: Received) -> Answer:
        try:
            operation, key = find_route(received, is_newer=self.behaviours["generation"] == "5.x")
            self._check_token(received)
            check_permission(operation, self.behaviours["permission"])
            return self._operations[operation](received, key)
        except Refused as refused:
            self._refusals += 1
            return problem_answer(
                refused,
                form=str(self.behaviours["errors"]),
                media_type=str(self.behaviours["errors_type"]),
                number=self._refusals,
            )

    def _check_token(self, received: Received) -> None:
        if received.headers.get("authorization") != f"Bearer {self._api_token}":
            refused = Refused(401, "The API token is missing, wrong or disabled.")
            refused.headers["www-authenticate"] = "Bearer"
            raise refused

    def _list_buyers(self, received: Received, _: str) -> Answer:
        shows_deleted = bool(self.behaviours["deleted_visible"])
        page = self._buyer_finder.page(
            received.raw_query,
            lambda: [each for each in self._buyers.by_id.values() if shows_deleted or not each.is_deleted],
            version=(self._buyers.version, shows_deleted),
            default_limit=cast("int", self.behaviours["default_limit"]),
        )
        look = look_of(self.behaviours)
        left_out = cast("list[str]", self.behaviours["omitted_in_list"])
        return self._listed(page, [shown_buyer(each, look) for each in page.rows], left_out)

    def _list_accounts(self, received: Received, _: str) -> Answer:
        limit = cast("int", self.behaviours["default_limit"])
        page = self._account_finder.page(
            received.raw_query, self._buyers.accounts.values, version=0, default_limit=limit
        )
        look = look_of(self.behaviours)
        return self._listed(page, [shown_account(each, look) for each in page.rows], [])

    def _listed(self, page: Page, rows: list[Json], left_out: list[str]) -> Answer:
        omitted, place = page.selection.omitted(left_out), self.behaviours["omitted_at"]
        meta: Json = {"pagination": {"offset": page.offset, "limit": page.limit, "total": page.total}}
        if omitted and place != "element":
            meta["omitted"] = omitted
        data = [without(row, omitted, tells=place != "list") for row in rows]
        return json_answer(200, {"$meta": meta, "data": data})

    def _read(self, received: Received, key: str) -> Answer:
        selection = self._buyer_finder.selection(received.raw_query)
        return json_answer(200, without(self._shown(self._buyer(key)), selection.omitted()))

    def _read_account(self, received: Received, key: str) -> Answer:
        selection = self._account_finder.selection(received.raw_query)
        account = self._buyers.accounts.get(key)
        if account is None:
            raise Refused(404, f"There is no account {key}.")
        return json_answer(200, without(shown_account(account, look_of(self.behaviours)), selection.omitted()))

    def _create(self, received: Received, _: str) -> Answer:
        sent = self._sent(received)
        return json_answer(201, self._shown(self._buyers.create(sent.buyer, sent.logo, stamp=self._stamp())))

    def _put(self, received: Received, key: str) -> Answer:
        buyer = self._buyer(key)
        sent = self._sent(received)
        self._check_put(buyer, sent)
        keeps_tax_id = self.behaviours["put_without_tax_id"] == "keep"
        keeps_contact = not look_of(self.behaviours).shows_contact
        self._buyers.put(
            buyer, sent.buyer, stamp=self._stamp(), keeps_tax_id=keeps_tax_id, keeps_contact=keeps_contact
        )
        buyer.logo = sent.logo or buyer.logo
        return json_answer(200, self._shown(buyer))

    def _check_put(self, buyer: Buyer, sent: Sent) -> None:
        revision = sent.buyer.get("revision", buyer.revision)
        if self.behaviours["check_revision"] and revision != buyer.revision:
            raise Refused(409, f"{buyer.id} is at revision {buyer.revision}, not {revision}.")
        ids = sent.buyer.get("externalIds")
        contact = ids.get("erpCompanyContact") if isinstance(ids, dict) else None
        held = buyer.external_ids.get("erpCompanyContact")
        if self.behaviours["permission"] == "client" and contact != held:
            raise Refused(403, "A client may not change externalIds.erpCompanyContact.")

    def _sent(self, received: Received) -> Sent:
        sent = read_body(
            received,
            most_logo_bytes=cast("int", self.behaviours["max_logo_bytes"]),
            too_large_status=cast("int", self.behaviours["max_logo_status"]),
        )
        flaws = check_buyer(sent.buyer, terms_of(self.behaviours))
        if flaws:
            raise invalid(flaws)
        return sent

    def _delete(self, _: Received, key: str) -> Answer:
        blocked_status = cast("int", self.behaviours["delete_blocked_status"])
        self._buyers.delete(self._buyer(key), stamp=self._stamp(), blocked_status=blocked_status)
        return Answer(204)

    def _enable(self, _: Received, key: str) -> Answer:
        buyer = self._buyers.set_disabled(self._buyer(key), is_disabled=False, stamp=self._stamp())
        return json_answer(200, self._shown(buyer))

    def _disable(self, _: Received, key: str) -> Answer:
        buyer = self._buyers.set_disabled(self._buyer(key), is_disabled=True, stamp=self._stamp())
        return json_answer(200, self._shown(buyer))

    def _synchronize(self, _: Received, key: str) -> Answer:
        buyer, played = self._buyer(key), self.behaviours["synchronize"]
        if played == "conflict":
            raise Refused(409, f"{key} is being synchronized by somebody else.")
        self._buyers.synchronize(buyer, stamp=self._stamp(), finds_errors=played == "errors")
        return json_answer(200, self._shown(buyer))

    def _icon(self, _: Received, key: str) -> Answer:
        self._buyer(key)
        return Answer(307, headers={"location": "icon/image"})

    def _icon_image(self, _: Received, key: str) -> Answer:
        image = self._buyer(key).logo or STANDARD_ICON
        return Answer(200, image.data, {"content-type": image.media_type})

    def _buyer(self, key: str) -> Buyer:
        buyer = self._buyers.by_id.get(key)
        if buyer is None or (buyer.is_deleted and not self.behaviours["deleted_visible"]):
            raise Refused(404, f"There is no buyer {key}.")
        return buyer

    def _shown(self, buyer: Buyer) -> Json:
        return shown_buyer(buyer, look_of(self.behaviours))

    def _stamp(self) -> Stamp:
        skew = timedelta(seconds=cast("float", self.behaviours["clock_skew_seconds"]))
        return Stamp(stamp_text(datetime.now(UTC) + skew), TOKEN)


def stamp_text(at: datetime) -> str:
    """Write a time as the vendor does, to the millisecond."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"
