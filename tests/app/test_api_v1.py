"""The programming interface: rows by pages, whole releases, its description, and what it says when it refuses."""

import asyncio
import hashlib
import io
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import pyarrow.parquet as pq
import pytest
from starlette.requests import Request

from app.data import db
from app.data.published import TableQuery, published_tables
from app.data.selection import Selection
from app.files.table_files import KINDS, rows_of
from app.web.api.v1 import application, problems
from app.web.api.v1.description import VERSION
from app.web.api.v1.problems import PROBLEM
from app.words.text import english, english_keys, t
from tests.app.asking import Answer, ask, asked

V1 = "/api/v1"


def content(found: Answer) -> Any:
    assert found.status == 200, found.text
    return json.loads(found.body)


def rows(address: str) -> list[dict[str, Any]]:
    return list(content(ask(f"{V1}{address}"))["rows"])


@pytest.fixture(autouse=True)
def served(published: Path) -> Path:
    return published


def test_every_table_is_listed_with_its_columns(everything: Selection) -> None:
    found = content(ask(f"{V1}/tables"))
    assert found["release_id"] == everything.release_id
    known = {table.name: table for table in published_tables(everything.release_id)}
    assert [table["name"] for table in found["tables"]] == list(known)
    for table in found["tables"]:
        assert [column["name"] for column in table["columns"]] == list(known[table["name"]].names)


def test_who_leaves_out_the_last_stroke_finds_the_description() -> None:
    answer = ask(V1)
    assert (answer.status, answer.headers["location"]) == (308, f"{V1}/")
    assert ask(answer.headers["location"]).status == 200


def test_pages_follow_one_another_to_the_end(everything: Selection) -> None:
    address, found = f"{V1}/tables/milestone_detail?limit=40&sort=-due_first_date&columns=milestone_id", []
    while address:
        answer = ask(address)
        page = content(answer)
        found += [row["milestone_id"] for row in page["rows"]]
        address = page["meta"]["next"]
        assert answer.headers.get("link") == (f'<{address}>; rel="next"' if address else None)
    query = TableQuery("milestone_detail", everything, columns=("milestone_id",), order=("-due_first_date",))
    assert found == [row[0] for row in rows_of(query)]


def test_filters_conditions_and_sums_act_together() -> None:
    place = quote("Lünen")
    found = rows(
        f"/tables/funding_detail?kommune={place}&amount_eur__greater=100000&funder_level__in=Bund,Land"
        "&group_by=funder_level&sum=amount_eur&count=1&sort=-sum_amount_eur"
    )
    alone = rows("/tables/funding_detail?kommune=05978024&amount_eur__greater=100000&columns=funder_level,amount_eur")
    assert (
        sum(row["count"] for row in found) == len([row for row in alone if row["funder_level"] in ("Bund", "Land")]) > 0
    )
    for row in found:
        amounts = [one["amount_eur"] for one in alone if one["funder_level"] == row["funder_level"]]
        assert row["sum_amount_eur"] == pytest.approx(sum(amounts))


def test_fields_that_nobody_has_filled_in_ask_for_nothing() -> None:
    address = f"{V1}/tables/funding_detail?funder_level__in=Bund"
    empty = "&suche=&kommune=&amount_eur__greater=&sort=&limit=&recipient__contains="
    assert rows(f"{address}{empty}".removeprefix(V1)) == rows(address.removeprefix(V1)) != []


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_is_given_under_its_name(kind: str) -> None:
    found = ask(f"{V1}/tables/latest_population?format={kind}")
    ending, media_type = KINDS[kind]
    assert (found.status, found.headers["content-type"]) == (200, media_type)
    assert f".{ending}" in found.headers["content-disposition"]


def test_an_answer_that_is_known_is_not_sent_again(everything: Selection) -> None:
    file = f"{V1}/releases/{everything.release_id}/funding.parquet"
    lists = (f"{V1}/tables", f"{V1}/releases", f"{V1}/releases/{everything.release_id}")
    for address in (f"{V1}/tables/funding", *lists, file, "/foerderung?bild=zuwendungen-nach-ebene&embed=true"):
        first = ask(address)
        again = ask(address, if_none_match=first.headers["etag"])
        assert (again.status, again.body) == (304, b""), address
    other = ask(f"{V1}/tables/funding?limit=3", if_none_match=ask(f"{V1}/tables/funding").headers["etag"])
    assert other.status == 200


