"""Impressum: who is responsible for this page."""

from app import layout

layout.header("imprint")
layout.legal("imprint")
