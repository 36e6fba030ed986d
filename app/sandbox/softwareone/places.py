"""Where the made-up buyers are: countries, towns, streets, and words for companies and people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One country's stock of parts; towns are (post code, city, state)."""

    country: str
    dialling: str
    tax_prefix: str
    towns: tuple[tuple[str, str, str], ...]
    streets: tuple[str, ...]
    words: tuple[str, ...]
    trades: tuple[str, ...]
    forms: tuple[str, ...]
    given_names: tuple[str, ...]
    family_names: tuple[str, ...]
    has_number_first: bool = False


PLACES: tuple[Place, ...] = (
    Place(
        "DE",
        "+49",
        "DE",
        (
            ("80331", "München", "Bayern"),
            ("50667", "Köln", "Nordrhein-Westfalen"),
            ("04109", "Leipzig", "Sachsen"),
        ),
        ("Große Straße", "Mühlenweg", "Am Schloßgarten", "Bäckergasse"),
        ("Grünspecht", "Süßkirsche", "Türmchen", "Waldläufer", "Morgentau"),
        ("Anlagenbau", "Versicherungen", "Maschinenfabrik", "Energieversorgung", "Lagertechnik"),
        ("GmbH", "AG", "GmbH & Co. KG", "SE"),
        ("Jürgen", "Käthe", "Sören", "Änne"),
        ("Eichhörnchen", "Blaumeise", "Schlüsselblume"),
    ),
    Place(
        "CH",
        "+41",
        "CHE",
        (("6003", "Luzern", "Luzern"), ("1204", "Genève", "Genève"), ("3011", "Bern", "Bern")),
        ("Seestrasse", "Quai de l'Île", "Rue du Rhône supérieur", "Mühleweg"),
        ("Alpenrösli", "Gämse", "Edelweissblick", "Murmeltier"),
        ("Präzisionstechnik", "Rückversicherung", "Uhrwerke", "Spedition"),
        ("AG", "Sàrl", "GmbH"),
        ("Reto", "Zoé", "Ursulä", "Beat"),
        ("Enzian", "Steinbock", "Hüttenwart"),
    ),
    Place(
        "SE",
        "+46",
        "SE",
        (
            ("411 05", "Göteborg", "Västra Götaland"),
            ("211 20", "Malmö", "Skåne"),
            ("903 26", "Umeå", "Västerbotten"),
        ),
        ("Storgatan", "Östra Hamngatan", "Kungsängsvägen", "Björkgatan"),
        ("Norrsken", "Ängsull", "Tallåsen", "Lövsång"),
        ("Skogsindustri", "Kraftnät", "Rederi", "Pappersbruk"),
        ("AB", "AB (publ)"),
        ("Åsa", "Örjan", "Märta"),
        ("Björkris", "Åkerbär", "Sjöfågel"),
    ),
    Place(
        "DK",
        "+45",
        "DK",
        (
            ("8000", "Aarhus C", "Midtjylland"),
            ("5000", "Odense C", "Syddanmark"),
            ("9000", "Aalborg", "Nordjylland"),
        ),
        ("Vestergade", "Søndre Havnevej", "Åboulevarden", "Bødkergade"),
        ("Fjordlys", "Blåbær", "Æblegård", "Nørrebølge"),
        ("Skibsværft", "Forsyning", "Mejeri", "Byggeri"),
        ("A/S", "ApS", "P/S"),
        ("Søren", "Åse", "Jørgen"),
        ("Kløver", "Rødkælk", "Birkeskær"),
    ),
    Place(
        "FR",
        "+33",
        "FR",
        (
            ("69002", "Lyon", "Auvergne-Rhône-Alpes"),
            ("42000", "Saint-Étienne", "Auvergne-Rhône-Alpes"),
            ("06000", "Nice", "Provence-Alpes-Côte d'Azur"),
        ),
        ("rue de l'Église", "avenue des Châtaigniers", "place du Marché", "quai de l'Île"),
        ("L'Hirondelle", "Belle Étoile", "Forêt Bleue", "Le Chêne"),
        ("Aéronautique", "Assurances", "Électricité", "Génie civil"),
        ("SA", "SAS", "SARL"),
        ("Zoë", "François", "Hélène"),
        ("Châtaigne", "Bergeronnette", "Pâquerette"),
        has_number_first=True,
    ),
    Place(
        "ES",
        "+34",
        "ES",
        (
            ("15001", "A Coruña", "Galicia"),
            ("14002", "Córdoba", "Andalucía"),
            ("24001", "León", "Castilla y León"),
        ),
        ("Calle del Olmo", "Avenida de la Constitución", "Plaza de la Viña", "Calle Peñón"),
        ("Golondrina", "Luz de Otoño", "Piñón", "Río Claro"),
        ("Construcción", "Energía", "Logística", "Telecomunicación"),
        ("S.A.", "S.L.", "S.L.U."),
        ("Íñigo", "Begoña", "Andrés"),
        ("Ruiseñor", "Jazmín", "Encina"),
    ),
    Place(
        "PL",
        "+48",
        "PL",
        (
            ("90-001", "Łódź", "łódzkie"),
            ("50-001", "Wrocław", "dolnośląskie"),
            ("80-001", "Gdańsk", "pomorskie"),
        ),
        ("ulica Długa", "ulica Świętojańska", "aleja Lipowa", "ulica Młyńska"),
        ("Jaskółka", "Złoty Kłos", "Śnieżka", "Żuraw"),
        ("Hutnictwo", "Żegluga", "Energetyka", "Ubezpieczenia"),
        ("sp. z o.o.", "S.A."),
        ("Łucja", "Wojciech", "Małgorzata"),
        ("Słowik", "Jarzębina", "Dzięcioł"),
    ),
    Place(
        "CZ",
        "+420",
        "CZ",
        (
            ("602 00", "Brno", "Jihomoravský kraj"),
            ("301 00", "Plzeň", "Plzeňský kraj"),
            ("460 01", "Liberec", "Liberecký kraj"),
        ),
        ("Dlouhá", "Křížová", "Na Příkopě", "Růžová"),
        ("Vlaštovka", "Jeřabina", "Říčka", "Sněženka"),
        ("Strojírny", "Pojišťovna", "Sklárny", "Dopravní podnik"),
        ("a.s.", "s.r.o."),
        ("Jiří", "Žaneta", "Ondřej"),
        ("Borůvka", "Hvězda", "Křepelka"),
    ),
    Place(
        "GB",
        "+44",
        "GB",
        (
            ("BS1 4DJ", "Bristol", "Bristol"),
            ("EH1 1YZ", "Edinburgh", "Scotland"),
            ("CF10 1EP", "Cardiff", "Wales"),
        ),
        ("High Street", "Mill Lane", "Quay Road", "Weavers' Yard"),
        ("Kingfisher", "Otter & Reed", "Thistledown", "Moorland"),
        ("Engineering", "Insurance", "Water", "Shipping"),
        ("plc", "Ltd", "LLP"),
        ("Siân", "Hamish", "Gwenllian"),
        ("Nightjar", "Bramble", "O'Heron"),
        has_number_first=True,
    ),
    Place(
        "US",
        "+1",
        "US",
        (
            ("04101", "Portland", "Maine"),
            ("87501", "Santa Fe", "New Mexico"),
            ("53202", "Milwaukee", "Wisconsin"),
        ),
        ("Harbor Avenue", "Cottonwood Drive", "Third Street NW", "Peñasco Road"),
        ("Blue Heron", "Prairie Smoke", "Juniper & Sons", "Lakeshore"),
        ("Manufacturing", "Health Systems", "Freight", "Utilities"),
        ("Inc.", "LLC", "Corporation"),
        ("Renée", "Chayton", "José"),
        ("Tanager", "Goldenrod", "Cottonwood"),
        has_number_first=True,
    ),
)
