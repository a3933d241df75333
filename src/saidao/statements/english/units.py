"""Units as English writes them, each with the canonical unit and the factor to it.

To teach the reader a spelling, add it to the table it belongs to. Longest spelling wins.
Units that measure a quantity are in `_MEASURES`; nouns that are counted (`jobs`, `homes`)
need no entry, except those whose canonical unit is not ``count`` (`COUNTED`).
"""

from __future__ import annotations

from saidao.statements.english.wordlists import word_set

_MEASURES: tuple[tuple[str, float, str], ...] = (
    ("percent", 1, "%, per cent, percent, pct, pc, per cents, percentage"),
    (
        "percentage_point",
        1,
        (
            "percentage points, percentage point, percentage - point, % points, % point, "
            "per cent points, percent points, ppt, ppts, pp, pps"
        ),
    ),
    ("percentage_point", 0.01, "basis points, basis point, bps"),
    ("kW", 1e-3, "watts, watt"),
    ("kW", 1, "kw, kilowatt, kilowatts, kwp, kilowatt peak"),
    ("kW", 1e3, "mw, megawatt, megawatts, mwp, mwe, mwac, mwdc, megawatt electrical"),
    ("kW", 1e6, "gw, gigawatt, gigawatts, gwp, gwe, gwac, gwdc"),
    ("kW", 1e9, "tw, terawatt, terawatts"),
    ("kWh", 1, "kwh, kilowatt hour, kilowatt hours, kilowatt - hour, kilowatt - hours"),
    ("kWh", 1e3, "mwh, megawatt hour, megawatt hours, megawatt - hour, megawatt - hours"),
    ("kWh", 1e6, "gwh, gigawatt hour, gigawatt hours, gigawatt - hour, gigawatt - hours"),
    ("kWh", 1e9, "twh, terawatt hour, terawatt hours, terawatt - hour, terawatt - hours"),
    ("kWh", 1e9, "billion units"),
    ("g", 1, "grams, gram"),
    ("kg", 1, "kg, kgs, kilogram, kilograms, kilogramme, kilogrammes, kilos"),
    (
        "t",
        1,
        (
            "tonne, tonnes, ton, tons, metric ton, metric tons, metric tonne, metric tonnes, "
            "tco2e, tco2eq, tco2, mtco2e, mtco2, tpa, tonnes of co2, tons of co2, short tons"
        ),
    ),
    ("t", 1e3, "kt, kilotonne, kilotonnes, kiloton, kilotons, ktpa, ktco2e, ktco2"),
    (
        "t",
        1e6,
        (
            "mmt, mtpa, mmtpa, mmtco2e, mt co2e, mt co2, megatonne, megatonnes, "
            "megaton, megatons, mmtco2"
        ),
    ),
    ("t", 1e9, "gt, gtco2e, gtco2, gigatonne, gigatonnes, gigaton, gigatons"),
    ("GJ", 1, "gj, gigajoules, gigajoule"),
    ("GJ", 1e3, "tj, terajoules, terajoule"),
    ("GJ", 1e6, "pj, petajoules, petajoule"),
    ("GJ", 1e9, "ej, exajoules, exajoule"),
    ("toe", 1, "toe, tonnes of oil equivalent, tons of oil equivalent"),
    ("toe", 1e3, "ktoe"),
    ("toe", 1e6, "mtoe"),
    ("km", 1, "km, kms, kilometre, kilometres, kilometer, kilometers, route kilometres, route km"),
    ("m", 1, "metres, meters, metre, meter"),
    ("mile", 1, "miles, mile, route miles"),
    ("km2", 1, "km2, km², sq km, sq . km, square kilometre, square kilometres, square kilometers"),
    (
        "m2",
        1,
        (
            "m2, m², sqm, sq m, sq . m, sq metres, sq meters, square metre, square metres, "
            "square meters, square meter"
        ),
    ),
    ("ft2", 1, "sq ft, sq . ft, sqft, square feet, square foot"),
    ("mile2", 1, "square miles, sq miles"),
    ("ha", 1, "ha, hectare, hectares"),
    ("acre", 1, "acre, acres"),
    ("m3", 1, "m3, m³, cubic metre, cubic metres, cubic meters, cubic meter, cu m, cum, cu . m"),
    ("m3", 1e6, "mcm"),
    ("m3", 1e9, "bcm"),
    ("ft3", 1, "cubic feet"),
    ("L", 1, "litre, litres, liter, liters"),
    ("L", 1e3, "kilolitre, kilolitres, kl"),
    ("L", 1e6, "megalitre, megalitres, megaliters"),
    ("L", 1e9, "gigalitre, gigalitres"),
    ("gallon", 1, "gallon, gallons"),
    ("barrel", 1, "barrel, barrels, bbl"),
    ("TEU", 1, "teu, teus, twenty - foot equivalent units"),
    ("year", 1, "year, years, yr, yrs, year's, years'"),
    ("month", 1, "month, months, months'"),
    ("week", 1, "week, weeks, weeks'"),
    ("day", 1, "day, days, calendar days, days'"),
    ("working_day", 1, "working day, working days, business days, work days"),
    ("hour", 1, "hour, hours, hrs, hours'"),
    ("minute", 1, "minute, minutes, mins"),
    ("ug/m3", 1, "micrograms per cubic metre, micrograms per cubic meter, µg / m3, μg / m3"),
    ("g/km", 1, "g / km, grams per kilometre, g co2 / km, grams of co2 per kilometre"),
    ("degree", 1, "°, degrees, degree, degc, c"),
)
MEASURES: dict[str, tuple[str, float]] = {
    spelling: (unit, factor)
    for unit, factor, spellings in _MEASURES
    for spelling in spellings.split(", ")
}
"""Spelling to canonical unit and factor."""