def test_an_answer_is_sent_again_once_another_release_is_published(two_releases: list[str], tmp_path: Path) -> None:
    first = ask(f"{V1}/tables/project_confidence")
    (tmp_path / "CURRENT").write_text(two_releases[1])
    again = ask(f"{V1}/tables/project_confidence", if_none_match=first.headers["etag"])
    assert (again.status, content(again)["meta"]["release_id"]) == (200, two_releases[1])


def test_every_answer_names_its_version_and_may_be_read_from_anywhere() -> None:
    for address in ("/tables", "/tables/funding", "/tables/nothing", "/releases", "/openapi.json", "/nothing"):
        found = ask(f"{V1}{address}", origin="https://elsewhere.example")
        assert found.headers["api-version"] == VERSION
        assert found.headers["access-control-allow-origin"] == "*"
    assert ask(f"{V1}/tables", accept_encoding="gzip").headers["content-encoding"] == "gzip"
    assert ask(f"{V1}/tables/funding", "HEAD").body == b""


@pytest.mark.parametrize(
    ("address", "status", "begin"),
    [
        ("/tables/foerderung", 404, "Eine Tabelle „foerderung“ gibt es nicht."),
        ("/tables/fundin", 404, "Eine Tabelle „fundin“ gibt es nicht. Möglich: funding."),
        (
            "/tables/funding?amount__exact=1",
            400,
            "Die Tabelle „funding“ hat keine Spalte „amount“. Möglich: amount_eur.",
        ),
        (
            "/tables/funding?amount_eur__near=1",
            400,
            "Nach der Spalte „amount_eur“ (DECIMAL(14,2)) lässt sich mit „near“",
        ),
        ("/tables/funding?amount_eur__less=viel", 400, "Die Spalte „amount_eur“ (DECIMAL(14,2)): „viel“ passt nicht."),
        ("/tables/funding?betrag=1", 400, "Die Angabe „betrag“ kennen wir nicht. Möglich: stand, release"),
        ("/tables/funding?columns=x", 400, "Die Tabelle „funding“ hat keine Spalte „x“."),
        ("/tables/funding?sort=x", 400, "Nach „x“ lässt sich nicht ordnen."),
        (
            "/tables/funding?stand=2020-01-01",
            400,
            "Einen Stand „2020-01-01“ gibt es nicht. Möglich: 2026-11-23 oder alle.",
        ),
        ("/tables/funding?release=000000000000", 404, "Eine Veröffentlichung „000000000000“ gibt es hier nicht."),
        ("/tables/funding?cursor=abc", 400, "Der Zeiger „abc“ gehört nicht zu dieser Anfrage."),
        # A whole number, but before the first row.
        (
            "/tables/funding?cursor=WyIiLCAiIiwgLTFd",
            400,
            "Der Zeiger „WyIiLCAiIiwgLTFd“ gehört nicht zu dieser Anfrage.",
        ),
        # A whole number in place of the release.
        ("/tables/funding?cursor=WzUsICIiLCAwXQ", 400, "Der Zeiger „WzUsICIiLCAwXQ“ gehört nicht zu dieser Anfrage."),
        (
            "/tables/funding?limit=10001",
            400,
            "„10001“ ist keine Zahl von Zeilen. Möglich sind ganze Zahlen von 1 bis 10000.",
        ),
        ("/tables/region?group_by=geometry", 400, "Die Spalte „geometry“ (GEOMETRY) enthält Umrisse"),
        ("/tables/region?columns=geometry&format=xlsx", 400, "In dieser Dateiart stehen keine Umrisse."),
        ("/tables/funding?limit=1&limit=2", 400, "Die Angabe „limit“ steht mehrmals da; erwartet wird sie einmal."),
        ("/tables/funding?format=doc", 400, "Die Dateiart „doc“ gibt es nicht. Möglich: json, ndjson, csv, parquet"),
        ("/tables/funding?kommune=Atlantis", 400, "Kommune: „Atlantis“ kennen wir nicht. Möglich: 05978004"),
        ("/tables/funding?jahr=2021", 400, "Der Filter „jahr“ wirkt auf die Tabelle „funding“ nicht."),
        ("/tables/funding?format=geojson", 400, "Zeilen von „funding“ gehören in dieser Auswahl zu keinem Gebiet"),
        (
            f"/tables/funding?note__contains={'x' * 9000}",
            400,
            "Die Anfrage hat 9014 Zeichen; möglich sind höchstens 8000.",
        ),
        ("/releases/latest1/release.duckdb", 404, "Eine Veröffentlichung „latest1“ gibt es hier nicht."),
        ("/nothing", 404, "Unter dieser Adresse gibt es nichts."),
    ],
)
def test_what_is_refused_is_said_in_two_languages(address: str, status: int, begin: str) -> None:
    found = ask(f"{V1}{address}")
    assert (found.status, found.headers["content-type"]) == (status, "application/problem+json")
    said = json.loads(found.body)
    assert said["status"] == status
    assert set(said) == set(PROBLEM["properties"]) == {*PROBLEM["required"]}
    assert said["detail"].startswith(begin)
    assert said["detail_en"]
    assert said["detail_en"] != said["detail"]
    assert found.headers["cache-control"] == "no-store"


