"""Flxpoint: the accounting side of orders, one order per request, two requests a second."""

from __future__ import annotations

from app.net.requests import Request
from app.values import Change
from app.vendors.declaration import Condition, CredentialField, Kind, Option, Options, QuickFilter, Vendor
from app.vendors.flxpoint.answers import accepts, explain, holds
from app.vendors.flxpoint.checks import check
from app.vendors.flxpoint.order import Order
from app.vendors.flxpoint.plan import plan
from app.vendors.flxpoint.pull import page, parse, parse_page, read


def _probe(options: Options) -> Request:
    """One order: `GET /account` would refuse source and channel tokens."""
    return page("", {**options, "page_size": 1, "updated_since": ""})


ORDERS = Kind(
    id="flxpoint.orders",
    title="Flxpoint orders",
    title_one="order",
    model=Order,
    key_column="id",
    unread_change=Change.CHANGED,
    plan=plan,
    accepts=accepts,
    check=check,
    list_keys={"items": ("id",), "items.orderItemAccountingItems": ("externalAccountingId",)},
    key_lock="Flxpoint gives an order its id. Import or pull the order you mean instead.",
    overwrite_warning="This order was not read: what Flxpoint holds of its accounting is not known.",
    grid_columns=(
        "id",
        "orderNumber",
        "accountingSynced",
        "externalAccountingId",
        "accountingSyncError",
        "items",
        "orderTotal",
        "orderStatus",
        "orderedAt",
        "updatedAt",
    ),
    is_creatable=False,
    read=read,
    parse=parse,
    page=page,
    parse_page=parse_page,
    holds=holds,
    narrowed_by=("updated_since",),
    quick_filters=(
        QuickFilter("not-synced", "Not yet synced", (Condition("accountingSynced", "is not", value=True),)),
        QuickFilter("synced", "Synced", (Condition("accountingSynced", "is", value=True),)),
        QuickFilter("sync-error", "With error", (Condition("accountingSyncError", "filled"),)),
    ),
)

VENDOR = Vendor(
    id="flxpoint",
    title="Flxpoint",
    kinds=(ORDERS,),
    credentials=(
        CredentialField(
            "api_token",
            "API token",
            "There are account, source and channel tokens; each opens other calls.",
        ),
    ),
    sign_in_headers=(("X-API-TOKEN", "{api_token}"),),
    default_url="https://api.flxpoint.com",
    probe=_probe,
    explain=explain,
    options=(
        Option(
            "items_sent",
            "Items sent",
            "choice",
            "touched",
            "touched sends the items that were edited; all sends every item that is known as soon as one "
            "was edited. Flxpoint does not say whether it leaves alone the items that are not sent.",
            choices=("touched", "all"),
        ),
        Option(
            "page_names",
            "Pages are asked for by",
            "choice",
            "page",
            "page and pageSize, or filterPageNumber and filterPageSize: Flxpoint uses both.",
            choices=("page", "filterPageNumber"),
        ),
        Option("page_size", "Orders per page", "integer", 50, minimum=1, maximum=200),
        Option(
            "updated_since",
            "Read orders updated since",
            "text",
            "",
            "A moment with its time zone, such as 2026-11-01T00:00:00Z. Blank reads all orders.",
        ),
    ),
    # Source: apihelpcenter.flxpoint.com, Authentication: 2 requests a second per token; read 2026-11-20.
    requests_per_second=2.0,
    sign_in_help="Configure the source or channel in Flxpoint, then Basic Info, API Access, Grant Access.",
    docs_url="https://www.apihelpcenter.flxpoint.com/docs/getting-started/authentication",
)
