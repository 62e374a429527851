"""Barrierefreiheit: the declaration that the law asks for."""

from app.sentences import plain
from app.surfaces.streamlit import parts

parts.header("accessibility")
parts.plain_words(plain.accessibility())
parts.legal("accessibility")
