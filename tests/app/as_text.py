"""What the program says, as lines of text to compare and to read: tables, drawings, pages, documents."""

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from html.parser import HTMLParser
from itertools import groupby
from typing import Any
from zlib import crc32

import pandas as pd

LONG = 700
"""Letters of a cell; shapes and SQL are longer."""
DRAWN = ("svg", "style", "script", "pre")
LINES = 120
"""Lines of a file; descriptions of all tables have thousands that are alike."""
ROWS = 3
"""Rows of a table of a page; all of them stand with the table itself."""
OF_EVERY_TABLE = re.compile(r"tabelle=[^~]*~|\.(?:xlsx|json)(?=\?)|Einzelheiten|Sortieren")
"""What all tables of a page have alike; one of each is enough to read."""
BLOCKS = re.compile(
    "p|div|li|tr|h[1-4]|summary|details|section|caption|nav|main|form|fieldset|legend|pre|d[td]|select|thead|iframe"
    "|figure|meta"
)
SAID = re.compile(
    "href|aria-label|value|name|title|download|aria-current|aria-sort|checked|selected|data-shown|data-text|data-resets"
    "|datetime|content|property|lang|open|src|action|type|rel"
)
"""What an element says of itself."""
CHANGING = (
    (re.compile(r"(/api/skript/\w+\.)\w+"), r"\1VERSION"),
    (
        re.compile(r"\b(?:[0-9a-f]{12}|[0-9a-f]{32,64})\b"),
        lambda found: "RELEASE" if len(found[0]) == 12 else "CHECKSUM",
    ),
    (re.compile(r"cursor=\w+"), "cursor=CURSOR"),
    (re.compile(r'textLength="[\d.]+"(?=[^>]*>[^<]*Veröffentlichung)'), 'textLength="LENGTH"'),
    (re.compile(r"abgerufen am [\d.]+"), "abgerufen am TAG"),
)
"""What changes with every line of the program."""


def stable(text: str) -> str:
    """The text without what is another one in each version of the program."""
    for pattern, name in CHANGING:
        text = pattern.sub(name, text)
    return text


def checksum(text: str) -> str:
    """What differs when a text does."""
    return f"{crc32(stable(text).encode()):08x}"


def shortened(text: str, length: int) -> str:
    """So many letters of a text and a checksum of all of it."""
    return f"{stable(text)[:length]}…{checksum(text)}"


def cell(value: Any) -> str:
    """A value of a table; what is not known is a dot, what is very long its beginning and a checksum."""
    if isinstance(value, float):
        value = float(f"{value:.10g}")
    if isinstance(value, pd.Timestamp) and not pd.isna(value):
        value = value.date()
    known = isinstance(value, list | tuple | dict) or hasattr(value, "__len__") or not pd.isna(value)
    text = str(value if known else "·").replace("\n", "⏎")
    return text if len(text) < LONG else shortened(text, 100)


def table(frame: pd.DataFrame) -> str:
    """A row a line below the names of the columns."""
    rows = ("|".join(map(cell, row)) for row in frame.itertuples(index=False))
    return "\n".join(["|".join(map(str, frame.columns)), *rows])


def described(value: Any) -> str:
    """A value with all that it holds and that differs from what is usual; places and sizes rounded."""
    if dataclasses.is_dataclass(value):
        found = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
        said = (f"{field.name}={described(value)}" for field, value in found if value != field.default)
        return f"{type(value).__name__}({', '.join(said)})"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 10_000 else f"{value:.0f}"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(described, value))}]"
    return cell(value)


def drawing(layout: Any) -> str:
    """A layout: size and axes, each of its series, and what is drawn, a mark a line; straight lines one after the other."""
    numbers = {series: f"#{number}" for number, series in enumerate(layout.series)}
    lines = [described(dataclasses.replace(layout, marks=(), series=()))]
    lines += [f"{number} {described(series)}" for series, number in numbers.items()]
    for kind, marks in groupby((_mark(mark, numbers) for mark in layout.marks), lambda mark: mark.split()[0]):
        found = list(marks)
        lines += [" · ".join(found)] if kind == "Rule" else found
    return "\n".join(lines)


def _mark(mark: Any, numbers: Mapping[Any, str]) -> str:
    """Kind and series of a mark, its places without their names, and what else is not usual."""
    said = [type(mark).__name__]
    for field in dataclasses.fields(mark):
        value = getattr(mark, field.name)
        if value in numbers:
            said.append(numbers[value])
        elif value != field.default:
            text = shortened(value, 20) if field.name == "path" else described(value)
            said.append(text if isinstance(value, float) else f"{field.name}={text}")
    return " ".join(said)


