"""Barrierefreiheit: the declaration that the law asks for."""

from app import layout, plain

layout.header("accessibility")
layout.plain(plain.accessibility())
layout.legal("accessibility")
