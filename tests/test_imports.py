"""The rules of the tree as tests: who may import whom, where colours, SQL and addresses may stand."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from config import ROOT

APP, PAGES, ETL = (sorted((ROOT / folder).rglob("*.py")) for folder in ("app", "pages", "etl"))
BELOW_WEB = {
    "words",
    "data",
    "charts",
    "sentences",
    "exhibits",
    "files",
    "surfaces",
    "navigation",
    "office",
    "observability",
}
LAYERS = {
    "words": set(),
    "navigation": set(),
    "data": {"words"},
    "charts": {"words"},
    "sentences": {"words", "data"},
    "exhibits": {"words", "data", "charts", "sentences", "navigation"},
    "files": {"words", "data", "charts", "exhibits"},
    "office": {"words"},
    "observability": {"words", "data"},
    "surfaces": {"words", "data", "charts", "sentences", "exhibits", "files", "navigation", "office"},
    "web": BELOW_WEB,
    "frame": BELOW_WEB,
}
"""Rooms of the app from the ground up, and what each may import."""
PURE = ("words", "charts")
LEGAL = {"accessibility.py", "imprint.py", "privacy.py"}
OURS = {"app", "etl", "pages", "dashboard", "benchmarks", "tests"}


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def imported(file: Path) -> set[str]:
    """Dotted names that a file imports, also inside functions; ``from app import x`` counts as ``app.x``."""
    names: set[str] = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative imports hide which way an import goes"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def packages(file: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(file)}


def source_of(name: str) -> Path | None:
    """File of a module of ours; ``app.words.text.t`` is found in ``app/words/text/__init__.py``."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:end])
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file():
                return file
    return None


def reached(file: Path, seen: set[Path] | None = None) -> set[str]:
    """Packages that are loaded with a file, through modules of ours too."""
    seen = seen if seen is not None else set()
    seen.add(file)
    found = packages(file)
    for name in imported(file):
        source = source_of(name) if name.split(".")[0] in OURS else None
        if source and source not in seen:
            found |= reached(source, seen)
    return found


def breaking(files: list[Path], broken: Callable[[Path], object]) -> dict[str, object]:
    """What breaks a rule in which of the files."""
    return {str(file.relative_to(ROOT)): found for file in files if (found := broken(file))}


def test_pages_import_app_and_streamlit_only() -> None:
    assert breaking(PAGES, lambda file: packages(file) - {"app", "streamlit"}) == {}


def test_app_never_imports_etl_pages_or_geopandas() -> None:
    never = {"etl", "pages", "geopandas", "tests", "benchmarks", "dashboard"}
    assert breaking(APP, lambda file: packages(file) & never) == {}


def test_plotly_runs_in_the_browser_alone() -> None:
    assert breaking([*APP, *PAGES], lambda file: packages(file) & {"plotly"}) == {}


def test_etl_never_imports_what_shows() -> None:
    never = {"app", "pages", "streamlit", "plotly", "tests", "benchmarks"}
    assert breaking(ETL, lambda file: reached(file) & never) == {}


def test_a_room_imports_only_those_below_it() -> None:
    def above(file: Path) -> set[str]:
        room = file.relative_to(ROOT / "app").parts[0].removesuffix(".py")
        others = {name.split(".")[1] for name in imported(file) if name.startswith("app.")} - {room}
        return others - LAYERS.get(room, set())

    assert breaking(APP, above) == {}


def test_what_draws_and_formats_knows_neither_streamlit_nor_duckdb() -> None:
    pure = [file for file in APP if file.relative_to(ROOT / "app").parts[0] in PURE]
    assert breaking(pure, lambda file: reached(file) & {"streamlit", "duckdb"}) == {}


def test_no_part_of_a_page_knows_where_it_is_shown() -> None:
    where = {f"app.surfaces.streamlit.{name}" for name in ("screen", "slides", "paper")}
    parts = [file for file in APP if file.parent.name == "parts"]
    assert parts
    assert (
        breaking(
            [*parts, *PAGES],
            lambda file: [name for name in imported(file) if name.rpartition(".")[0] in where or name in where],
        )
        == {}
    )


