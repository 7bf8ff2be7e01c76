"""Write countries.sql: the codes of countries and currencies, and countries' names in English and French.

From Unicode's CLDR, as Babel brings it (docs/licences/cldr.txt); run it when Babel has a newer one:
    .venv/bin/python macros/parse/generate_countries.py
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from pathlib import Path

from babel import Locale
from babel.core import get_global

# regions, not countries, in CLDR; and currencies that are none
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
NO_CURRENCIES = {"XXX", "XTS"}
# what else people and CRMs write: former and formal names, parts of the United Kingdom, abbreviations
ALSO = {
    "AE": "uae",
    "BO": "bolivia plurinational state of",
    "BN": "brunei darussalam",
    "CD": "democratic republic of the congo|congo the democratic republic of the|rdc|drc",
    "CG": "republic of the congo|congo",
    "CI": "ivory coast",
    "CN": "people s republic of china|prc",
    "CV": "cabo verde",
    "CZ": "czech republic|republique tcheque",
    "FM": "micronesia federated states of",
    "GB": (
        "uk|u k|great britain|grande bretagne|england|angleterre|scotland|ecosse|wales|pays de galles"
        "|northern ireland|irlande du nord"
        "|united kingdom of great britain and northern ireland"
    ),
    "GR": "el",
    "HK": "hong kong",
    "IE": "republic of ireland|republique d irlande|eire",
    "IR": "iran islamic republic of",
    "KP": "korea democratic people s republic of",
    "KR": "korea republic of|republic of korea|coree",
    "LA": "lao people s democratic republic",
    "MD": "moldova republic of|republic of moldova",
    "MK": "macedonia|macedoine",
    "MM": "burma|birmanie",
    "MO": "macao|macau",
    "NL": "holland|hollande",
    "PS": "palestine state of|palestine",
    "RU": "russian federation|federation de russie",
    "SY": "syrian arab republic",
    "SZ": "swaziland",
    "TR": "turkey",
    "TW": "taiwan province of china",
    "TZ": "tanzania united republic of",
    "US": "united states of america|usa|u s a|u s|etats unis d amerique",
    "VA": "vatican|holy see|saint siege",
    "VE": "venezuela bolivarian republic of",
    "VN": "viet nam",
}

HEAD = """\
{#- Written by generate_countries.py: Unicode's CLDR, licence in docs/licences/cldr.txt. -#}
{%- macro country_codes() -%}
    {{ return({"""


def countries_sql() -> str:
    """The file's text."""
    names = country_names()
    lines = [HEAD]
    lines += [f'        "{code}": "{"|".join(names[code])}",' for code in sorted(names)]
    lines += ["    }) }}", "{%- endmacro -%}", "", "", "{%- macro currency_codes() -%}", "    {{ return(["]
    currencies = sorted(set(Locale("en").currencies) - NO_CURRENCIES)
    for start in range(0, len(currencies), 14):
        lines.append("        " + " ".join(f'"{code}",' for code in currencies[start : start + 14]))
    lines += ["    ]) }}", "{%- endmacro -%}", ""]
    return "\n".join(lines)


def country_names() -> dict[str, list[str]]:
    """Each country's names in their one spelling; a name of two countries is none's."""
    locales = [Locale("en"), Locale("fr")]
    names: dict[str, list[str]] = defaultdict(list)
    codes = [code for code in locales[0].territories if re.fullmatch("[A-Z]{2}", code)]
    for code in sorted(set(codes) - NO_COUNTRIES):
        for locale in locales:
            written = locale.territories[code]
            names[code] += [
                spelled(written),
                spelled(written.replace("&", "and" if locale.language == "en" else "et")),
            ]
        names[code] += ALSO.get(code, "").split("|")
    for three, codes_of in get_global("territory_aliases").items():
        if re.fullmatch("[A-Z]{3}", three) and len(codes_of) == 1 and codes_of[0] in names:
            names[codes_of[0]].append(three.lower())
    seen: dict[str, set[str]] = defaultdict(set)
    for code, all_names in names.items():
        for name in all_names:
            seen[name].add(code)
    return {
        code: sorted({name for name in all_names if name and len(seen[name]) == 1})
        for code, all_names in names.items()
    }


def spelled(name: str) -> str:
    """Small letters without accents, one space between words, no article before, as spelled_country."""
    letters = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub("^(the|les?|la|l) ", "", re.sub("[^a-z]+", " ", plain).strip())


if __name__ == "__main__":
    Path(__file__).with_name("countries.sql").write_text(countries_sql(), encoding="utf-8")
