"""Datenschutz: which data are processed when someone opens this page."""

from app import layout, plain

layout.header("privacy")
layout.plain(plain.privacy())
layout.legal("privacy")
