"""Datenschutz: which data are processed when someone opens this page."""

from app.sentences import plain
from app.surfaces.streamlit import parts

parts.header("privacy")
parts.plain_words(plain.privacy())
parts.legal("privacy")