def test_a_day_that_the_calendar_does_not_have_can_be_asked_for() -> None:
    assert rows("/tables/dropped_milestone?planned__in=0000-00-00,2026-13") == []


def test_what_takes_too_long_or_goes_wrong_is_a_problem_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> None:
        raise db.TooSlowError(20)

    monkeypatch.setattr(application, "table_file", slow)
    found = ask(f"{V1}/tables/funding")
    assert (found.status, found.headers["retry-after"]) == (503, "60")
    assert json.loads(found.body)["detail"].startswith("Die Antwort hat länger als 20 Sekunden gebraucht")
    failed = problems.of_anything(Request({"type": "http"}), ValueError("geheim"))
    assert (failed.status_code, b"geheim" in failed.body) == (500, False)


def test_nothing_can_be_written() -> None:
    found = ask(f"{V1}/tables/funding", "DELETE")
    assert (found.status, found.headers["content-type"]) == (405, "application/problem+json")


def test_every_english_sentence_stands_beside_a_german_one_with_the_same_gaps() -> None:
    for key in english_keys():
        assert sorted(_gaps(english(key))) == sorted(_gaps(t(key))), key


def _gaps(text: str) -> list[str]:
    return [part.partition("}")[0] for part in text.split("{")[1:]]


def test_a_cursor_belongs_to_its_question() -> None:
    cursor = content(ask(f"{V1}/tables/funding?limit=5"))["meta"]["next"].rpartition("cursor=")[2]
    assert ask(f"{V1}/tables/funding?limit=5&cursor={cursor}").status == 200
    assert ask(f"{V1}/tables/milestone?limit=5&cursor={cursor}").status == 400
    assert ask(f"{V1}/tables/funding?limit=5&release=000000000000&cursor={cursor}").status == 400
    assert ask(f"{V1}/tables/funding?limit=5&kind__exact=Zuwendung&cursor={cursor}").status == 400


def test_an_answer_is_kept_where_its_address_names_the_release(everything: Selection) -> None:
    address = f"{V1}/tables/funding?limit=1"
    following = content(ask(address))["meta"]["next"]
    asked = (address, f"{address}&release=latest", f"{address}&release={everything.release_id}", following)
    kept = [ask(found).headers["cache-control"] for found in asked]
    assert kept == ["no-cache", "no-cache", "private, max-age=3600", "private, max-age=3600"]


def test_every_answer_says_how_many_requests_are_left() -> None:
    for address in ("/tables", "/nothing"):
        found = ask(f"{V1}{address}")
        assert re.fullmatch(r'"client";q=\d+;w=60', found.headers["ratelimit-policy"])
        assert re.fullmatch(r'"client";r=\d+;t=\d+', found.headers["ratelimit"])


