"""Countries, states and large cities by their English names."""

from __future__ import annotations

from saidao.statements.english.wordlists import word_set

COUNTRIES = word_set(
    "china india japan germany france italy spain brazil canada australia singapore",
    "malaysia indonesia vietnam thailand philippines korea taiwan russia ukraine mexico",
    "britain england scotland wales ireland netherlands belgium sweden norway denmark",
    "finland poland greece portugal austria switzerland turkey israel egypt nigeria kenya",
    "ghana ethiopia argentina chile colombia peru pakistan bangladesh europe asia africa",
    "gujarat maharashtra rajasthan karnataka kerala telangana odisha punjab haryana assam",
    "california texas ohio michigan georgia tennessee arizona nevada florida illinois",
    "indiana kansas kentucky oregon virginia pennsylvania alabama colorado louisiana",
    "missouri idaho queensland victoria tasmania ontario quebec alberta london manchester",
    "birmingham leeds glasgow cardiff belfast sydney melbourne brisbane perth mumbai",
    "delhi chennai bengaluru hyderabad kolkata shanghai beijing shenzhen guangzhou",
    "kowloon uganda tanzania rwanda burundi zambia zimbabwe malawi mozambique botswana",
    "namibia senegal mali togo benin cameroon gabon congo angola morocco algeria tunisia",
    "libya sudan somalia djibouti eritrea mauritius madagascar iran iraq jordan lebanon",
    "kuwait qatar bahrain oman yemen afghanistan nepal bhutan maldives myanmar cambodia",
    "laos brunei mongolia kazakhstan uzbekistan armenia azerbaijan romania bulgaria hungary",
    "czechia slovakia slovenia croatia serbia estonia latvia lithuania iceland luxembourg",
    "malta cyprus cuba jamaica bolivia ecuador paraguay uruguay venezuela panama fiji",
    "saskatchewan manitoba minnesota wisconsin iowa nebraska oklahoma utah montana maine",
    "vermont massachusetts connecticut maryland delaware hawaii alaska wyoming arkansas",
)
"""Places known by one name. Others are found after *in*, by their capitals."""

COUNTRIES_OF_TWO = frozenset(
    (
        ("united", "states"),
        ("united", "kingdom"),
        ("european", "union"),
        ("hong", "kong"),
        ("new", "zealand"),
        ("south", "korea"),
        ("south", "africa"),
        ("saudi", "arabia"),
        ("new", "york"),
        ("new", "jersey"),
        ("new", "mexico"),
        ("north", "carolina"),
        ("south", "carolina"),
        ("west", "virginia"),
        ("tamil", "nadu"),
        ("andhra", "pradesh"),
        ("uttar", "pradesh"),
        ("madhya", "pradesh"),
        ("west", "bengal"),
        ("northern", "ireland"),
        ("new", "territories"),
        ("south", "wales"),
        ("western", "australia"),
        ("south", "australia"),
    )
)

CAPITALS = word_set(
    "ottawa washington westminster whitehall brussels canberra wellington nairobi pretoria",
    "abuja accra kigali dodoma kampala lusaka harare islamabad dhaka colombo kathmandu manila",
    "jakarta hanoi bangkok tokyo seoul taipei berlin paris rome madrid lisbon warsaw vienna",
    "stockholm oslo copenhagen helsinki dublin edinburgh moscow kyiv ankara cairo riyadh",
    "brasilia kinshasa holyrood downing",
)
"""Cities that stand for the government that sits there."""
