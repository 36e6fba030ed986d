"""Words of many languages as spreadsheets write them: the code page of each is told by its letters."""

from __future__ import annotations

import pytest

from app.intake.code_pages import guess
from app.intake.letters import CODE_PAGES
from app.intake.names import ENCODINGS

WORDS = {
    "Turkish": (
        "Şeker Gıda Çiçek Işık Güneş Öğrenci Üzüm İstanbul Kadıköy Beyoğlu Diyarbakır Şanlıurfa "
        "Çağlayan Eskişehir Muğla Ağrı Iğdır İzmir Balıkesir Çanakkale Kırşehir Niğde Tekirdağ Uşak "
        "Zonguldak Aydın Elazığ Gümüşhane Kütahya Çorum Şırnak Bağcılar Üsküdar Sarıyer Ümraniye "
        "Çankaya Yenişehir Bağlar Kuşadası Göztepe"
    ),
    "Latvian": (
        "Rīga Jūrmala Liepāja Rēzekne Jēkabpils Ventspils Valmiera Kārļa Brīvības Dzirnavu Čaks "
        "Ķekava Mārupe Ādaži Cēsis Kuldīga Sabiedrība ierobežotu atbildību Zemgales Jānis Bērziņš "
        "Kalniņš Ozoliņš Līga Āboliņa Šķūnis Žanis Ģimene Ūdens Ņikita Pērle Skolas iela Tērbatas "
        "Daugavpils Rūpniecība Tirdzniecība Krāsas Apavi"
    ),
    "Lithuanian": (
        "Vilnius Šiauliai Panevėžys Klaipėda Kaunas Mažeikiai Jonava Utena Kėdainiai Telšiai Tauragė "
        "Ukmergė Visaginas Plungė Kretinga Šilutė Radviliškis Palanga Druskininkai Gedimino gatvė "
        "Laisvės alėja Žalgirio Ąžuolas Žirmūnų Įmonė Čiurlionis Ūkis Šaltinis Rūbai Avalynė Žuvys "
        "Gėlės Vaistinė Prekyba Kavinė Medžiagos Įrankiai Elektrėnai Biržai Rokiškis"
    ),
    "Estonian": (
        "Tallinn Tartu Pärnu Võru Põlva Jõgeva Rakvere Jõhvi Kärdla Kuressaare Õismäe Lasnamäe "
        "Mustamäe Kristiine Nõmme Šokolaad Žürii Osaühing Äripäev Ülemiste Öö Käsitöö Mööbel Jalatsid "
        "Rõivad Kaubamaja Männiku Sõpruse Tööstuse Hõbe Küünal Lõunakeskus Põhja Lääne Viljandi Narva "
        "Sillamäe Türi Paide Elva"
    ),
    "Hebrew": (
        "שלום תל אביב ירושלים חיפה באר שבע נתניה אשדוד חולון רמת גן בני ברק רחוב הרצל דיזנגוף אלנבי "
        "חברה בעמ נעליים ביגוד ספרים מתנות כלי בית מזון משקאות לקוח מספר כתובת מיקוד עיר מדינה טלפון "
        "הנחה פעיל כן לא סניף"
    ),
    "Greek": (
        "Αθήνα Θεσσαλονίκη Πάτρα Ηράκλειο Λάρισα Βόλος Ιωάννινα Χανιά Ρόδος Καβάλα οδός Ερμού "
        "Πανεπιστημίου Σταδίου Εταιρεία Παπούτσια Ενδύματα Τρόφιμα Βιβλία Δώρα Γεώργιος Παπαδόπουλος "
        "Νικόλαος Δημητρίου Ελένη Κωνσταντίνου Πλατεία Συντάγματος Κηφισιά Γλυφάδα Μαρούσι Πειραιάς "
        "Καλαμάτα Σέρρες Ξάνθη Δράμα Κοζάνη Βέροια Έδεσσα Άρτα"
    ),
    "Russian": (
        "Москва Санкт Петербург Новосибирск Екатеринбург Казань улица Ленина Тверская Невский "
        "проспект Общество ограниченной ответственностью Обувь Одежда Продукты Книги Подарки Иванов "
        "Пётр Сергеевич Наталья Кузнецова Площадь Победы Самара Омск Челябинск Ростов Дону Уфа "
        "Красноярск Пермь Воронеж Волгоград Краснодар Саратов Тюмень Тольятти Ижевск Барнаул"
    ),
    "Ukrainian": (
        "Київ Харків Одеса Дніпро Львів Запоріжжя Кривий Ріг Миколаїв вулиця Шевченка Хрещатик "
        "Товариство обмеженою відповідальністю Взуття Одяг Їжа Книги Подарунки Ґанок Єдність Іваненко "
        "Петро Олександрівна Площа Перемоги Вінниця Херсон Полтава Чернігів Черкаси Житомир Суми "
        "Хмельницький Чернівці Рівне Кропивницький Тернопіль Луцьк Ужгород Біла Церква"
    ),
    "Bulgarian": (
        "София Пловдив Варна Бургас Русе Стара Загора Плевен Сливен Добрич Шумен улица Витоша Обувки "
        "Облекло Храни Книги Подаръци Дружество ограничена отговорност Иван Петров Георги Димитров "
        "Мария Площад Независимост Перник Хасково Ямбол Пазарджик Благоевград Велико Търново Враца "
        "Габрово Асеновград Видин Казанлък Кърджали Кюстендил Монтана"
    ),
    "Polish": (
        "Łódź Kraków Wrocław Poznań Gdańsk Szczecin Bydgoszcz Białystok Częstochowa Radom Toruń "
        "Rzeszów Spółka ograniczoną odpowiedzialnością Obuwie Odzież Żywność Książki Świece Ślusarz "
        "Źródło ulica Długa Młyńska Mickiewicza Piłsudskiego Plac Wolności Jarosław Małgorzata "
        "Wiśniewski Wójcik Kowalczyk Kamiński Zieliński Szymański Woźniak Dąbrowski Kozłowski "
        "Jankowski Mazur Krawczyk"
    ),
    "Czech": (
        "Praha Brno Ostrava Plzeň Olomouc Liberec České Budějovice Hradec Králové Ústí Labem "
        "Pardubice Zlín Společnost ručením omezeným Obuv Oděvy Potraviny Knihy Dárky Žižkov Náměstí "
        "Míru Václavské Novák Svoboda Dvořák Černý Procházka Kučera Veselý Horák Němec Pokorný Marek "
        "Pospíšil Hájek Jelínek Král Růžička Beneš Fiala"
    ),
    "Hungarian": (
        "Budapest Debrecen Szeged Miskolc Pécs Győr Nyíregyháza Kecskemét Székesfehérvár Szombathely "
        "Korlátolt Felelősségű Társaság Cipő Ruházat Élelmiszer Könyvek Ajándék Petőfi utca Kossuth "
        "tér Nagy Kovács Tóth Szabó Horváth Varga Kiss Molnár Németh Farkas Balogh Papp Takács Juhász "
        "Lakatos Mészáros Oláh Simon Rácz Fekete Szűcs Hűvös Tűzoltó"
    ),
    "Romanian": (
        "Bucureşti Cluj Napoca Timişoara Iaşi Constanţa Craiova Braşov Galaţi Ploieşti Oradea Brăila "
        "Arad Piteşti Sibiu Bacău Târgu Mureş Societate răspundere limitată Încălţăminte Îmbrăcăminte "
        "Alimente Cărţi Cadouri Strada Ştefan cel Mare Piaţa Unirii Popescu Ionescu Gheorghe Ţăranu "
        "Bistriţa Suceava Botoşani Focşani Râmnicu Vâlcea Drobeta Turnu Severin Târgovişte"
    ),
    "Croatian": (
        "Zagreb Split Rijeka Osijek Zadar Pula Šibenik Dubrovnik Čakovec Varaždin Đakovo Požega "
        "Društvo ograničenom odgovornošću Obuća Odjeća Namirnice Knjige Pokloni Ulica Žrtava Trg bana "
        "Jelačića Kovačević Horvat Babić Marić Jurić Novak Knežević Vuković Marković Petrović Matić "
        "Tomić Kovačić Pavlović Božić Blažević Grgić Pavić Radić Šarić"
    ),
    "Danish": (
        "København Århus Ålborg Odense Esbjerg Næstved Kolding Køge Hørsholm Helsingør Sønderborg Ærø "
        "Bornholm Smørhullet Butik Grønnegade Garn Havørn Søn Ærø Sejl Strik Blåbær Rødgrød Fløde "
        "Vinterstøvler Børnetøj Sko Hjørring Thisted Skive Viborg Åbenrå Tønder Ribe Varde Brædstrup "
        "Tårnby Gentofte Lyngby Tåstrup"
    ),
    "French": (
        "Société Générale Chaussures Élégance Forêt Château Noël Île Besançon Orléans Nîmes Béziers "
        "Créteil Évry Saint Étienne Angoulême Périgueux Hôtel Crêperie Pâtisserie Boulangerie "
        "Épicerie Vêtements Façade Rue République Liberté Égalité Fraternité Gérard Hélène François "
        "Benoît Zoé Léa Chloé Œuvre Cœur Sœur Bœuf Âge"
    ),
    "German": (
        "München Köln Düsseldorf Nürnberg Würzburg Lübeck Gütersloh Göttingen Saarbrücken Tübingen "
        "Straße Größe Schuhe Kleidung Bücher Geschenke Müller Schröder Böhm Jäger Krämer Köhler "
        "Schäfer Weiß Groß Löwe Bäcker Händler Übersee Äpfel Österreich Gesellschaft beschränkter "
        "Haftung Fußball Süßwaren Möbel Küche Gärtnerei"
    ),
    "Spanish": (
        "España Málaga Córdoba Cádiz Jaén León Ávila Cáceres Logroño Castellón Sociedad Limitada "
        "Zapatería Ropa Niños Alimentación Librería Regalos Calle Mayor Peña Muñoz Núñez Ibáñez "
        "Martínez González Rodríguez Fernández López García Sánchez Pérez Gómez Martín Jiménez Ruiz "
        "Hernández Díaz Moreno Álvarez"
    ),
}
WINDOWS = {
    "cp1250": ("Polish", "Czech", "Hungarian", "Romanian", "Croatian"),
    "cp1251": ("Russian", "Ukrainian", "Bulgarian"),
    "cp1252": ("Danish", "French", "German", "Spanish"),
    "cp1253": ("Greek",),
    "cp1254": ("Turkish",),
    "cp1255": ("Hebrew",),
    "cp1257": ("Latvian", "Lithuanian", "Estonian"),
}
OTHERS = {
    "mac_roman": ("Danish", "French", "German", "Spanish"),
    "mac_latin2": ("Polish", "Czech", "Hungarian"),
    "mac_turkish": ("Turkish",),
    "mac_cyrillic": ("Russian",),
    "mac_greek": ("Greek",),
    "cp850": ("Danish", "French", "Spanish"),
    "cp437": ("German",),
    "cp852": ("Polish", "Czech", "Hungarian"),
    "cp857": ("Turkish",),
    "cp866": ("Russian",),
    "cp737": ("Greek",),
    "cp862": ("Hebrew",),
    "cp775": ("Lithuanian",),
    "iso8859-2": ("Polish", "Czech", "Hungarian"),
}
ALL = [(page, one) for table in (WINDOWS, OTHERS) for page, some in table.items() for one in some]


