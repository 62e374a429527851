"""Vergleich: how do some places stand beside each other?"""

from app.data import queries
from app.data.selection import current
from app.sentences import plain
from app.surfaces.streamlit import parts

selection = current()
parts.header("comparison", "projekte", "bevoelkerung")
places = parts.places_choice(selection)
parts.plain_words(plain.comparison(selection, places))
chosen = ",".join(places)
has_projects, has_indicators = queries.has_projects(selection), queries.has_indicators(selection)

parts.table("comparison.facts", first=5, orte=chosen)
of_projects = ("money", "fields", "results", "matrix") if has_projects else ()
names = (*of_projects, *(("indicators",) if has_indicators else ()), "scatter")
for name, place in zip(names, parts.switch("ansicht", *(f"comparison.{name}" for name in names)), strict=True):
    with place:
        if name == "matrix":
            parts.exhibit("comparison.matrix")
        elif name == "indicators":
            topic = parts.topic_choice(queries.indicators(selection))
            parts.exhibit("comparison.indicators", orte=chosen, thema=topic)
            parts.table_if_any("comparison.readings", thema=topic)
        elif name == "scatter":
            x, y = parts.measures_choice(selection)
            parts.exhibit("comparison.scatter", orte=chosen, x=x, y=y)
        else:
            parts.exhibit(f"comparison.{name}", orte=chosen)

parts.table("comparison.everything", first=0, orte=chosen)
