"""Country and currency codes: ISO 3166-1 alpha-2 and ISO 4217, loaded at first use."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache


@cache
def country_codes() -> frozenset[str]:
    import pycountry  # noqa: PLC0415  reads its data files; start-up does not need them

    return frozenset(country.alpha_2 for country in pycountry.countries)


@cache
def country_names() -> dict[str, str]:
    """*Shape*: lower-case name → code, common and official names."""
    import pycountry  # noqa: PLC0415  as above

    names: dict[str, str] = {}
    for country in pycountry.countries:
        for attribute in ("name", "common_name", "official_name", "alpha_3"):
            name = getattr(country, attribute, None)
            if name:
                names[name.casefold()] = country.alpha_2
    return names


# Metals, units of account, and codes for tests and for none: nobody who mistyped a currency meant one.
_NO_MONEY = frozenset(
    ["XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"]
)


@cache
def currency_codes() -> frozenset[str]:
    import pycountry  # noqa: PLC0415  as above

    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


def check_country(code: str) -> str:
    """Return the code, or raise ValueError with the remedy."""
    if code in country_codes():
        return code
    wanted = code.upper() if code.upper() in country_codes() else country_names().get(code.casefold())
    if wanted:
        raise ValueError(f"“{code}” is no country code; write {wanted}.")
    raise ValueError(f"“{code}” is no country code; use two capital letters such as DK, US or GB.")


def check_currency(code: str) -> str:
    """Return the code, or raise ValueError with the remedy."""
    if code in currency_codes():
        return code
    if code.upper() in currency_codes():
        raise ValueError(f"“{code}” is no currency code; write {code.upper()}.")
    near = get_close_matches(code.upper(), sorted(currency_codes() - _NO_MONEY), n=1, cutoff=0.6)
    example = near[0] if near else "EUR"
    raise ValueError(f"“{code}” is no currency code; use three capital letters such as {example}.")
