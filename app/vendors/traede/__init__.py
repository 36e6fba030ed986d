"""TRAEDE: customers with addresses, synchronised in batches by customer number."""

from __future__ import annotations

from app.net.requests import Request
from app.values import Change
from app.vendors.declaration import CredentialField, Kind, Option, Options, Vendor
from app.vendors.traede.answers import accepts, explain, holds
from app.vendors.traede.checks import BLIND_REPLACE, check
from app.vendors.traede.customer import Customer
from app.vendors.traede.plan import plan, sync_request
from app.vendors.traede.pull import page, parse_page

_READ = "developer.traede.com, import APIs, Sync customers; read 2026-11-20"


def _probe(options: Options) -> Request:
    """An empty batch: it passes or fails the sign-in and changes nothing."""
    return sync_request([], options)


CUSTOMERS = Kind(
    id="traede.customers",
    title="TRAEDE customers",
    title_one="customer",
    model=Customer,
    key_column="customer_number",
    unread_change=Change.ADDED,
    plan=plan,
    accepts=accepts,
    check=check,
    list_keys={"addresses": ("title", "remote_erp_id")},
    delete_column="delete",
    key_lock=(
        "TRAEDE knows a customer by this number: a changed one would make a second customer. "
        "Delete this customer and add a new one instead."
    ),
    overwrite_warning="This may overwrite a customer that cannot be read from TRAEDE.",
    grid_columns=(
        "customer_number",
        "name",
        "currency",
        "discount_percentage",
        "active",
        "payment_term.payment_term_code",
        "addresses",
    ),
    halved_statuses=frozenset({413, 422}),
    guarded_warnings=((BLIND_REPLACE, "replace all addresses of {count} customers nobody has read"),),
    cannot_read="TRAEDE documents no way to read customers.",
    confirms_undone_adds=True,
    read_switch="try_get_customers",
    has_partial_base=True,
    page=page,
    parse_page=parse_page,
    holds=holds,
    checked_columns=frozenset(
        {"addresses_sync_mode", "addresses_sync_key", "addresses.title", "addresses.remote_erp_id"}
    ),
)

VENDOR = Vendor(
    id="traede",
    title="TRAEDE",
    kinds=(CUSTOMERS,),
    credentials=(
        CredentialField("access_token", "Access token", "Made in TRAEDE for the signed-in user."),
        CredentialField("app_key", "App key", "The key of the API app registered with TRAEDE."),
    ),
    sign_in_headers=(("Authorization", "Bearer {access_token}"), ("X-Traede-App-Key", "{app_key}")),
    default_url="https://api.traede.com",
    probe=_probe,
    explain=explain,
    options=(
        Option(
            "path_prefix", "Path prefix", "text", "", "Some installations answer under a version such as v10."
        ),
        Option(
            "batch_size",
            "Customers per request",
            "integer",
            100,
            "TRAEDE names no limit; a refused batch is halved until the refused customer is found.",
            minimum=1,
            maximum=500,
        ),
        Option(
            "addresses_sync_mode",
            "Addresses are",
            "choice",
            "append",
            "append adds and updates; replace also removes every address that is not sent.",
            choices=("append", "replace"),
        ),
        Option(
            "addresses_sync_key",
            "Addresses are matched by",
            "choice",
            "address_title",
            choices=("address_title", "remote_erp_id"),
        ),
        Option(
            "payment_term_object",
            "Payment term is sent as",
            "choice",
            "payment_term",
            f"The vendor's page shows both spellings. Source: {_READ}.",
            choices=("payment_term", "payment_terms"),
        ),
        Option(
            "payment_term_fields",
            "with fields spelled",
            "choice",
            "payment_term_",
            choices=("payment_term_", "payment_terms_"),
        ),
        Option(
            "try_get_customers",
            "Try GET customers",
            "boolean",
            default=False,
            help="TRAEDE documents no way to read customers; other lists of its API are read like this. With "
            "it customers can be read (F5), the whole list is read again before every push, and a lost answer "
            "is looked for there. Where TRAEDE has no such list, this says so and nothing is sent.",
        ),
    ),
    sign_in_help="Create the access token in TRAEDE, and register the integration there as an API app.",
    docs_url="https://developer.traede.com/guides/api-usage/authentication",
)
