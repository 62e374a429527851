"""Queries to begin with; the first line of each says in German what it asks."""

import functools
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Example:
    """A query and what it asks."""

    title: str
    query: str


@functools.cache
def examples() -> tuple[Example, ...]:
    """All examples, in the order of their titles."""
    texts = (file.read_text(encoding="utf-8").strip() for file in Path(__file__).parent.glob("*.sql"))
    found = (Example(text.splitlines()[0].removeprefix("-- ").removesuffix("."), text) for text in texts)
    return tuple(sorted(found, key=lambda example: example.title))
