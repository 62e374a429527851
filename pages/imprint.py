"""Impressum: who is responsible for this page."""

from app import layout, plain

layout.header("imprint")
layout.plain(plain.imprint())
layout.legal("imprint")
