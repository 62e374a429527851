"""Barrierefreiheit: the declaration that the law asks for."""

from app import layout

layout.header("accessibility")
layout.legal("accessibility")