def lines_of(language: str, page: str, *, count: int = 40) -> tuple[bytes, ...]:
    """Rows of numbers and two words each, as far as they are not plain ASCII."""
    words = WORDS[language].split()[:count]
    rows = (f"{1000 + at};{word} {words[at * 7 % len(words)]};DKK\r\n" for at, word in enumerate(words))
    return tuple(line for row in rows if not (line := row.encode(page, "replace")).isascii())


@pytest.mark.parametrize(("page", "language"), ALL)
def test_forty_words_are_read_as_they_were_written(page: str, language: str) -> None:
    lines = lines_of(language, page)
    found = guess(lines)
    assert found is not None
    assert found.is_guessed
    assert [line.decode(found.name) for line in lines] == [line.decode(page) for line in lines]


@pytest.mark.parametrize(("page", "language"), [one for one in ALL if one[0] in WINDOWS])
def test_eight_words_are_enough_for_the_pages_of_today(page: str, language: str) -> None:
    lines = lines_of(language, page, count=8)
    found = guess(lines)
    assert found is not None
    assert [line.decode(found.name) for line in lines] == [line.decode(page) for line in lines]


def test_two_accents_are_not_taken_for_chinese() -> None:
    lines = ("1;Pécs;Kossuth tér\r\n".encode("cp1250"), "2;Győr;Petőfi utca\r\n".encode("cp1250"))
    found = guess(lines)
    assert found is not None
    assert found.name == "cp1250"
    assert found.telling[1] == "2;Győr;Petőfi utca"


def test_a_file_of_several_countries_is_read_as_written() -> None:
    west = tuple(line for one in WINDOWS["cp1252"] for line in lines_of(one, "cp1252", count=8))
    found = guess(west)
    assert found is not None
    assert found.name == "cp1252"
    east = tuple(line for one in WINDOWS["cp1250"] for line in lines_of(one, "cp1250", count=8))
    found = guess(east)
    assert found is not None
    assert found.name == "cp1250"


def test_every_page_that_is_guessed_has_a_name_and_can_be_chosen() -> None:
    assert set(CODE_PAGES) <= {name for name, _, _ in ENCODINGS}
