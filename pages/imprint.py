"""Impressum: who is responsible for this page."""

from app.sentences import plain
from app.surfaces.streamlit import parts

parts.header("imprint")
parts.plain_words(plain.imprint())
parts.legal("imprint")
