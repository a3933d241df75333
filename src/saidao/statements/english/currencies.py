"""Currencies as English writes them: signs and codes before an amount, words after it.

To teach the reader a currency, add its sign or abbreviation to `SIGNS`, its code to
`CODES` and its name to `NAMES`. A sign that several countries share (``$``, ``¥``, ``Sh``,
*pesos*) is read by the place: the document's, or a country named in the sentence.
"""

from __future__ import annotations

from saidao.statements.english.wordlists import word_list

CODES = word_list(
    "USD EUR GBP INR HKD SGD TWD AUD CAD NZD JPY CNY KRW MYR THB IDR PHP VND CHF SEK NOK",
    "DKK ZAR BRL MXN AED SAR QAR KWD BHD OMR JOD EGP MAD TND KES UGX TZS RWF ETB NGN GHS",
    "BIF SSP CDF SOS DJF ERN GMD GNF SLE LRD LSL SZL AOA MZN SCR DZD LYD SDG IRR IQD AFN",
    "YER LBP KGS TJS AZN GEL AMD MDL BYN MKD RSD BAM PYG BOB DOP CRC GTQ HNL HTG SRD GYD BZD",
    "ZMW MWK BWP NAD PKR BDT LKR NPR BTN MVR MMK KHR LAK MOP BND FJD PGK PLN CZK HUF RON",
    "BGN ISK RUB UAH TRY ILS KZT UZS CLP COP PEN ARS UYU JMD TTD BBD XCD XOF XAF",
)
"""ISO 4217 codes, written before or after an amount."""

WORDS = frozenset(("COP", "TRY", "PEN", "MOP"))
"""Codes that are also words or names (COP26): only before millions, and never glued."""

SIGNS: dict[str, str] = {
    "us$": "USD",
    "usd$": "USD",
    "hk$": "HKD",
    "nt$": "TWD",
    "a$": "AUD",
    "au$": "AUD",
    "aud$": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "can$": "CAD",
    "cdn$": "CAD",
    "cad$": "CAD",
    "nz$": "NZD",
    "s$": "SGD",
    "sg$": "SGD",
    "b$": "BND",
    "r$": "BRL",
    "mx$": "MXN",
    "j$": "JMD",
    "tt$": "TTD",
    "bds$": "BBD",
    "ec$": "XCD",
    "f$": "FJD",
    "fj$": "FJD",
    "n$": "NAD",
    "e£": "EGP",
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₩": "KRW",
    "₦": "NGN",
    "₱": "PHP",
    "฿": "THB",
    "₫": "VND",
    "₽": "RUB",
    "₺": "TRY",
    "₪": "ILS",
    "₴": "UAH",
    "₸": "KZT",
    "₵": "GHS",
    "gh₵": "GHS",
    "gh¢": "GHS",
    "ghc": "GHS",
    "uk£": "GBP",
    "gb£": "GBP",
    "cn¥": "CNY",
    "rmb¥": "CNY",
    "jp¥": "JPY",
    "৳": "BDT",
    "rmb": "CNY",
    "rm": "MYR",
    "rs": "INR",
    "re": "INR",
    "tk": "BDT",
    "taka": "BDT",
    "ksh": "KES",
    "kshs": "KES",
    "ush": "UGX",
    "ushs": "UGX",
    "tsh": "TZS",
    "tshs": "TZS",
    "shs": "Sh",
    "sh": "Sh",
    "rp": "IDR",
    "php": "PHP",
    "bf": "BIF",
    "fbu": "BIF",
    "nrs": "NPR",
    "slrs": "LKR",
    "nu": "BTN",
    "k": "kwacha",
    "r": "ZAR",
    "n": "NGN",
    **{code.lower(): code for code in CODES},
}
"""What stands before an amount. ``$``, ``¥`` and ``Sh`` depend on the place."""

PREFIXES = word_list("BF FBu KShs Kshs KSh Ksh USh Ush TSh Tsh Tk TK Rs RM Rp Shs Sh NRs Nu RMB")
"""Abbreviations that may be written onto the digits: Ksh90.5 billion."""

LETTERS = frozenset("rnk")
"""Signs of one letter, which count only before an amount in millions or more: R12 billion."""

