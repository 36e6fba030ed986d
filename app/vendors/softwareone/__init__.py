"""SoftwareOne Marketplace: buyers of client accounts, kept in step with its ERP."""

from __future__ import annotations

from app.net.requests import Request
from app.values import Change
from app.vendors.declaration import (
    Action,
    Condition,
    CredentialField,
    Kind,
    Options,
    PickList,
    QuickFilter,
    Vendor,
)
from app.vendors.softwareone.answers import accepts, already, explain, holds
from app.vendors.softwareone.body import MASK
from app.vendors.softwareone.buyer import Buyer
from app.vendors.softwareone.checks import OVERWRITTEN, check, standing
from app.vendors.softwareone.plan import action_request, plan
from app.vendors.softwareone.pull import (
    accounts,
    candidates,
    emptied,
    page,
    parse,
    parse_accounts,
    parse_page,
    read,
)


def _probe(options: Options) -> Request:
    """One buyer: the token must be of a client or operations account."""
    return page("", options, limit=1)


BUYERS = Kind(
    id="softwareone.buyers",
    title="SoftwareOne buyers",
    title_one="buyer",
    model=Buyer,
    key_column="id",
    other_keys=("externalIds.erpCompanyContact",),
    is_key_given=True,
    key_shape=r"BUY(-[0-9]+)+",
    unread_change=Change.CHANGED,
    plan=plan,
    accepts=accepts,
    already=already,
    check=check,
    standing=standing,
    emptied=emptied,
    list_keys={"sellers": ("id",)},
    delete_column="delete",
    key_lock="SoftwareOne gives a buyer its id. Import or pull the buyer you mean instead.",
    overwrite_warning="This buyer was not read: it is read from SoftwareOne before anything is sent.",
    grid_columns=(
        "id",
        "name",
        "status",
        "account.id",
        "account.name",
        "address.city",
        "address.country",
        "externalIds.erpCompanyContact",
        "taxId",
        "errors",
        "audit.updated.at",
    ),
    read=read,
    parse=parse,
    page=page,
    parse_page=parse_page,
    holds=holds,
    candidates=candidates,
    gone=Condition("status", "is", "Deleted"),
    cautions=((Condition("status", "is", "Active"), OVERWRITTEN),),
    actions=(
        Action(
            "synchronize",
            "Synchronize with ERP",
            # Whether doing it twice is the same as once is not documented: a lost one is for a person.
            action_request("synchronize", is_idempotent=False),
            warning="SoftwareOne brings name, address, external ids and sellers in line with its ERP.",
            needs=("externalIds.erpCompanyContact", "externalIds.erpCustomer"),
            needs_words="A buyer without ERP ids cannot be retrieved from the ERP, so SoftwareOne refuses it.",
        ),
        Action(
            "enable",
            "Enable",
            action_request("enable", is_idempotent=True),
            reverse="disable",
            makes=Condition("status", "is not", "Disabled"),
        ),
        Action(
            "disable",
            "Disable",
            action_request("disable", is_idempotent=True),
            reverse="enable",
            makes=Condition("status", "is", "Disabled"),
        ),
    ),
    quick_filters=(
        QuickFilter("with-errors", "With errors", (Condition("errors", "filled"),)),
        QuickFilter("unassigned", "Without account", (Condition("account.id", "blank"),)),
    ),
    pick_lists=(PickList("account.id", accounts, parse_accounts),),
    masked={"taxId": MASK},
)

VENDOR = Vendor(
    id="softwareone",
    title="SoftwareOne Marketplace",
    kinds=(BUYERS,),
    credentials=(
        CredentialField(
            "api_token", "API token", "Made in the portal under Settings, API tokens, with the accounts module."
        ),
    ),
    sign_in_headers=(("Authorization", "Bearer {api_token}"),),
    default_url="https://api.platform.softwareone.com",
    probe=_probe,
    explain=explain,
    # No limit is documented; creates wait for each other's answers no longer than this many at once.
    requests_at_once=8,
    sign_in_help="The token must belong to a client or operations account; creating buyers takes operations.",
    request_id_fields=("traceId",),
    docs_url="https://docs.platform.softwareone.com/developer-resources/rest-api",
    # The vendor's own client takes them off as well; read 2026-11-20.
    pasted_endings=("/public/v1", "/public"),
)
