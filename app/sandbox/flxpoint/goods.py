"""What the made-up shops sell and where their orders go; every company in here is invented."""

from __future__ import annotations

GOODS: tuple[tuple[str, str, int], ...] = (
    ("LAMP-OAK-01", "Oak table lamp, linen shade", 8900),
    ("MUG-STN-04", "Stoneware mug, set of four", 3450),
    ("BLNK-WL-XL", "Wool blanket 150 × 200 cm", 12900),
    ("PAN-IRN-28", "Cast iron pan, 28 cm", 6495),
    ("TENT-2P-GRN", "Two-person tent, green", 21900),
    ("BTL-STL-750", "Steel bottle 750 ml", 2799),
    ("RUG-JUTE-S", "Jute rug, small", 4900),
    ("CHR-FOLD-BK", "Folding chair, black", 3999),
    ("KIT-FRST-20", "First aid kit, 20 parts", 1995),
    ("PRESS-CF-1L", "Coffee press 1 l – “Café crème”", 3690),
    ("SOAP-OLV-3", "Olive soap, pack of three", 1250),
    ("CBL-USBC-2M", "USB-C cable, 2 m", 1499),
    ("SHELF-BRCH", "Birch shelf, 3 boards", 15900),
    ("GLV-GRDN-M", "Garden gloves, M", 899),
    ("CNDL-BWX-06", "Beeswax candles, box of six", 2150),
    ("BAG-CNV-NVY", "Canvas bag, navy – jalapeño print", 2600),
)

COMPANIES: tuple[str, ...] = (
    "Juniper & Slate Supply",
    "Copper Kettle Mercantile",
    "Très Belle Maison",
    "Piñon Ridge Outfitters",
    "Blue Heron Provisions",
    "Nørdhaven Home",
    "Tumbleweed Trading Post",
    "Harbor Lantern Goods",
    "Granite Creek Hardware",
    "Über den Wolken Imports",
)

# (city, state, code of the state, postal code)
TOWNS: tuple[tuple[str, str, str, str], ...] = (
    ("Cañon City", "Colorado", "CO", "81212"),
    ("Duluth", "Minnesota", "MN", "55802"),
    ("Asheville", "North Carolina", "NC", "28801"),
    ("La Cañada Flintridge", "California", "CA", "91011"),
    ("Bangor", "Maine", "ME", "04401"),
    ("Española", "New Mexico", "NM", "87532"),
    ("Spokane", "Washington", "WA", "99201"),
    ("Savannah", "Georgia", "GA", "31401"),
)

STREETS: tuple[str, ...] = ("Mill Street", "Foundry Road", "Old Canal Way", "Station Avenue", "Quarry Lane")
DOCKS: tuple[str, ...] = ("Receiving dock", "Front counter", "Back office", "Goods in")
NOTES: tuple[str | None, ...] = (
    None,
    None,
    None,
    "Leave at the dock.",
    "Call before delivery; gate code needed.",
)
SHIPPING: tuple[str, ...] = ("Ground", "Two days", "Economy", "Freight")