def beginning(text: str, lines: int) -> str:
    """So many lines of a text, and of all others a checksum."""
    first, rest = text.splitlines()[:lines], "\n".join(text.splitlines()[lines:])
    return "\n".join([*first, shortened(rest, 0)] if rest else first)


class _Page(HTMLParser):
    """Words of a page and what its elements say of themselves; of drawings their name alone."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.hidden = 0
        self.rows = 0
        self.followed: set[str] = set()
        self.is_known_list = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.rows = 0 if tag == "tbody" else self.rows + (tag == "tr")
        self.hidden += tag == "tr" and self.rows > ROWS
        if BLOCKS.fullmatch(tag):
            self.lines.append("")
        if again := OF_EVERY_TABLE.search(found.get("href") or found.get("aria-label") or ""):
            if again[0] in self.followed:
                self.is_known_list = tag == "select"
                self.hidden += self.is_known_list
                return
            self.followed.add(again[0])
        said = " ".join(f"{name}={value}" if value else name for name, value in attrs if SAID.fullmatch(name))
        number = "→" * ("srm-number" in (found.get("class") or "").split())
        if not self.hidden and (said or tag in ("td", "th", "a")):
            self.lines[-1] += f"⟨{tag}{number}{' ' if said else ''}{said}⟩" if tag != "td" else f"│{number}"
        self.hidden += tag in DRAWN

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in DRAWN or (tag == "tr" and self.rows > ROWS)
        if tag == "select" and self.is_known_list:
            self.is_known_list = False
            self.hidden -= 1
        if BLOCKS.fullmatch(tag):
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.lines[-1] += data


def page(html: str) -> str:
    """What a page says to somebody who reads it from the top to its end, and a checksum of all of it."""
    found = _Page()
    found.feed(html)
    lines = (" ".join(line.split()) for line in [*found.lines, shortened(html, 0)])
    return "\n".join(cell(line) for line in lines if line)


class _Broken(HTMLParser):
    """Text of a page that may break into lines: not that of drawings, fields, and cells with a number alone."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[bool] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            classes = (dict(attrs).get("class") or "").split()
            is_one_line = tag in (*DRAWN, "select", "textarea") or not ONE_LINE.isdisjoint(classes)
            self.inside.append(is_one_line or self.inside[-1:] == [True])
        if BLOCKS.fullmatch(tag):
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if self.inside[-1:] != [True]:
            self.text += data


VOID = ("br", "hr", "img", "input", "meta", "link", "col", "wbr", "source")
"""Elements that have no end."""
ONE_LINE = {"srm-number", "srm-hidden"}
"""Classes of what stands in one line whatever it holds."""
BREAKABLE = re.compile(r".{0,40}(?:\d (?:[%€]|km²|Mio\.|Mrd\.)|\d\sMio\. €).{0,10}")


def breakable(html: str) -> list[str]:
    """Figures of a page that a line may part from their sign."""
    found = _Broken()
    found.feed(html)
    return BREAKABLE.findall(found.text)


def file(content: bytes, kind: str) -> str:
    """JSON a value a line, a page as it is read, everything else as it is; long lines begin only."""
    text = content.decode()
    if "xml" in kind:
        text = text.replace("><", ">\n<")
    if "json" in kind:
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    if "html" in kind:
        return page(text)
    lines = (cell(line.strip()) for line in text.splitlines())
    return beginning("\n".join(line for line in lines if re.search(r"\w", line)), LINES)


def joined(parts: Iterator[tuple[str, str]]) -> str:
    """Named parts below one another; of what stands there already only the beginning, and how many lines of it follow."""
    said: dict[str, str] = {}
    known: set[str] = set()
    lines: list[str] = []
    for name, text in parts:
        lines.append(f"━━━ {name}")
        if text in said:
            lines.append(f"as {said[text]}")
            continue
        said[text] = name
        for is_known, found in groupby(text.splitlines(), known.__contains__):
            group = list(found)
            lines += [line if len(line) < 60 else f"{line[:40]} …" for line in group] if is_known else group
        known.update(text.splitlines())
    return stable("\n".join(lines) + "\n")


def differences(parts: Iterator[tuple[str, str]]) -> str:
    """The first part whole; of each further one what the first has not, and how many lines of it stood there instead."""
    (first, whole), *others = parts
    lines = [f"━━━ {first}", whole]
    for name, text in others:
        lines.append(f"━━━ {name}")
        changed = list(unified_diff(whole.splitlines(), text.splitlines(), n=0, lineterm=""))[2:]
        for is_gone, group in groupby(changed, lambda line: line.startswith("-")):
            found = list(group)
            lines += [f"- {len(found)}"] if is_gone else [line for line in found if not line.startswith("@@")]
    return stable("\n".join(lines) + "\n")
