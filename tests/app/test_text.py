"""The words of the screen: every text that is asked for exists, every one that exists is asked for, and it is German."""

import ast
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import duckdb
import pytest

from app import navigation
from app.data import db
from app.data.selection import Selection
from app.exhibits import EXHIBITS
from app.surfaces.streamlit import scripts
from app.words import promises, table_columns, text
from config import ROOT
from data_dictionary import TABLES
from etl.release.build import Release
from tests.app.test_queries import CHOICES, FILTERS, MORE, SQL

FOLDER = ROOT / "app" / "words" / "text"
SOURCES = sorted([ROOT / "dashboard.py", *(ROOT / "app").rglob("*.py"), *(ROOT / "pages").glob("*.py")])
# Functions of app/words/text and app/surfaces/streamlit/parts whose first argument is a key, with the ends it is read with.
READ_AS = {
    "t": [""],
    "has": [""],
    "plural": [".one", ".many"],
    "counted": [".none", ".one", ".many"],
    "header": [".title"],
    "section": [".heading"],
    "listed": [".heading"],
    "heading": [".heading"],
    "headed": [".heading"],
    "column": [""],
    "title_column": [""],
    "exhibit": [".heading"],
    "Exhibit": [".heading"],
    "table": [".heading"],
    "table_if_any": [".heading"],
    "table_of": [".heading"],
    "milestones": [".heading"],
    "money": [".grant", ".alone", ".single", ".joint", ".district", ".none"],
    "projects": [".heading"],
    "indicator_table": [".heading"],
    "facts": [".facts"],
    "missing": [""],
    "nothing_yet": [".nothing_yet"],
    "end_without_projects": [".nothing_yet"],
    "end_without_indicators": [".nothing_yet"],
    "choice": [".label"],
    "search": [".label", ".hint"],
    "upload": [".label", ".hint"],
}
OPTIONAL = [".lead", ".intro", ".menu", ".how_it_comes", ".alone_none"]
HOLE = r"[\w.-]+"
# Codes of the data that have a name in the texts.
CODES = {
    "funder_level": {"Bund und Land"},
    "role": {"result", "step", "event", "setback"},
    "timing": {"early", "on_time", "late"},
    "region_level": {"municipality", "district", "state", "country", "neighbour"},
    "precision": {"day", "month", "quarter", "year"},
    "derived_kind": {"table", "view", "macro"},
    "attribution": {"single", "joint", "district"},
    "state": {"reached", "step_taken", "event", "setback", "planned", "overdue", "no_feedback", "dropped"},
    "input": set(TABLES),
    "event": {
        "reached",
        "step_taken",
        "event",
        "setback",
        "overdue",
        "no_feedback",
        "later",
        "earlier",
        "granted",
        "begun",
        "ended",
    },
    "change": {
        *("new", "gone", "changed", "renamed", "new_column", "gone_column"),
        *(
            "reached",
            "step_taken",
            "event",
            "setback",
            "reopened",
            "redated",
            "moved",
            "dated",
            "undated",
            "refined",
            "corrected",
            "overdue",
            "no_feedback",
            "planned",
        ),
    },
}


@cache
def texts() -> dict[str, str]:
    flat: dict[str, str] = {}

    def collect(prefix: str, branch: dict[str, object]) -> None:
        for key, value in branch.items():
            if isinstance(value, dict):
                collect(f"{prefix}{key}.", value)
            else:
                assert isinstance(value, str), f"{prefix}{key} is no text"
                assert prefix + key not in flat, f"{prefix}{key} stands in two files"
                flat[prefix + key] = value

    for file in sorted(FOLDER.glob("de*.toml")):
        collect("", tomllib.loads(file.read_text(encoding="utf-8")))
    named = {f"input.{table.file}": table.title for table in TABLES.values()}
    for table in TABLES.values():
        named |= {f"column.{name}": label for column in table.columns for name, (label, _) in column.words.items()}
    assert not flat.keys() & named.keys(), "a word of the data dictionary stands in a file of texts as well"
    return flat | named