# Whole releases


def test_a_release_is_there_whole_and_in_parts(release: Any, everything: Selection) -> None:
    here = f"{V1}/releases/{everything.release_id}"
    whole = release.path.read_bytes()
    files = {file["name"]: file for file in content(ask(here))["files"]}
    assert files["release.duckdb"]["sha256"] == hashlib.sha256(whole).hexdigest()
    assert set(files) == {
        "release.duckdb",
        *(f"{table.name}.parquet" for table in published_tables(everything.release_id)),
    }
    part = ask(f"{here}/release.duckdb", range="bytes=100-199", accept_encoding="gzip")
    assert (part.status, part.body) == (206, whole[100:200])
    head = ask(f"{here}/release.duckdb", "HEAD")
    assert (head.status, head.headers["accept-ranges"]) == (200, "bytes")
    assert head.headers["content-type"] == "application/vnd.duckdb"
    assert head.headers["content-length"] == str(len(whole))
    assert "immutable" in head.headers["cache-control"]
    latest = ask(f"{V1}/releases/latest/funding.parquet")
    assert (latest.status, latest.headers["location"]) == (307, f"https://monitor.example{here}/funding.parquet")
    latest = ask(f"{V1}/releases/latest")
    assert (latest.status, latest.headers["location"]) == (307, f"https://monitor.example{here}")
    table = pq.read_table(io.BytesIO(ask(f"{here}/funding.parquet").body))
    assert len(table) == next(
        found.row_count for found in published_tables(everything.release_id) if found.name == "funding"
    )
    assert ask(f"{here}/..%2FCURRENT").status == 404
    for asked_part, status in (("bytes=99999999999-", 416), ("bytes=9-1", 400), ("bytes=x", 400)):
        refused = ask(f"{here}/release.duckdb", range=asked_part)
        assert (refused.status, refused.headers["content-type"]) == (status, "application/problem+json")
        assert json.loads(refused.body)["detail"].startswith("Diesen Teil der Datei gibt es nicht.")
        assert refused.headers["content-range"] == f"bytes */{len(whole)}"