_NATIONAL: dict[str, dict[str, str]] = {
    "dollars": {
        "us": "USD",
        "u.s.": "USD",
        "american": "USD",
        "hong kong": "HKD",
        "singapore": "SGD",
        "australian": "AUD",
        "canadian": "CAD",
        "new zealand": "NZD",
        "new taiwan": "TWD",
        "nt": "TWD",
        "jamaican": "JMD",
        "fijian": "FJD",
        "fiji": "FJD",
        "namibian": "NAD",
        "liberian": "LRD",
        "guyanese": "GYD",
    },
    "rupees": {
        "indian": "INR",
        "pakistani": "PKR",
        "pakistan": "PKR",
        "sri lankan": "LKR",
        "lankan": "LKR",
        "nepali": "NPR",
        "nepalese": "NPR",
        "mauritian": "MUR",
        "mauritius": "MUR",
        "seychelles": "SCR",
    },
    "pesos": {
        "philippine": "PHP",
        "mexican": "MXN",
        "colombian": "COP",
        "chilean": "CLP",
        "argentine": "ARS",
        "argentinian": "ARS",
        "uruguayan": "UYU",
        "dominican": "DOP",
    },
    "pounds": {
        "british": "GBP",
        "egyptian": "EGP",
        "lebanese": "LBP",
        "sudanese": "SDG",
        "south sudanese": "SSP",
    },
    "francs": {
        "swiss": "CHF",
        "cfa": "XOF",
        "rwandan": "RWF",
        "rwanda": "RWF",
        "burundian": "BIF",
        "burundi": "BIF",
        "congolese": "CDF",
        "guinean": "GNF",
        "djibouti": "DJF",
    },
    "shillings": {
        "kenyan": "KES",
        "kenya": "KES",
        "ugandan": "UGX",
        "uganda": "UGX",
        "tanzanian": "TZS",
        "tanzania": "TZS",
        "somali": "SOS",
    },
    "dinars": {
        "kuwaiti": "KWD",
        "bahraini": "BHD",
        "jordanian": "JOD",
        "iraqi": "IQD",
        "algerian": "DZD",
        "tunisian": "TND",
        "libyan": "LYD",
        "serbian": "RSD",
    },
    "riyals": {"saudi": "SAR", "qatari": "QAR", "omani": "OMR", "yemeni": "YER"},
    "rials": {"omani": "OMR", "iranian": "IRR", "yemeni": "YER"},
    "dirhams": {"uae": "AED", "emirati": "AED", "moroccan": "MAD"},
    "kwacha": {"zambian": "ZMW", "malawian": "MWK", "malawi": "MWK"},
    "kroner": {"danish": "DKK", "norwegian": "NOK"},
    "kronor": {"swedish": "SEK"},
}
"""Names of money that several countries share, by the adjective before them."""

NAMES: dict[str, str] = {
    **{
        f"{country} {name}": code
        for name, countries in _NATIONAL.items()
        for country, code in countries.items()
    },
    "euros": "EUR",
    "euro": "EUR",
    "pounds": "GBP",
    "pounds sterling": "GBP",
    "rupees": "INR",
    "yuan": "CNY",
    "yuan renminbi": "CNY",
    "chinese yuan": "CNY",
    "renminbi": "CNY",
    "yen": "JPY",
    "japanese yen": "JPY",
    "won": "KRW",
    "korean won": "KRW",
    "south korean won": "KRW",
    "ringgit": "MYR",
    "malaysian ringgit": "MYR",
    "baht": "THB",
    "thai baht": "THB",
    "rupiah": "IDR",
    "indonesian rupiah": "IDR",
    "dong": "VND",
    "vietnamese dong": "VND",
    "rand": "ZAR",
    "rands": "ZAR",
    "naira": "NGN",
    "cedis": "GHS",
    "ghana cedis": "GHS",
    "birr": "ETB",
    "ethiopian birr": "ETB",
    "pula": "BWP",
    "dalasi": "GMD",
    "meticais": "MZN",
    "kyat": "MMK",
    "kyats": "MMK",
    "riel": "KHR",
    "kip": "LAK",
    "tenge": "KZT",
    "soums": "UZS",
    "lari": "GEL",
    "lei": "RON",
    "leva": "BGN",
    "taka": "BDT",
    "crore taka": "BDT",
    "shekels": "ILS",
    "lira": "TRY",
    "turkish lira": "TRY",
    "roubles": "RUB",
    "rubles": "RUB",
    "hryvnia": "UAH",
    "hryvnias": "UAH",
    "zloty": "PLN",
    "zlotys": "PLN",
    "forint": "HUF",
    "forints": "HUF",
    "koruna": "CZK",
    "crowns": "CZK",
    "kronor": "SEK",
    "kroner": "NOK",
    "reais": "BRL",
    "guaranis": "PYG",
    "quetzals": "GTQ",
    "dollars": "$",
    "dollar": "$",
    "shillings": "Sh",
    "shilling": "Sh",
    "pesos": "peso",
    "francs": "franc",
    "dinars": "dinar",
    "riyals": "riyal",
    "rials": "rial",
    "dirhams": "dirham",
    "kwacha": "kwacha",
    "kina": "PGK",
    "rm": "MYR",
    "rmb": "CNY",
    "tk": "BDT",
    **{code.lower(): code for code in CODES},
}
"""What stands after an amount."""

