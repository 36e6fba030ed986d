"""Kibo Commerce: B2B accounts and the sales reps who look after them."""

from __future__ import annotations

from app.net.requests import Request
from app.values import Change
from app.vendors.declaration import (
    Action,
    Condition,
    CredentialField,
    Kind,
    Option,
    Options,
    PickList,
    QuickFilter,
    TokenSignIn,
    Vendor,
)
from app.vendors.kibo.account import Account
from app.vendors.kibo.answers import accepts, already, explain, holds
from app.vendors.kibo.checks import BLIND_REPS, check
from app.vendors.kibo.plan import plan, status_request
from app.vendors.kibo.pull import (
    MOST_PER_PAGE,
    admin_users,
    page,
    parse,
    parse_admin_users,
    parse_page,
    read,
)
from app.vendors.kibo.sign_in import parse_token, token_request


def _probe(options: Options) -> Request:
    """One account; the token was asked for before."""
    return page("", {**options, "page_size": 1, "filter": ""})


ACCOUNTS = Kind(
    id="kibo.accounts",
    title="Kibo accounts",
    title_one="account",
    model=Account,
    key_column="id",
    unread_change=Change.CHANGED,
    plan=plan,
    accepts=accepts,
    already=already,
    check=check,
    list_keys={
        "salesReps": ("adminUserId",),
        "contacts": ("id",),
        "contacts.types": ("name",),
        "notes": ("id",),
        "segments": ("id", "code"),
        "attributes": ("fullyQualifiedName",),
        "users": ("userId",),
        "users.roles": ("roleId",),
    },
    single_lists=("salesReps",),
    key_lock="Kibo gives an account its id. Import or pull the account you mean instead.",
    overwrite_warning="This account was not read: it is read from Kibo before anything is sent.",
    grid_columns=(
        "id",
        "companyOrOrganization",
        "salesReps",
        "approvalStatus",
        "isActive",
        "accountType",
        "priceList",
        "externalId",
        "taxId",
        "auditInfo.updateDate",
    ),
    guarded_warnings=((BLIND_REPS, "remove all sales reps of {count} accounts nobody has read"),),
    is_creatable=False,
    read=read,
    parse=parse,
    page=page,
    parse_page=parse_page,
    holds=holds,
    narrowed_by=("filter",),
    actions=(
        Action(
            "approve",
            "Approve",
            status_request("approve"),
            warning="An approved account can buy. This cannot be undone here.",
            needs=("salesReps",),
            needs_words="Kibo approves an account only once it has a sales rep.",
        ),
        Action("deny", "Deny", status_request("deny"), warning="This cannot be undone here."),
        Action(
            "enable",
            "Enable",
            status_request("enable"),
            reverse="disable",
            makes=Condition("isActive", "is", value=True),
        ),
        Action(
            "disable",
            "Disable",
            status_request("disable"),
            reverse="enable",
            makes=Condition("isActive", "is", value=False),
        ),
    ),
    quick_filters=(
        QuickFilter("without-rep", "Without sales rep", (Condition("salesReps", "blank"),)),
        QuickFilter("inactive", "Not active", (Condition("isActive", "is not", value=True),)),
    ),
    pick_lists=(PickList("salesReps.adminUserId", admin_users, parse_admin_users),),
)

VENDOR = Vendor(
    id="kibo",
    title="Kibo Commerce",
    kinds=(ACCOUNTS,),
    credentials=(
        CredentialField(
            "client_id", "Client id", "The application key from Kibo's Dev Center.", is_secret=False
        ),
        CredentialField("client_secret", "Client secret", "The shared secret of that application."),
        CredentialField(
            "tenant", "Tenant", "The number after t in the API's address.", is_secret=False, is_place=True
        ),
        CredentialField(
            "site", "Site", "The number after s in the API's address.", is_secret=False, is_place=True
        ),
    ),
    sign_in_headers=(
        ("x-vol-tenant", "{tenant}"),
        ("x-vol-site", "{site}"),
        ("x-vol-dataview-mode", "LIVE"),
        ("x-vol-version", "1"),
    ),
    default_url="https://t{tenant}-s{site}.sb.usc1.kibocommerce.com/api",
    probe=_probe,
    explain=explain,
    token=TokenSignIn(token_request, parse_token),
    options=(
        Option(
            "filter",
            "Read accounts that match",
            "text",
            "",
            "Kibo's own filter, such as isActive eq true. Blank reads all accounts.",
        ),
        Option("page_size", "Accounts per page", "integer", 200, minimum=1, maximum=MOST_PER_PAGE),
    ),
    sign_in_help="Paste the API host of the tenant, with /api at its end. All sandboxes share one limit.",
    request_id_headers=("x-vol-correlation",),
    docs_url="https://docs.kibocommerce.com/help/application-development-requirements",
)
