"""What the pages ask the database: every question of every page under many selections, without any cache."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pyarrow as pa
from streamlit.testing.v1 import AppTest

from app.data import db, rows
from app.navigation import ENTRIES, Entry
from app.words.text import t
from benchmarks.server import environment
from benchmarks.tables import Table, median, ms, percentile_95
from config import ROOT, settings

_PATIENCE = 300
Times = dict[str, list[tuple[str, float]]]
"""By page: name of the question, seconds."""


def measured(releases: Path, data: Path) -> Times:
    """Open every page with filters under each selection, and its profiles, and time what it asks."""
    found: Times = {}
    # Streamlit warns at every page that no browser is there.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)
    with mock.patch.dict("os.environ", {**environment(releases), "MONITOR_DATA_DIR": str(data)}):
        for entry in ENTRIES:
            if not entry.in_menu:
                continue
            for selection in _selections():
                found.setdefault(t(f"{entry.key}.menu"), []).extend(_asked(entry, selection))
    return found


def table(found: Times) -> Table:
    """Median, p95 and slowest question of each page."""
    everything = [one for asked in found.values() for one in asked]
    return Table(
        "National size: questions of a page, ms each, nothing cached",
        ("page", "questions", "median", "p95", "slowest", "which"),
        tuple(_row(page, asked) for page, asked in [*found.items(), ("all pages", everything)]),
    )


def _row(page: str, asked: list[tuple[str, float]]) -> tuple[str, ...]:
    times = [seconds for _, seconds in asked]
    name, slowest = max(asked, key=lambda one: one[1])
    return page, f"{len(times):,}", ms(median(times)), ms(percentile_95(times)), ms(slowest), name


def _selections() -> list[dict[str, list[str]]]:
    """No filter, one municipality, forty, each other filter alone, several at once, an older Stand, words.

    And what a page takes from its address beside filters: a project, a period over all Stände, areas, a table with a condition.
    """
    release = db.current_release()
    areas = db.read("municipalities", release, {"version": db.read("stands", release, {}).version_date[0].date()})
    keys = areas.municipality_ags.tolist()
    days = [str(day.date()) for day in db.read("stands", release, {}).stand_date]
    some = keys[len(keys) // 2 :][:40]
    fields = db.read("fields_of_action", release, {}).field_of_action_id.tolist()
    return [
        {},
        {"kommune": some[:1]},
        {"kommune": some},
        {"handlungsfeld": fields[:1]},
        {"ebene": ["Bund"]},
        {"jahr": ["2021"]},
        {"kommune": some[:3], "ebene": ["EU", "Land"], "jahr": ["2020", "2021"]},
        {"stand": [days[1]]},
        {"suche": ["nutzen netze 77"]},
        {"projekt": [_project(release)]},
        {"von": [days[-1]], "bis": [days[0]]},
        {"orte": [",".join(some[:3])]},
        {"daten": ["milestone_detail"]},
        {"daten": ["funding_detail"], "kind__in": ["Zuwendung"]},
    ]


def _project(release_id: str) -> str:
    path = settings().releases / f"{release_id}.duckdb"
    with duckdb.connect(
        path, read_only=True, config={"enable_external_access": "false", "lock_configuration": "true"}
    ) as connection:
        found = connection.execute("select max(project_id) from project").fetchone()
    return str(found[0]) if found else ""


def _asked(entry: Entry, selection: dict[str, list[str]]) -> list[tuple[str, float]]:
    """What the page asks when it is opened with these parameters of the address."""
    test = AppTest.from_file(str(ROOT / "app" / "frame.py"), default_timeout=_PATIENCE)
    for name, values in selection.items():
        test.query_params[name] = values
    test.run()
    with _timed() as asked:
        test.switch_page(f"../pages/{entry.key}.py")
        for name, values in selection.items():
            test.query_params[name] = values
        test.run()
    if test.exception:
        raise RuntimeError(f"{entry.key} {selection}: {test.exception[0].message}")
    return asked


@contextmanager
def _timed() -> Iterator[list[tuple[str, float]]]:
    """Time every question that reaches the database; each is asked as if for the first time."""
    asked: list[tuple[str, float]] = []
    seen: dict[Any, Any] = {}

    def timed(question: Callable[..., Any]) -> Callable[..., Any]:
        def ask(name: str, *arguments: Any) -> Any:
            key = (question, name, arguments)
            if key not in seen:
                start = time.perf_counter()
                seen[key] = question(name, *arguments)
                asked.append((name, time.perf_counter() - start))
            return seen[key]

        return ask

    def stream(release_id: str, text: str, values: Mapping[str, object], *, seconds: float) -> pa.RecordBatchReader:
        start = time.perf_counter()
        table = read(release_id, text, values, seconds=seconds).read_all()
        _, name, *_ = text.split('"')
        asked.append((f"rows of {name}", time.perf_counter() - start))
        return table.to_reader()

    rows._with_sources.cache_clear()
    answer, count, read = db._answer.__wrapped__, db._count.__wrapped__, db.stream
    with (
        mock.patch.object(db, "_answer", timed(answer)),
        mock.patch.object(db, "_count", timed(count)),
        mock.patch.object(db, "stream", stream),
    ):
        yield asked
