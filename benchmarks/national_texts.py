"""What region.toml and sources.toml say in the data folder that is made of numbers."""

FIELDS = {
    "verwaltung": "Verwaltung",
    "bildung": "Bildung",
    "energie": "Energie",
    "gesundheit": "Gesundheit",
    "netze": "Netze",
    "verkehr": "Verkehr",
}

REGION = (
    """[region]
name = "Musterland"
title = "Monitor Musterland"
claim = ""
district_ags = "99"
state = "Musterland"
logo = ""

[[comparison]]
ags = "99"
name = "Musterland"
level = "district"
"""
    + "".join(
        f'''
[[field_of_action]]
id = "{key}"
name = "{name}"
'''
        for key, name in FIELDS.items()
    )
    + """
[operator]
name = "Musterbetreiber"

[complaint_body]
name = "Musterstelle"

[data_protection_authority]
name = "Musterstelle"
"""
)

SOURCES = """[[dataset]]
id = "projekte"
title = "Projekte, Förderung und Meilensteine"
publisher = "Musterbetreiber"
licence = "Erfundene Angaben"
files = ["projekte.csv", "foerderung.csv", "meilensteine.csv", "quellen.csv"]
period_days = 184

[[dataset]]
id = "grenzen"
title = "Erfundene Grenzen"
publisher = "Musterbetreiber"
licence = "Erfundene Angaben"
files = ["grenzen.geojson"]

[[dataset]]
id = "bevoelkerung"
title = "Erfundene Einwohnerzahlen"
publisher = "Musterbetreiber"
licence = "Erfundene Angaben"
files = ["bevoelkerung.csv", "gemeinden.csv"]

[[dataset]]
id = "messstelle"
title = "Erfundene Messwerte"
publisher = "Messstelle"
licence = "Erfundene Angaben"
publisher_match = "Messstelle"
files = ["kennzahlen.csv", "indikatoren.csv"]
"""