LONGEST_MEASURE = max(spelling.count(" ") + 1 for spelling in MEASURES)

CASED: dict[str, tuple[str, float]] = {
    "Mt": ("t", 1e6),
    "MT": ("t", 1e6),
    "m": ("m", 1.0),
    "MtCO2e": ("t", 1e6),
    "MtCO2eq": ("t", 1e6),
    "MtCO2": ("t", 1e6),
}
"""Spellings that mean something else in another case; ``MT`` may be one tonne: a review."""

TIME_UNITS = frozenset(("year", "month", "week", "day", "working_day", "hour", "minute"))

DENOMINATORS: dict[str, str] = {
    "tonne": "t",
    "ton": "t",
    "metric tonne": "t",
    "metric ton": "t",
    "tonne of emissions": "t",
    "t": "t",
    "tco2e": "t",
    "tco2": "t",
    "kg": "kg",
    "kilogram": "kg",
    "kilo": "kg",
    "quintal": "quintal",
    "mwh": "MWh",
    "megawatt hour": "MWh",
    "megawatt - hour": "MWh",
    "kwh": "kWh",
    "kilowatt hour": "kWh",
    "kilowatt - hour": "kWh",
    "unit": "unit",
    "therm": "therm",
    "gj": "GJ",
    "mmbtu": "MMBtu",
    "kw": "kW",
    "kilowatt": "kW",
    "mw": "MW",
    "megawatt": "MW",
    "watt": "W",
    "barrel": "barrel",
    "litre": "L",
    "liter": "L",
    "gallon": "gallon",
    "hectare": "ha",
    "ha": "ha",
    "acre": "acre",
    "square metre": "m2",
    "square meter": "m2",
    "sq m": "m2",
    "sqm": "m2",
    "square foot": "ft2",
    "sq ft": "ft2",
    "square kilometre": "km2",
    "cubic metre": "m3",
    "cubic meter": "m3",
    "km": "km",
    "kilometre": "km",
    "kilometer": "km",
    "mile": "mile",
    "person": "person",
    "capita": "person",
    "head": "person",
    "adult": "person",
    "child": "person",
    "worker": "person",
    "employee": "person",
    "student": "person",
    "pupil": "person",
    "learner": "person",
    "apprentice": "person",
    "participant": "person",
    "resident": "person",
    "patient": "person",
    "recipient": "person",
    "beneficiary": "person",
    "teacher": "person",
    "farmer": "person",
    "household": "household",
    "family": "household",
    "home": "home",
    "vehicle": "vehicle",
    "car": "vehicle",
    "ev": "vehicle",
    "day": "day",
    "week": "week",
    "month": "month",
    "hour": "hour",
    "night": "night",
    "year": "year",
    "annum": "year",
    "quarter": "quarter",
    "shift": "shift",
    "visit": "visit",
    "trip": "trip",
    "ride": "trip",
    "journey": "trip",
}
"""What an amount may be per. A person is a person whatever the work."""