def test_what_streamlit_draws_on_a_page_stands_below_what_was_collected() -> None:
    around = {"brand", "footer", "_foot", "_day"}
    """Drawn by the frame, or inside of what says it already."""

    def forgotten(file: Path) -> list[str]:
        calls = {
            function.name: {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
            for function in ast.walk(tree(file))
            if isinstance(function, ast.FunctionDef) and function.name not in around
        }
        drawn = re.compile(r"st\.(?!query_params|session_state|context)")
        return [name for name, found in calls.items() if any(map(drawn.match, found)) and "native" not in found]

    assert breaking([file for file in APP if file.parent.name == "parts"], forgotten) == {}


def test_every_room_says_what_it_is_for() -> None:
    for file in (ROOT / "app").rglob("__init__.py"):
        assert (ast.get_docstring(tree(file)) or "").endswith((".", ",")) or file.parent.name == "app", file


def test_config_imports_nothing_of_ours() -> None:
    assert not packages(ROOT / "config.py") & OURS


def test_a_page_is_short_enough_to_be_read_at_once() -> None:
    lengths = {
        file.name: len(file.read_text(encoding="utf-8").splitlines()) for file in PAGES if file.name not in LEGAL
    }
    assert {name: length for name, length in lengths.items() if not 15 <= length <= 60} == {}


def lines(*suffixes: str) -> list[tuple[str, str]]:
    """Place and text of every line of the app and its pages in files of these kinds."""
    return [
        (f"{file.relative_to(ROOT)}:{number}", line)
        for folder in ("app", "pages")
        for file in sorted((ROOT / folder).rglob("*"))
        if file.suffix in suffixes
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
    ]


def test_no_colour_is_named_outside_the_theme() -> None:
    templates = [
        (str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")) for file in (ROOT / "etl").rglob("*.j2")
    ]
    # ``&#10;`` is a line break in an attribute, not a colour.
    colour = re.compile(r"(?<![&\w])#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b|\b(?:rgb|hsl)a?\(\s*\d", re.IGNORECASE)
    found = [*lines(".py", ".css", ".js"), *templates]
    assert [place for place, text in found if colour.search(text)] == []


def test_no_foreign_address_is_in_the_code_of_the_app() -> None:
    # Names of vocabularies and licences look like addresses but are never fetched.
    names = (
        *("www.w3.org/", "purl.org/dc/", "www.aiim.org/", "schema.org", "www.sitemaps.org/", "xmlns.com/foaf/"),
        *("spdx.org/rdf/", "data.europa.eu/r5r/", "publications.europa.eu/resource/", "dcat-ap.de/def/"),
        *("www.iana.org/assignments/", "datapackage.org/profiles/", "www.govdata.de/dl-de/", "creativecommons.org/"),
    )
    known = "|".join(rf"{re.escape(name)}{'' if name.endswith('/') else chr(92) + 'b'}" for name in names)
    address = re.compile(rf"(?:https?:)?//(?!{known})[a-z0-9-]+\.[a-z]{{2,}}", re.IGNORECASE)
    assert [place for place, line in lines(".py", ".css", ".js", ".sql", ".toml") if address.search(line)] == []


def test_no_sql_is_put_together_from_strings() -> None:
    def built(file: Path) -> list[int]:
        return [
            node.lineno
            for node in ast.walk(tree(file))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"execute", "executemany", "sql", "query"}
            and node.args
            and _is_built(node.args[0])
        ]

    assert breaking([*APP, *PAGES, *ETL], built) == {}


def _is_built(argument: ast.expr) -> bool:
    if isinstance(argument, ast.Call):
        return isinstance(argument.func, ast.Attribute) and argument.func.attr in {"format", "join", "replace"}
    # An f-string of constants alone is no string building, but nobody needs one.
    return isinstance(argument, (ast.JoinedStr, ast.BinOp))


def given_names(file: Path) -> Iterator[str]:
    """Names that a module gives itself and that nobody finds by a decorator."""
    for node in tree(file).body:
        match node:
            case ast.FunctionDef(decorator_list=[]) | ast.AsyncFunctionDef(decorator_list=[]) | ast.ClassDef():
                yield node.name
            case ast.Assign() | ast.AnnAssign():
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                yield from (part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))


def used_names(file: Path) -> Iterator[str]:
    """Names that a module reads of itself, and dotted ones of what it imports, also out of a package that hands them on."""
    yield from imported(file)
    own = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    imports = [node for node in ast.walk(tree(file)) if isinstance(node, ast.ImportFrom)]
    called = {part.asname or part.name: f"{node.module}.{part.name}" for node in imports for part in node.names}
    for node in ast.walk(tree(file)):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                yield f"{own}.{name}"
            case ast.Attribute(attr=name, value=ast.Name(id=module)):
                yield f"{called.get(module, module)}.{name}"


def test_every_name_of_a_module_is_used() -> None:
    files = [*APP, *ETL]
    found = {
        name
        for file in (*files, *PAGES, *ROOT.glob("*.py"), *(ROOT / "tests").rglob("*.py"))
        for name in used_names(file)
    }
    unused = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in files
        for parts in [file.relative_to(ROOT).with_suffix("").parts]
        # Rows ask the latter with others; as each question it has a function, too.
        for name in {*given_names(file)} - {"__all__", "sources_of"}
        if not any(f"{'.'.join(parts[:end])}.{name}" in found for end in range(1, len(parts) + 1))
    ]
    assert unused == []