NAMES_FROM_MILLIONS = frozenset(("won", "rand", "dong", "lira"))
"""Names that are also common words or names: only after large numbers."""

MINOR: dict[str, str] = {"cents": "$", "pence": "GBP", "paise": "INR", "paisa": "INR"}
"""A hundredth of a currency."""

SHARED: dict[str, dict[str, str]] = {
    "$": {
        "united states": "USD",
        "usa": "USD",
        "us": "USD",
        "u.s.": "USD",
        "america": "USD",
        "singapore": "SGD",
        "hong kong": "HKD",
        "australia": "AUD",
        "australian": "AUD",
        "new south wales": "AUD",
        "victoria": "AUD",
        "queensland": "AUD",
        "canada": "CAD",
        "canadian": "CAD",
        "ontario": "CAD",
        "british columbia": "CAD",
        "new zealand": "NZD",
        "taiwan": "TWD",
        "jamaica": "JMD",
        "trinidad": "TTD",
        "barbados": "BBD",
        "fiji": "FJD",
        "namibia": "NAD",
        "brunei": "BND",
    },
    "¥": {"japan": "JPY", "japanese": "JPY", "china": "CNY", "chinese": "CNY"},
    "Sh": {"kenya": "KES", "uganda": "UGX", "tanzania": "TZS", "somalia": "SOS"},
    "peso": {
        "philippines": "PHP",
        "mexico": "MXN",
        "colombia": "COP",
        "chile": "CLP",
        "argentina": "ARS",
        "uruguay": "UYU",
        "dominican republic": "DOP",
    },
    "franc": {
        "switzerland": "CHF",
        "rwanda": "RWF",
        "burundi": "BIF",
        "congo": "CDF",
        "guinea": "GNF",
        "djibouti": "DJF",
        "senegal": "XOF",
        "ivory coast": "XOF",
        "côte d'ivoire": "XOF",
        "mali": "XOF",
        "benin": "XOF",
        "togo": "XOF",
        "burkina faso": "XOF",
        "cameroon": "XAF",
        "gabon": "XAF",
    },
    "dinar": {
        "kuwait": "KWD",
        "bahrain": "BHD",
        "jordan": "JOD",
        "iraq": "IQD",
        "algeria": "DZD",
        "tunisia": "TND",
        "libya": "LYD",
        "serbia": "RSD",
    },
    "riyal": {"saudi arabia": "SAR", "qatar": "QAR", "oman": "OMR", "yemen": "YER"},
    "rial": {"oman": "OMR", "iran": "IRR", "yemen": "YER"},
    "dirham": {"united arab emirates": "AED", "dubai": "AED", "morocco": "MAD"},
    "kwacha": {"zambia": "ZMW", "malawi": "MWK", "papua new guinea": "PGK"},
    "INR": {
        "pakistan": "PKR",
        "sri lanka": "LKR",
        "nepal": "NPR",
        "mauritius": "MUR",
        "maldives": "MVR",
    },
}
"""Whose currency a shared sign is, by a place."""

SHARED_SIGNS: dict[str, tuple[str, ...]] = {
    sign: tuple(dict.fromkeys(table.values()))[:5]
    for sign, table in SHARED.items()
    if sign != "INR"
}
"""The currencies that a shared sign may stand for, the likeliest first."""

ANYWHERE: dict[str, str] = {"$": "USD", "kwacha": "ZMW"}
"""What a shared sign is in a place that has no such currency of its own."""


def of_place(sign: str, place: str) -> str:
    """Return whose currency a shared sign is in a place; the sign itself if that is open.

    Examples
    --------
    >>> of_place("$", "Hong Kong"), of_place("$", "Kent, United Kingdom"), of_place("$", "")
    ('HKD', 'USD', '$')
    """
    table = SHARED.get(sign)
    if table is None or not place:
        return sign
    lowered = place.lower()
    for name, code in table.items():
        if lowered == name or (len(name) > 4 and name in lowered):
            return code
    return ANYWHERE.get(sign, sign)


def named_in(sign: str, words: list[str]) -> str:
    """Return the currency of the one country with that sign that is named among some words."""
    table = SHARED.get(sign, {})
    found = {table[word] for word in words if word in table and word != "us"}
    return found.pop() if len(found) == 1 else sign
