"""Vergleich: how do some places stand beside each other?"""

from app.data.selection import current
from app.sentences import plain
from app.surfaces.streamlit import parts

selection = current()
parts.header("comparison", "projekte", "bevoelkerung")
places = parts.places_choice(selection)
parts.plain_words(plain.comparison(selection, places))
chosen = ",".join(places)

parts.table("comparison.facts", first=10, orte=chosen)

parts.table("comparison.everything", first=0, orte=chosen)
