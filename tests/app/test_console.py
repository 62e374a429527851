"""Queries that visitors write: what is run, what is refused with which words, and that nothing holds up anybody else."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from syrupy.assertion import SnapshotAssertion

from app.data import db
from app.data.console import limits
from app.data.console.errors import QueryError, failed
from app.data.console.pool import Pool
from app.data.shared_results import SharedResults
from app.words import units
from config import ROOT
from tests.app import as_text
from tests.app.test_snapshot import TextFile

EXAMPLES = sorted((ROOT / "app" / "data" / "console" / "examples").glob("*.sql"))


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """One process for all tests, with more time than a query has in the dashboard: machines of tests are busy."""
    pool = Pool(most=1, seconds=60, wait=60)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def hasty() -> Iterator[Pool]:
    """The same with hardly any time."""
    pool = Pool(most=1, seconds=0.5, wait=0)
    yield pool
    pool.close()


def rows(pool: Pool, query: str) -> pa.Table:
    return pool.run(db.current_release(), query).table


def refusal(pool: Pool, query: str) -> str:
    with pytest.raises(QueryError) as found:
        rows(pool, query)
    return str(found.value)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_each_example_has_rows_and_says_in_german_what_they_are(pool: Pool, file: Path) -> None:
    query = file.read_text(encoding="utf-8")
    assert query.startswith("-- ")
    assert query.splitlines()[0].endswith(".")
    assert rows(pool, query).num_rows


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select 1 as a, 2 as a", [[1], [2]]),
        ("from range(3)", [[0, 1, 2]]),
        ("select '\ud800' as t", [["?"]]),
        ("with stand as (select 7 as x) select x from stand", [[7]]),
        ("select 'ä<b>' as t, [1, 2] as l, {'a': 1} as s, true as w", [["ä<b>"], [[1, 2]], ["{'a': 1}"], [True]]),
        ("select count(*) > 20 from (describe project)", [[True]]),
        ("pivot (values (1, 'x')) t(i, k) on k in ('x') using sum(i)", [[1]]),
    ],
)
def test_what_reads_the_release_is_run(pool: Pool, query: str, expected: list[list[object]]) -> None:
    assert [column.to_pylist() for column in rows(pool, query).columns] == expected


@pytest.mark.parametrize("query", ["show tables", "describe funding", "summarize stand", "explain from project"])
def test_what_says_what_there_is_has_rows(pool: Pool, query: str) -> None:
    assert rows(pool, query).num_rows


REFUSED = [
    "copy project to '/tmp/x'",
    "attach '/etc/passwd' as x",
    "install httpfs",
    "load httpfs",
    "pragma database_list",
    "set memory_limit = '100GB'",
    "delete from project",
    "create table x as select 1",
    "explain copy project to '/tmp/x'",
    "explain analyze create table x as select 1",
    "with x as (delete from project returning *) from x",
    "select 1; select 2",
    "-- nichts",
    "pivot project on status",
    "from read_csv('/etc/passwd')",
    "describe select * from read_text('/etc/passwd')",
    "from glob('/etc/*')",
    "select (select count(*) from parquet_scan('/x'))",
    "from '/etc/passwd'",
    "from arrow_scan(1, 2, 3)",
    "from query('from duckdb_databases()')",
    "select getenv('HOME')",
    "select current_setting('allowed_paths')",
    "from duckdb_databases()",
    "from duckdb_settings()",
    "from duckdb_secrets()",
    "from duckdb_databases",
    "show databases",
    "with x as (with duckdb_databases as (select 1) from duckdb_databases) select * from duckdb_databases",
]
"""What could reach anything but the release."""
WRONG = [
    "selec 1",
    "select title\nfrom projekt",
    "select 'Ä',\n  begn from project",
    "select foo(1)",
    "select sum(title) from project",
    "select title, count(*) from project",
    "from project join funding on project_id = funding.project_id",
    "select p.title from project",
    "select 'x",
    "select title",
    "select 1 union select 1, 2",
    "select error('<b>')",
]
"""Mistakes of whoever writes a query."""


def test_what_is_not_run_is_told_in_german_with_its_place(pool: Pool, snapshot: SnapshotAssertion) -> None:
    said = {query: refusal(pool, query) for query in (*REFUSED, *WRONG)}
    assert str(db.file(db.current_release()).parent) not in "".join(said.values())
    assert as_text.joined(iter(said.items())) == snapshot.use_extension(TextFile)


@pytest.mark.parametrize(
    ("query", "limit", "most"),
    [
        ("select repeat('x', 1000000000)", "Megabyte Arbeitsspeicher", limits.MEGABYTES),
        ("select length(repeat('x', 1000000000))", "Megabyte Arbeitsspeicher", limits.MEGABYTES),
        ("select list(i) from range(100000000) t(i)", "Megabyte Arbeitsspeicher", limits.MEGABYTES),
        (f"select '{'x' * 1_000_000}'", "Zeichen", limits.LETTERS),
        (f"select {', '.join(map(str, range(3000)))}"[: limits.LETTERS - 9], "Spalten", limits.COLUMNS),
        ("from range(1000000000)", "Zeilen", limits.ROWS),
        ("select range(500000)", "Werte", limits.VALUES),
        ("select i, i, i, i, i, i from range(90000) t(i)", "Werte", limits.VALUES),
        ("select repeat('x', 10000) from range(1000)", "größer als", limits.RESULT_MEGABYTES),
    ],
    ids=["one text", "its length", "list", "letters", "columns", "rows", "list of values", "values", "size"],
)
def test_what_is_too_much_is_told_with_its_limit(pool: Pool, query: str, limit: str, most: int) -> None:
    said = refusal(pool, query)
    assert limit in said
    assert units.number(most) in said
    assert rows(pool, "select 1").num_rows == 1


@pytest.mark.parametrize(
    "query",
    # What reckons without an end and with little memory, and what waits.
    ["select count(*) from range(1000000000000000) t(i) where i % 7 = 8", "select sleep_ms(60000)"],
    ids=["endless", "sleep"],
)
def test_what_takes_too_long_is_ended_and_the_next_query_runs(hasty: Pool, pool: Pool, query: str) -> None:
    assert f"nach {limits.SECONDS} Sekunden beendet" in refusal(hasty, query)
    assert rows(pool, "select 2").num_rows == 1


def test_who_comes_while_all_are_busy_is_told(hasty: Pool) -> None:
    for who in ("", "198.51.100.7"):
        with hasty.turn(who), pytest.raises(QueryError, match=f"schon {limits.AT_ONCE} Abfragen"), hasty.turn(who):
            pass
    assert rows(hasty, "select 3").num_rows == 1


def test_the_same_query_is_run_once(pool: Pool) -> None:
    release_id = db.current_release()
    assert pool.run(release_id, "select random()").table is pool.run(release_id, "select random()").table


def test_a_process_that_died_is_replaced(pool: Pool) -> None:
    rows(pool, "select 4")
    pool._idle[0]._process.kill()
    pool._idle[0]._process.wait()
    assert rows(pool, "select 5").num_rows == 1
    gone = pool._idle.pop()
    gone.end()
    assert gone.ask("select 6", 1) is None


def test_a_file_that_no_process_opens_can_be_asked_nothing(pool: Pool, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="gerade nicht möglich") as found:
        pool._taken(tmp_path / "nothing.duckdb")
    assert found.value.is_busy


def test_what_could_tell_of_the_machine_is_not_told() -> None:
    told = failed("select 1", {"exception_type": "IO", "exception_message": "No space left in /srv/geheim"})
    assert str(told) == "So lässt sich die Abfrage nicht ausführen."


def test_a_query_that_failed_is_tried_again_after_a_while() -> None:
    tries: list[int] = []

    def wrong() -> None:
        tries.append(1)
        raise ValueError

    for seconds, expected in ((60.0, 1), (0.001, 2)):
        results, tries[:] = SharedResults[None](1, seconds_of=lambda _, found=seconds: found), []
        for _ in range(2):
            with pytest.raises(ValueError):
                results.get("query", wrong)
            time.sleep(0.002)
        assert len(tries) == expected


def test_the_process_loads_neither_server_nor_settings() -> None:
    code = "import app.data.console.worker, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"streamlit", "pandas", "config"} & set(loaded.split())