ADVERBS: dict[str, str] = {
    "annually": "year",
    "yearly": "year",
    "monthly": "month",
    "weekly": "week",
    "hourly": "hour",
    "p.a.": "year",
    "pa": "year",
    "p.m.": "",
    "daily": "day",
}
"""Words after an amount that say per what."""

COUNTED: dict[str, str] = {
    **dict.fromkeys(
        word_set(
            "people persons person individuals workers employees residents citizens students",
            "pupils learners children adults women men girls boys farmers teachers nurses doctors",
            "physicians midwives officers soldiers veterans apprentices trainees interns",
            "graduates engineers researchers scientists technicians electricians professionals",
            "talents specialists seniors pensioners retirees patients beneficiaries recipients",
            "migrants refugees americans australians canadians indians singaporeans britons",
            "europeans youths youth population inhabitants jobseekers commuters caregivers carers",
            "parents fishers fishermen artisans weavers taxpayers volunteers drivers police",
            "constables employment staff workforce personnel newcomers immigrants undergraduates",
            "postgraduates academics experts clinicians gps dentists therapists couples minors",
            "toddlers infants babies consumers elders",
        ),
        "person",
    ),
    **dict.fromkeys(("households", "household", "families"), "household"),
    **dict.fromkeys(("users", "subscribers"), "user"),
    **dict.fromkeys(
        word_set(
            "vehicles vehicle cars evs trucks lorries vans buses taxis automobiles phevs bevs",
            "tractors ambulances e-buses autos minibuses coaches motorcycles",
        ),
        "vehicle",
    ),
    **dict.fromkeys(
        word_set("passengers arrivals trips journeys visits rides passenger-trips ridership"),
        "person_trip",
    ),
}
"""Head nouns whose canonical unit is not ``count``."""

_PERSONS = word_set(
    "welders plumbers builders managers owners homeowners renters tenants bakers coders",
    "programmers analysts entrepreneurs traders vendors miners sailors seafarers cadets",
    "recruits firefighters paramedics attendees delegates players participants applicants",
    "consultants accountants assistants claimants fellows scholars lecturers professors",
    "innovators inventors designers producers' makers' lawyers clerks inspectors planners",
    "surveyors mechanics cooks chefs waiters cleaners servants civilians prisoners",
    "offenders voters freelancers contractors breadwinners orphans widows schoolchildren",
    "toddlers landowners fishers herders pastoralists labourers laborers craftsmen hires",
    "staffers peasants growers smallholders commanders rangers wardens guards lifeguards",
    "mentors tutors coaches' trainers counsellors counselors reservists cyclists",
    "pedestrians motorists",
)
_NOT_PERSONS = word_set(
    "assists lists twists careers wishlists checklists shortlists waitlists mists"
)
_PERSON_ENDINGS = ("ians", "eers", "workers", "women", "ists")


def unit_counted(head: str) -> str:
    """Return the canonical unit of what a noun counts.

    Examples
    --------
    >>> unit_counted("physicians"), unit_counted("vans"), unit_counted("bridges")
    ('person', 'vehicle', 'count')
    """
    unit = COUNTED.get(head)
    if unit is not None:
        return unit
    if head in _PERSONS or (head.endswith(_PERSON_ENDINGS) and head not in _NOT_PERSONS):
        return "person"
    return "count"


JOBS = word_set("jobs posts vacancies positions roles apprenticeships internships")
