"""Canonical units, shared by the rule sets of all languages.

Each language has its own table of unit words; every table ends in the names below, so
that a figure means the same whichever language said it. Amounts of money keep their
currency, power is always kW and energy kWh; nothing else is converted between systems.
"""

from __future__ import annotations

from typing import Final

CURRENCIES: Final = frozenset(
    {
        "AED", "AFN", "AMD", "AOA", "ARS", "AUD", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF",
        "BND", "BOB", "BRL", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP",
        "CRC", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "GBP", "GEL",
        "GHS", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD",
        "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KRW", "KWD", "KZT", "LAK", "LBP",
        "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MKD", "MMK", "MOP", "MUR", "MVR", "MWK", "MXN",
        "MYR", "MZN", "NAD", "NGN", "NOK", "NPR", "NZD", "OMR", "PEN", "PGK", "PHP", "PKR", "PLN",
        "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SCR", "SDG", "SEK", "SGD", "SLE", "SOS",
        "SRD", "SSP", "SZL", "THB", "TJS", "TND", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD",
        "UYU", "UZS", "VND", "XAF", "XCD", "XOF", "YER", "ZAR", "ZMW",
    }
)  # fmt: skip
"""ISO 4217 codes that the readers know."""

SIMPLE: Final = frozenset(
    {
        "percent", "percentage_point", "permille", "ratio", "rank",
        "kW", "kWh", "W", "var", "kVA",
        "t", "jin", "kg", "g", "mg", "ug", "toe", "tce", "barrel", "L", "GJ",
        "m", "km", "m2", "km2", "ha", "mu", "acre", "m3", "nautical_mile",
        "person", "person_trip", "household", "user", "vehicle", "TEU",
        "second", "minute", "hour", "day", "working_day", "week", "month", "year",
        "byte", "bit/s", "dB", "°C", "count", "CNY_10k", "MWh", "ounce", "bushel",
        "mile", "mile2", "ft2", "ft3", "gallon",
    }
)  # fmt: skip
"""Units that stand alone or as a part of a compound such as ``CNY/t``."""

LATIN_SYMBOLS: Final[dict[str, tuple[str, float]]] = {
    "%": ("percent", 1.0),
    "‰": ("permille", 1.0),
    "W": ("kW", 1e-3),
    "kW": ("kW", 1.0),
    "KW": ("kW", 1.0),
    "MW": ("kW", 1e3),
    "GW": ("kW", 1e6),
    "TW": ("kW", 1e9),
    "MWp": ("kW", 1e3),
    "GWp": ("kW", 1e6),
    "kWh": ("kWh", 1.0),
    "KWh": ("kWh", 1.0),
    "MWh": ("kWh", 1e3),
    "GWh": ("kWh", 1e6),
    "TWh": ("kWh", 1e9),
    "t": ("t", 1.0),
    "kg": ("kg", 1.0),
    "g": ("g", 1.0),
    "mg": ("mg", 1.0),
    "μg": ("ug", 1.0),
    "µg": ("ug", 1.0),
    "ug": ("ug", 1.0),
    "km": ("km", 1.0),
    "m": ("m", 1.0),
    "km2": ("km2", 1.0),
    "km²": ("km2", 1.0),
    "m2": ("m2", 1.0),
    "m²": ("m2", 1.0),
    "m3": ("m3", 1.0),
    "m³": ("m3", 1.0),
    "ha": ("ha", 1.0),
    "hm2": ("ha", 1.0),
    "hm²": ("ha", 1.0),
    "TEU": ("TEU", 1.0),
    "L": ("L", 1.0),
    "GJ": ("GJ", 1.0),
}
"""Symbols written alike in every language, with the factor to the canonical unit."""


def is_canonical(unit: str) -> bool:
    """Return whether `unit` is a canonical name, or a compound of them with slashes.

    Examples
    --------
    >>> is_canonical("CNY/person/day"), is_canonical("元")
    (True, False)
    """
    return (
        all(part in SIMPLE or part in CURRENCIES or part == "笔" for part in unit.split("/"))
        or unit in SIMPLE
    )


def resolved(number: float) -> float:
    """Return `number` without the dust of binary multiplication (1.1 * 3 is 3.3).

    Examples
    --------
    >>> resolved(1243.47 * 10_000)
    12434700.0
    """
    return float(f"{number:.12g}")
