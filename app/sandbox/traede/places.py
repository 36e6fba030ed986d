"""Where the made-up customers are: countries, towns, streets, and words for company names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One country's stock of parts; towns are (zip, city, region)."""

    country: str
    currency: str
    towns: tuple[tuple[str, str, str | None], ...]
    streets: tuple[str, ...]
    first_words: tuple[str, ...]
    trades: tuple[str, ...]
    forms: tuple[str, ...]
    has_number_first: bool = False


PLACES: tuple[Place, ...] = (
    Place(
        "DK",
        "DKK",
        (
            ("8000", "Aarhus C", None),
            ("5000", "Odense C", None),
            ("9000", "Aalborg", None),
            ("6700", "Esbjerg", None),
        ),
        ("Vestergade", "Søndre Havnevej", "Åboulevarden", "Bødkergade", "Kærvej"),
        ("Fjordlys", "Blåbær", "Nørrebølge", "Æblegård", "Klit", "Vinterhavn"),
        ("Tøj", "Sko", "Interiør", "Børnetøj", "Design"),
        ("ApS", "A/S", "I/S"),
    ),
    Place(
        "SE",
        "SEK",
        (
            ("411 05", "Göteborg", None),
            ("211 20", "Malmö", None),
            ("903 26", "Umeå", None),
            ("582 22", "Linköping", None),
        ),
        ("Storgatan", "Östra Hamngatan", "Kungsängsvägen", "Björkgatan", "Nygatan"),
        ("Norrsken", "Lövsång", "Ängsull", "Skärgård", "Tallåsen", "Snöflinga"),
        ("Kläder", "Skor", "Inredning", "Textil", "Mode"),
        ("AB", "HB"),
    ),
    Place(
        "NO",
        "NOK",
        (
            ("5003", "Bergen", None),
            ("7010", "Trondheim", None),
            ("9008", "Tromsø", None),
            ("6002", "Ålesund", None),
        ),
        ("Strandgaten", "Øvre Torg", "Fjellveien", "Kjøpmannsgata", "Nedre Brygge"),
        ("Fjellro", "Nordvind", "Sjøbris", "Lyngheia", "Bølgeskum", "Myrull"),
        ("Klær", "Sko", "Interiør", "Sport", "Garn"),
        ("AS", "ANS"),
    ),
    Place(
        "DE",
        "EUR",
        (
            ("80331", "München", "Bayern"),
            ("50667", "Köln", "Nordrhein-Westfalen"),
            ("04109", "Leipzig", "Sachsen"),
            ("01067", "Dresden", "Sachsen"),
        ),
        ("Große Straße", "Mühlenweg", "Am Schloßgarten", "Königsallee", "Bäckergasse"),
        ("Waldläufer", "Süßkirsche", "Morgentau", "Grünspecht", "Hafenblick", "Türmchen"),
        ("Mode", "Schuhe", "Wohnen", "Kindermoden", "Textilhandel"),
        ("GmbH", "UG", "OHG", "GmbH & Co. KG"),
    ),
    Place(
        "FR",
        "EUR",
        (
            ("69002", "Lyon", "Auvergne-Rhône-Alpes"),
            ("42000", "Saint-Étienne", "Auvergne-Rhône-Alpes"),
            ("06000", "Nice", "Provence-Alpes-Côte d'Azur"),
            ("29200", "Brest", "Bretagne"),
        ),
        ("rue de l'Église", "avenue des Châtaigniers", "place du Marché", "quai de l'Île", "rue du Bûcher"),
        ("L'Hirondelle", "Belle Étoile", "Forêt Bleue", "Côté Plage", "Le Chêne", "Été Indien"),
        ("Mode", "Chaussures", "Décoration", "Prêt-à-porter", "Textile"),
        ("SARL", "SAS", "EURL"),
        has_number_first=True,
    ),
    Place(
        "ES",
        "EUR",
        (
            ("15001", "A Coruña", "Galicia"),
            ("14002", "Córdoba", "Andalucía"),
            ("48001", "Bilbao", "Bizkaia"),
            ("24001", "León", "Castilla y León"),
        ),
        ("Calle del Olmo", "Avenida de la Constitución", "Plaza de la Viña", "Calle Peñón", "Paseo Marítimo"),
        ("Golondrina", "Luz de Otoño", "Piñón", "Río Claro", "Alborada", "Caña Dulce"),
        ("Moda", "Calzados", "Hogar", "Textiles", "Confección"),
        ("S.L.", "S.A."),
    ),
    Place(
        "PL",
        "PLN",
        (
            ("90-001", "Łódź", "łódzkie"),
            ("50-001", "Wrocław", "dolnośląskie"),
            ("80-001", "Gdańsk", "pomorskie"),
            ("61-001", "Poznań", "wielkopolskie"),
        ),
        ("ulica Długa", "ulica Świętojańska", "aleja Lipowa", "ulica Młyńska", "ulica Żeglarska"),
        ("Jaskółka", "Złoty Kłos", "Śnieżka", "Żuraw", "Bursztyn", "Wrzos"),
        ("Odzież", "Obuwie", "Tkaniny", "Moda", "Dom"),
        ("sp. z o.o.", "S.A.", "sp. j."),
    ),
    Place(
        "CZ",
        "CZK",
        (
            ("602 00", "Brno", None),
            ("301 00", "Plzeň", None),
            ("460 01", "Liberec", None),
            ("370 01", "České Budějovice", None),
        ),
        ("Dlouhá", "Křížová", "Na Příkopě", "Zámecká", "Růžová"),
        ("Vlaštovka", "Jeřabina", "Říčka", "Sněženka", "Borůvka", "Hvězda"),
        ("Oděvy", "Obuv", "Bytový textil", "Móda", "Látky"),
        ("s.r.o.", "a.s."),
    ),
    Place(
        "NL",
        "EUR",
        (
            ("3511 AB", "Utrecht", None),
            ("9711 LM", "Groningen", None),
            ("5211 JN", "'s-Hertogenbosch", "Noord-Brabant"),
            ("6211 CK", "Maastricht", "Limburg"),
        ),
        ("Oudegracht", "Molenstraat", "Lange Haven", "Kerkplein", "Zuiderkade"),
        ("De IJsvogel", "Zeeën & Zo", "Het Weefhuis", "Duinroos", "Noordzij", "Klaproos"),
        ("Mode", "Schoenen", "Wonen", "Kinderkleding", "Stoffen"),
        ("B.V.", "V.O.F."),
    ),
    Place(
        "GB",
        "GBP",
        (
            ("BS1 4DJ", "Bristol", None),
            ("EH1 1YZ", "Edinburgh", "Scotland"),
            ("LS1 4AP", "Leeds", "West Yorkshire"),
            ("CF10 1EP", "Cardiff", "Wales"),
        ),
        ("High Street", "Mill Lane", "Quay Road", "Chapel Row", "Weavers' Yard"),
        ("Kingfisher", "Otter & Reed", "Bluebell", "Harbour", "Thistledown", "Moorland"),
        ("Clothing", "Footwear", "Homeware", "Fabrics", "Outfitters"),
        ("Ltd", "LLP"),
        has_number_first=True,
    ),
)
