"""Datenschutz: which data are processed when someone opens this page."""

from app import layout

layout.header("privacy")
layout.legal("privacy")
