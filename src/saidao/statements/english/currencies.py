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
    "k": "ZMW",
    "r": "ZAR",
    "n": "NGN",
    **{code.lower(): code for code in CODES},
}
"""What stands before an amount. ``$``, ``¥`` and ``Sh`` depend on the place."""

PREFIXES = word_list("BF FBu KShs Kshs KSh Ksh USh Ush TSh Tsh Tk TK Rs RM Rp Shs Sh NRs Nu RMB")
"""Abbreviations that may be written onto the digits: Ksh90.5 billion."""

LETTERS = frozenset("rnk")
"""Signs of one letter, which count only before an amount in millions or more: R12 billion."""

NAMES: dict[str, str] = {
    "us dollars": "USD",
    "u.s. dollars": "USD",
    "american dollars": "USD",
    "hong kong dollars": "HKD",
    "singapore dollars": "SGD",
    "australian dollars": "AUD",
    "canadian dollars": "CAD",
    "new zealand dollars": "NZD",
    "new taiwan dollars": "TWD",
    "nt dollars": "TWD",
    "euros": "EUR",
    "euro": "EUR",
    "pounds": "GBP",
    "pounds sterling": "GBP",
    "egyptian pounds": "EGP",
    "rupees": "INR",
    "pakistani rupees": "PKR",
    "sri lankan rupees": "LKR",
    "yuan": "CNY",
    "yuan renminbi": "CNY",
    "renminbi": "CNY",
    "yen": "JPY",
    "won": "KRW",
    "ringgit": "MYR",
    "baht": "THB",
    "rupiah": "IDR",
    "philippine pesos": "PHP",
    "mexican pesos": "MXN",
    "dong": "VND",
    "rand": "ZAR",
    "rands": "ZAR",
    "naira": "NGN",
    "cedis": "GHS",
    "birr": "ETB",
    "kwacha": "ZMW",
    "kenyan shillings": "KES",
    "kenya shillings": "KES",
    "ugandan shillings": "UGX",
    "tanzanian shillings": "TZS",
    "shillings": "Sh",
    "taka": "BDT",
    "crore taka": "BDT",
    "dirhams": "AED",
    "riyals": "SAR",
    "shekels": "ILS",
    "lira": "TRY",
    "roubles": "RUB",
    "rubles": "RUB",
    "hryvnia": "UAH",
    "zloty": "PLN",
    "forint": "HUF",
    "koruna": "CZK",
    "kronor": "SEK",
    "kroner": "NOK",
    "reais": "BRL",
    "swiss francs": "CHF",
    "dollars": "$",
    "dollar": "$",
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
    "Sh": {"kenya": "KES", "uganda": "UGX", "tanzania": "TZS"},
    "INR": {
        "pakistan": "PKR",
        "sri lanka": "LKR",
        "nepal": "NPR",
        "mauritius": "MUR",
        "maldives": "MVR",
    },
}
"""Whose currency a shared sign is, by a place."""

ANYWHERE: dict[str, str] = {"$": "USD"}
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