@pytest.fixture
def two_releases(release: Any, own_answers: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two releases that differ in every title of a project; the first one is published."""
    ids = ["0a1b2c3d4f01", "0a1b2c3d4f02"]
    for release_id in ids:
        shutil.copy(release.path, tmp_path / f"{release_id}.duckdb")
        with duckdb.connect(tmp_path / f"{release_id}.duckdb") as connection:
            connection.execute("update release set release_id = ?", [release_id])
            connection.execute("update project_confidence set confidence_reason = ?", [release_id])
    (tmp_path / "CURRENT").write_text(ids[0])
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(tmp_path))
    return ids


def test_no_reader_gets_two_releases_while_one_is_published(two_releases: list[str], tmp_path: Path) -> None:
    start = f"{V1}/tables/project_confidence?limit=40"

    async def read_on(found: Answer) -> str:
        seen, named = set(), set()
        while True:
            page = content(found)
            seen |= {row["confidence_reason"] for row in page["rows"]}
            named.add(page["meta"]["release_id"])
            if not page["meta"]["next"]:
                break
            found = await asked(page["meta"]["next"])
        assert seen == named
        (only,) = seen
        return str(only)

    async def everybody() -> list[str]:
        begun = await asyncio.gather(*(asked(start) for _ in range(6)))
        pointer = tmp_path / "CURRENT.new"
        pointer.write_text(two_releases[1])
        pointer.replace(tmp_path / "CURRENT")
        later = await asyncio.gather(*(asked(start) for _ in range(3)))
        return await asyncio.gather(*map(read_on, (*begun, *later)))

    assert asyncio.run(everybody()) == [two_releases[0]] * 6 + [two_releases[1]] * 3


def test_a_release_that_was_taken_back_is_not_given(two_releases: list[str]) -> None:
    assert [found["release_id"] for found in content(ask(f"{V1}/releases"))["releases"]] == two_releases[:1]
    assert ask(f"{V1}/releases/{two_releases[1]}").status == 404


def test_a_release_whose_file_is_gone_is_read_on_and_its_file_kindly_refused(
    two_releases: list[str], tmp_path: Path
) -> None:
    assert ask(f"{V1}/tables/project?limit=1").status == 200
    (tmp_path / f"{two_releases[0]}.duckdb").unlink()
    assert ask(f"{V1}/tables/project?limit=2").status == 200
    refused = ask(f"{V1}/releases/{two_releases[0]}/release.duckdb")
    assert refused.status == 503
    assert "Zurzeit lässt sich keine Veröffentlichung lesen." in refused.text


# What describes it


def test_the_description_has_an_address_for_every_table_and_a_parameter_for_every_condition(
    everything: Selection,
) -> None:
    found = content(ask(f"{V1}/openapi.json"))
    assert found["openapi"].startswith("3.1")
    for table in published_tables(everything.release_id):
        operation = found["paths"][f"/tables/{table.name}"]["get"]
        parameters = [parameter.get("name") or parameter["$ref"] for parameter in operation["parameters"]]
        names = {name.removeprefix("#/components/parameters/") for name in parameters}
        assert names & set(found["components"]["parameters"]) == {name for name in names if "__" not in name}
        assert {"limit", "cursor", "format"} <= names
        assert {name.partition("__")[0] for name in names if "__" in name} <= set(table.names)
        assert set(found["components"]["schemas"][table.name]["properties"]) == set(table.names)


def test_answers_are_as_they_are_described(everything: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    # A grammar of addresses, which no answer needs, takes a second to read.
    monkeypatch.setitem(sys.modules, "rfc3987_syntax", None)
    # Imported here: every worker reads this file.
    from jsonschema import Draft202012Validator, FormatChecker

    description = content(ask(f"{V1}/openapi.json"))
    described = [path for path in description["paths"] if "{name}" not in path]
    assert len(described) == len(published_tables(everything.release_id)) + 3
    # Each fourth one, and those that are no table: the columns of all tables have the same few kinds.
    for path in described[::4] + [path for path in described if not path.startswith("/tables/")]:
        answer = content(ask(f"{V1}{path.format(release_id=everything.release_id)}?limit=3"))
        schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator(
            {**schema, "components": description["components"]}, format_checker=FormatChecker()
        ).validate(answer)


def test_the_page_for_people_asks_for_nothing_from_elsewhere() -> None:
    text = ask(f"{V1}/").text
    assert "<script" not in text
    assert not [part for part in text.split('href="')[1:] if not part.startswith("https://monitor.example/")]
    assert 'id="unknown_table"' in text


# Each chart by its address and an ending


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("csv", "text/csv"),
        ("json", "application/json"),
        ("xlsx", "application/vnd.openxml"),
        ("parquet", "application/vnd.apache.parquet"),
        ("svg", "image/svg+xml"),
        ("plotly.json", "application/json"),
        ("metadata.json", "application/json"),
        ("zip", "application/zip"),
    ],
)
def test_a_chart_has_an_address_for_each_of_its_files(ending: str, media_type: str) -> None:
    found = ask(f"/b/zuwendungen-nach-ebene.{ending}?jahr=2021")
    assert found.status == 200, found.text
    assert found.headers["content-type"].startswith(media_type)
    assert f".{ending}" in found.headers["content-disposition"]


def test_files_of_a_chart_hold_the_same_rows() -> None:
    found = json.loads(ask("/b/zuwendungen-nach-ebene.json").body)
    table = pq.read_table(io.BytesIO(ask("/b/zuwendungen-nach-ebene.parquet").body)).to_pylist()
    assert table == found["rows"]
    assert json.loads(ask("/b/zuwendungen-nach-ebene.metadata.json").body)["meta"] == found["meta"]
    assert ask("/b/zuwendungen-nach-ebene.csv").text.splitlines()[0].startswith("label,")
    assert ask("/b/zuwendungen-nach-ebene.doc").status == 400
    assert ask("/b/zuwendungen-nach-ebene").status == 302