@cache
def nodes(file: Path) -> list[ast.AST]:
    """Everything that stands in a file, however deep."""
    return list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def literals(files: Iterable[Path]) -> set[str]:
    """Every text that stands in these files."""
    return {
        node.value
        for file in files
        for node in nodes(file)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def calls() -> Iterator[tuple[Path, str, ast.expr]]:
    """File, name of the function and first argument of every call that reads a text."""
    for file in SOURCES:
        for node in nodes(file):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                # ``st.header`` and the like take words, not keys.
                owner = getattr(getattr(node.func, "value", None), "id", "")
                if name in READ_AS and owner != "st":
                    yield file, name, node.args[0]


def patterns(argument: ast.expr) -> list[str]:
    """Regular expressions of the keys that an argument can stand for; empty when it is a variable."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [re.escape(argument.value)]
    if isinstance(argument, ast.IfExp):
        return patterns(argument.body) + patterns(argument.orelse)
    if isinstance(argument, ast.JoinedStr):
        parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else HOLE for p in argument.values]
        return ["".join(parts)]
    return []


@cache
def asked() -> list[tuple[str, str]]:
    """Place and pattern of every key that is asked for."""
    return [
        (f"{file.relative_to(ROOT)}: {name}({ast.unparse(argument)})", pattern + re.escape(end))
        for file, name, argument in calls()
        for pattern in patterns(argument)
        for end in READ_AS[name]
    ]


def test_every_text_that_is_asked_for_exists() -> None:
    # Keys without a dot are names of columns or widgets, read by functions of the same name.
    known = set(map(re.escape, texts()))
    missing = [
        place
        for place, pattern in asked()
        if "\\." in pattern and pattern not in known and not any(map(re.compile(pattern).fullmatch, texts()))
    ]
    assert missing == []


@cache
def named_in_scripts() -> list[str]:
    """Patterns of the keys that scripts with all words of a part can ask for."""
    found = []
    for name, part in {"take": "take", "editor": "sql.editor"}.items():
        source = (scripts.FOLDER / f"{name}.js").read_text(encoding="utf-8")
        found += [rf"{re.escape(part)}\.{word}(_for)?" for word in set(re.findall(r"\w+", source))]
        found += [rf"{re.escape(part)}\.{begin}{HOLE}" for begin in re.findall(r"`(\w+_)\$\{", source)]
    return found


@pytest.mark.parametrize("name", ["take", "editor", "parts"])
def test_a_script_has_every_word_that_it_shows(name: str) -> None:
    begin, *lines = scripts.module(name).splitlines()
    words = {"take": "SAID", "editor": "WORDS", "parts": "WORDS"}[name]
    given = next(line for line in (begin, *lines) if line.startswith(f"const {words} = "))
    known = json.loads(given.removeprefix(f"const {words} = ").removesuffix(";"))
    shown = set(re.findall(rf"\b{words}\.(\w+)", "\n".join(lines)))
    assert shown
    assert shown <= set(known)


def test_no_text_with_gaps_is_asked_for_without_what_fills_them() -> None:
    bare = {
        text
        for file in SOURCES
        for node in nodes(file)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "t" and not node.keywords
        for pattern in patterns(node.args[0])
        if HOLE not in pattern
        for key, text in texts().items()
        if "{" in text and re.fullmatch(pattern, key)
    }
    # The typesetter of the folder fills in the numbers of its pages.
    assert bare == {texts()["report.page"]}


def test_pages_show_the_exhibits_that_name_them_and_no_others() -> None:
    asked_on = {entry.key: _exhibits_asked_on(entry.file) for entry in navigation.ENTRIES}
    fits = {
        (page, pattern): {
            exhibit.key for exhibit in EXHIBITS if exhibit.page == page and re.fullmatch(pattern, exhibit.key)
        }
        for page, found in asked_on.items()
        for pattern in found
    }
    assert [place for place, keys in fits.items() if not keys] == [], "no exhibit of that key names this page"
    assert {exhibit.key for exhibit in EXHIBITS} - set().union(*fits.values()) == set(), "no page shows it"


def _exhibits_asked_on(page: Path) -> list[str]:
    """Patterns of the keys that a page hands to ``parts.exhibit``."""
    return [
        pattern
        for file, name, argument in calls()
        if (file, name) == (page, "exhibit")
        for pattern in patterns(argument)
    ]


def test_every_page_has_a_name_in_the_menu_and_a_title() -> None:
    for entry in navigation.ENTRIES:
        assert texts()[f"{entry.key}.menu"]
        assert texts()[f"{entry.key}.title"]
        for name in entry.filters:
            assert texts()[f"filter.{name}"]


@pytest.mark.parametrize("prefix", CODES)
def test_every_code_of_the_data_has_a_name(prefix: str) -> None:
    assert {key.split(".")[1] for key in texts() if key.startswith(f"{prefix}.")} == CODES[prefix]


def test_every_text_is_used() -> None:
    written = literals(SOURCES)
    # A pattern that begins with a variable would cover everything; its key is a literal elsewhere.
    telling = [pattern for _, pattern in asked() if not pattern.startswith(HOLE)]
    telling += [f"{re.escape(literal)}{HOLE}" for literal in _choices()]
    is_told = re.compile("|".join(sorted({*telling, *named_in_scripts()}))).fullmatch
    ends = [end for group in READ_AS.values() for end in group if end] + OPTIONAL
    by_code = ("column.", "table.", *(f"{prefix}." for prefix in CODES))
    unused = [
        key
        for key in texts()
        if key not in written
        and not key.startswith(by_code)
        and not any(key.endswith(end) and key.removesuffix(end) in written for end in ends)
        and not is_told(key)
    ]
    assert unused == []


def _choices() -> list[str]:
    """Keys of select boxes, whose options are texts below them."""
    return [
        str(argument.value) for _, name, argument in calls() if name == "choice" and isinstance(argument, ast.Constant)
    ]


# Columns


@cache
def described(path: Path) -> tuple[set[str], set[str]]:
    """Tables and columns that carry a comment in the release."""
    with duckdb.connect(path, read_only=True) as connection:
        rows = connection.execute(
            "select table_name, column_name from duckdb_columns() where not internal and comment is not null"
        ).fetchall()
        tables = connection.execute(
            "select table_name from duckdb_tables() where not internal and comment is not null"
            " union select view_name from duckdb_views() where not internal and comment is not null"
        ).fetchall()
    return {name for (name,) in tables} | {table for table, _ in rows}, {column for _, column in rows}


@cache
def columns_of_questions(everything: Selection) -> set[str]:
    parameters = {"stand": everything.stand, "version": everything.stand, **dict.fromkeys(FILTERS, ()), **MORE}
    return {column for file in SQL for column in db.read(file.stem, everything.release_id, parameters).columns}


def named_in_pages() -> set[str]:
    """Names that pages and layout hand over: columns among other words."""
    files = [
        ROOT / "app" / "words" / "table_columns.py",
        *(ROOT / "pages").glob("*.py"),
        *(ROOT / "app" / "surfaces" / "streamlit" / "parts").glob("*.py"),
    ]
    return literals(files)


# Names of columns that pages also use for something else, never as the head of a table.
NO_HEADS = {"dataset_id", "project_id", "indicator_id", "year"}


def test_every_column_of_a_table_has_a_heading(everything: Selection) -> None:
    shown = columns_of_questions(everything) & named_in_pages() - NO_HEADS
    assert len(shown) > 20
    assert sorted(column for column in shown if f"column.{column}" not in texts()) == []


def test_every_described_column_has_a_german_name(release: Release) -> None:
    assert sorted(column for column in described(release.path)[1] if f"column.{column}" not in texts()) == []


def test_every_described_table_has_a_german_name(release: Release) -> None:
    assert sorted(table for table in described(release.path)[0] if f"table.{table}" not in texts()) == []


def test_every_heading_belongs_to_a_column(release: Release, everything: Selection) -> None:
    known = described(release.path)[1] | columns_of_questions(everything)
    # Of tables and columns themselves the catalogue tells, and no question.
    known |= {*table_columns.PUBLISHED, *table_columns.PUBLISHED_COLUMNS}
    assert (
        sorted(key for key in texts() if key.startswith("column.") and key.removeprefix("column.") not in known) == []
    )


def test_every_name_of_a_table_belongs_to_one(release: Release) -> None:
    with duckdb.connect(release.path, read_only=True) as connection:
        known = {name for (name,) in connection.execute("select table_name from information_schema.tables").fetchall()}
    assert sorted(key for key in texts() if key.startswith("table.") and key.removeprefix("table.") not in known) == []


# German


PROSE = {file.name: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.md"))}
PROSE |= {
    f"promises.toml: {promise.says}": " ".join((promise.says, *(tries for _, tries in promise.tests)))
    for group in promises.groups().values()
    for promise in group
}
ENGLISH = re.compile(
    r"\b(search|loading|download|show|none|nan|nat|undefined|true|false|choose|fullscreen|deploy|rerun|running|"
    r"the|and|with|of|for|not|is|are|to|by|from|all|select|filters|county|milestones?|project|funding)\b",
    re.IGNORECASE,
)


def words() -> dict[str, str]:
    """Every text of the screen without its placeholders and addresses."""
    return {
        place: re.sub(r"\{[^}]*\}|\]\([^)]*\)|https?://\S+", " ", content)
        for place, content in {**texts(), **PROSE}.items()
    }


def test_no_text_is_english() -> None:
    # Proper names in English stay as they are.
    names = re.compile("Web Content Accessibility Guidelines|European Union Public Licence")
    # On the page for queries words of SQL stand in quotation marks.
    sql = re.compile("„[^“]*“")
    found = {
        place: ENGLISH.findall((sql if place.startswith(("sql.", "queries")) else names).sub("", content))
        for place, content in words().items()
    }
    assert {place: hits for place, hits in found.items() if hits} == {}


def test_quotation_marks_are_german_and_come_in_pairs() -> None:
    # Backticks set the release id in the footer in a fixed width.
    straight = [place for place, content in words().items() if re.search("[\"'´”‟«»‚’]", content)]
    unpaired = [
        place for place, content in words().items() if re.sub("[^„“]", "", content) != "„“" * content.count("„")
    ]
    assert (straight, unpaired) == ([], [])


def test_dashes_and_ellipses_are_typographic() -> None:
    plain = [place for place, content in words().items() if re.search(r"\S - \S|\.\.\.|--", content)]
    assert plain == []


def test_an_unknown_text_is_an_error_and_not_an_empty_screen() -> None:
    with pytest.raises(KeyError):
        text.t("gibt.es.nicht")


def test_one_is_singular_and_everything_else_plural() -> None:
    assert text.plural("sentence.found", 1) == "Ein Projekt."
    assert text.plural("sentence.found", 0) == "0 Projekte."
    assert text.plural("sentence.found", 1234) == "1.234 Projekte."


def test_choices_of_the_second_opinion_are_complete(everything: Selection) -> None:
    # The filters that tests draw from are those that the release offers.
    assert set(CHOICES["levels"]) >= set(
        db.read("funder_levels", everything.release_id, {"stand": everything.stand}).funder_level
    )
