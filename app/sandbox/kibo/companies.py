"""What the made-up B2B accounts are made of; every company in here is invented, and nobody has a name.

Contacts, users and sales reps are called after what they do.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Region:
    """One country's stock of parts; towns are (city, state or province, code)."""

    country: str
    currency: str
    towns: tuple[tuple[str, str | None, str], ...]
    streets: tuple[str, ...]
    words: tuple[str, ...]
    trades: tuple[str, ...]
    has_number_first: bool = True


REGIONS: tuple[Region, ...] = (
    Region(
        "US",
        "USD",
        (("Cañon City", "CO", "81212"), ("Duluth", "MN", "55802"), ("Bangor", "ME", "04401")),
        ("Mill Street", "Foundry Road", "Station Avenue"),
        ("Ironwood", "Blue Heron", "Piñon Ridge", "Copper Kettle", "Tumbleweed", "Granite Creek"),
        ("Industrial Supply Inc.", "Hardware LLC", "Restaurant Supply Co.", "Outfitters Inc."),
    ),
    Region(
        "CA",
        "CAD",
        (("Trois-Rivières", "QC", "G9A 1A1"), ("Moncton", "NB", "E1C 1A1"), ("Kelowna", "BC", "V1Y 1A1")),
        ("rue des Érables", "Harbour Road", "chemin du Fleuve"),
        ("Érablière", "Northern Loon", "Neige d'Avril", "Tamarack", "Grand Héron", "Aurora"),
        ("Fournitures ltée", "Wholesale Ltd.", "Équipements inc.", "Trading Ltd."),
    ),
    Region(
        "DE",
        "EUR",
        (("Nürnberg", "BY", "90402"), ("Lübeck", "SH", "23552"), ("Görlitz", "SN", "02826")),
        ("Große Straße", "Mühlenweg", "Am Güterbahnhof"),
        ("Grünspecht", "Süßkirsche", "Türmchen", "Hafenblick", "Waldläufer", "Morgentau"),
        ("Großhandel GmbH", "Werkzeuge GmbH & Co. KG", "Bürobedarf GmbH", "Küchentechnik UG"),
        has_number_first=False,
    ),
    Region(
        "GB",
        "GBP",
        (("Llandudno", None, "LL30 2AB"), ("Whitby", None, "YO21 1AB"), ("Oban", None, "PA34 4AB")),
        ("Mill Lane", "Quay Road", "Weavers' Yard"),
        ("Kingfisher", "Otter & Reed", "Thistledown", "Moorland", "Bluebell", "Harbour"),
        ("Catering Supplies Ltd", "Fabrics Ltd", "Tools & Fixings Ltd", "Stationery LLP"),
    ),
)

DESKS: tuple[str, ...] = ("Sales desk", "Key accounts", "Field sales", "Inside sales", "Partner desk")
PARTS: tuple[str, ...] = ("North", "South", "East", "West", "Central", "Coast", "Lakes", "Valley")
# Of the forty desks, the last ones are on no account to begin with.
FREE_DESKS = 8

CONTACTS: tuple[tuple[str, str, str], ...] = (
    ("Accounts", "Payable", "Billing"),
    ("Goods", "In", "Shipping"),
    ("Front", "Office", "Billing"),
    ("Site", "Office", "Shipping"),
)
BUYERS: tuple[tuple[str, str], ...] = (("Purchasing", "Desk"), ("Branch", "Office"), ("Spare parts", "Desk"))
ROLES: tuple[tuple[int, str], ...] = ((1001, "Admin"), (1002, "Purchaser"), (1003, "Non-Purchaser"))
NOTES: tuple[str, ...] = (
    "Wants one invoice per month.",
    "Delivers only on weekdays – dock closes at 15:00.",
    "Asked for a catalogue in French (« édition d'été »).",
)
SEGMENTS: tuple[tuple[int, str, str], ...] = (
    (11, "wholesale", "Wholesale"),
    (12, "net-30", "Pays in 30 days"),
    (13, "strategic", "Strategic"),
    (14, "onboarding", "Onboarding"),
)
