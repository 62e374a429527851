"""What an operator sees: health, figures, the log; and that neither says who asked, nor for what."""

import asyncio
import datetime as dt
import json
import logging
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from streamlit import logger as streamlit_logger
from streamlit.elements import exception
from streamlit.proto.Exception_pb2 import Exception as ExceptionProto
from streamlit.testing.v1 import AppTest

from app.data import db, queries
from app.data.selection import Selection
from app.observability import log, metrics
from app.observability.page_error import page_error
from app.office import worker
from app.web import request_record
from app.web.api import monitoring
from app.web.api.v1 import application
from app.web.limits import COSTS
from app.words.text import t
from config import ROOT
from tests.app.asking import ask, asked

SECRET = "geheimnis"


def lines(caplog: pytest.LogCaptureFixture, *, is_json: bool = True) -> list[str]:
    """The lines of the log as they would be written."""
    formatter = log.Formatter(is_json=is_json)
    return [formatter.format(record) for record in caplog.records]


def test_every_library_writes_into_the_one_log() -> None:
    handlers, level = logging.root.handlers, logging.root.level
    made = [*streamlit_logger._loggers.values(), *map(logging.getLogger, ("uvicorn", "uvicorn.access", "websockets"))]
    for logger in made:
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
    try:
        log.configure()
        (handler,) = logging.root.handlers
        assert isinstance(handler.formatter, log.Formatter)
        later = streamlit_logger.get_logger("streamlit.made_later")
        assert [logger.name for logger in (*made, later) if logger.handlers or not logger.propagate] == []
        # What names the addresses of visitors is not written down.
        for name in ("uvicorn", "uvicorn.access", "websockets"):
            assert not logging.getLogger(name).isEnabledFor(logging.INFO)
        assert logging.getLogger("app").isEnabledFor(logging.INFO)
    finally:
        logging.root.handlers, logging.root.level = handlers, level


# Health and figures


def test_live_and_ready_are_two_questions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert ask("/api/health/live").text == "ok\n"
    assert ask("/api/health/ready").body == ask("/api/health").body
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(tmp_path))
    assert (ask("/api/health/live").status, ask("/api/health/ready").status) == (200, 503)
    assert str(tmp_path) not in ask("/api/health/ready").text


def test_only_who_is_named_reads_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    def status(client: str) -> int:
        return asyncio.run(asked("/api/metrics", client=client)).status

    assert status("127.0.0.1") == 404
    monkeypatch.setenv("MONITOR_METRICS", "127.0.0.1, 10.1.0.0/16")
    assert [status(client) for client in ("127.0.0.1", "10.1.2.3", "10.2.0.1", "198.51.100.7")] == [200, 200, 404, 404]
    forwarded = asyncio.run(asked("/api/metrics", client="127.0.0.1", x_forwarded_for="198.51.100.7"))
    assert forwarded.status == 404


def test_figures_are_openmetrics_with_few_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_METRICS", "127.0.0.1")
    ask(f"/api/zitat/{SECRET}.json")
    ask(f"/{SECRET}?suche={SECRET}")
    answer = ask("/api/metrics")
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert SECRET not in answer.text
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    requests = families["monitor_http_request_duration_seconds"].samples
    assert {sample.labels["kind"] for sample in requests} <= set(COSTS)
    assert {"monitor_stand_age_seconds", "monitor_release_age_seconds", "monitor_open_sessions"} <= set(families)
    ages = {sample.labels["dataset"]: sample.value for sample in families["monitor_source_age_seconds"].samples}
    assert all(age > 0 for age in ages.values())


def test_how_old_everything_is_stands_there_in_seconds(monkeypatch: pytest.MonkeyPatch, everything: Selection) -> None:
    now, day = dt.datetime(2027, 1, 31, 12, tzinfo=dt.UTC), 24 * 60 * 60
    monkeypatch.setenv("MONITOR_METRICS", "127.0.0.1")
    monkeypatch.setattr(monitoring, "time", SimpleNamespace(time=now.timestamp))
    families = text_string_to_metric_families(ask("/api/metrics").text)
    samples = [sample for family in families for sample in family.samples]
    given = {(sample.name, *sample.labels.values()): sample.value for sample in samples}

    def since(date: dt.date) -> float:
        return (now.date() - date).days * day + day / 2

    assert given["monitor_stand_age_seconds",] == since(everything.stand)
    assert given["monitor_release_age_seconds",] == now.timestamp() - db.built(everything.release_id)
    datasets = queries.datasets(everything)
    ages = datasets.dropna(subset="latest_date")
    periods = datasets.dropna(subset="period_days")
    assert len(ages) and 0 < len(periods) < len(datasets)
    assert {name: given["monitor_source_age_seconds", name] for name in ages.dataset_id} == {
        name: since(date.date()) for name, date in zip(ages.dataset_id, ages.latest_date, strict=True)
    }
    assert {key[1]: value for key, value in given.items() if key[0] == "monitor_source_period_seconds"} == {
        name: days * day for name, days in zip(periods.dataset_id, periods.period_days, strict=True)
    }


def test_alarms_and_the_sample_dashboard_are_about_figures_that_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_METRICS", "127.0.0.1")
    alarms, dashboard = ((ROOT / "deploy" / name).read_text("utf-8") for name in ("alarms.yml", "grafana.json"))
    metrics.RUNS.labels("overview").observe(0.1)
    metrics.REQUESTS.labels("page", "2xx").observe(0.1)
    metrics.REFUSED.labels("rate").inc(0)
    metrics.FIRST_VIEWS.labels("overview", "kept").inc(0)
    text = ask("/api/metrics").text
    given = {line.partition("{")[0].partition(" ")[0] for line in text.splitlines()}
    assert set(re.findall(r"(?:monitor|process)_\w+", alarms + dashboard)) <= given
    ours = {family.name for family in text_string_to_metric_families(text) if family.name.startswith("monitor_")}
    expressions = [target["expr"] for panel in json.loads(dashboard)["panels"] for target in panel["targets"]]
    assert {name for name in ours if not any(name in expression for expression in expressions)} == set()


def test_every_page_says_how_long_it_takes(release_dir: Path) -> None:
    def runs() -> dict[str, float]:
        return {
            sample.labels["page"]: sample.value
            for family in metrics.RUNS.collect()
            for sample in family.samples
            if sample.name.endswith("_count")
        }

    before = runs()
    AppTest.from_file("../../app/frame.py").run(timeout=60)
    assert runs() == before | {"overview": before.get("overview", 0) + 1}


def test_figures_are_there_when_no_release_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MONITOR_METRICS", "127.0.0.1")
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(tmp_path))
    assert "monitor_release_ready 0.0" in ask("/api/metrics").text


# The log


def test_a_request_keeps_the_id_of_a_proxy_or_gets_one(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "app")
    assert ask("/robots.txt", x_request_id="Ab3-_567").headers["x-request-id"] == "Ab3-_567"
    for bad in ("short", "x" * 65, "a b c d e f g h", "<script>alert(1)</script>"):
        made = ask("/robots.txt", x_request_id=bad).headers["x-request-id"]
        assert made != bad
        assert len(made) == 32


def test_a_request_is_one_line_without_address_and_query(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO, "app")
    monkeypatch.setattr(request_record, "time", SimpleNamespace(perf_counter=iter([10, 11.5]).__next__))
    asyncio.run(asked(f"/api/zitat/{SECRET}.json?suche={SECRET}", client="198.51.100.7", user_agent=SECRET))
    written = [json.loads(line) for line in lines(caplog)]
    (line,) = [line for line in written if line["message"] == "request"]
    assert {"kind": "citation", "method": "GET", "status": 404, "ms": 1500}.items() <= line.items()
    assert {"time", "level", "logger"} <= set(line)
    assert SECRET not in caplog.text
    assert "198.51.100.7" not in str(written)


def test_an_error_is_named_by_kind_and_place_and_the_reader_gets_its_id(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: Request) -> Any:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"no {SECRET}\nsecond line") from error

    answer = asyncio.run(asked("/robots.txt", addresses=[Route("/robots.txt", broken)], x_request_id="abcdefgh-1"))
    assert answer.status == 500
    assert "abcdefgh-1" in answer.text
    assert "content-security-policy" in answer.headers
    (line,) = [line for line in lines(caplog, is_json=False) if "a request ended in an error" in line]
    assert "ValueError at tests/app/test_observability.py" in line
    assert "KeyError at" in line
    assert SECRET not in line
    assert "\n" not in line


def test_a_file_that_takes_too_long_breaks_off_and_no_second_answer_follows(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # When it begins, and after each of its pieces.
    moments = iter([0, application.SECONDS, application.SECONDS + 1])
    monkeypatch.setattr(application, "time", SimpleNamespace(monotonic=lambda: next(moments)))

    async def file(_: Request) -> Response:
        return StreamingResponse(application._streamed(iter([b"a", b"b"])))

    answer = asyncio.run(asked("/robots.txt", addresses=[Route("/robots.txt", file)]))
    assert (answer.status, answer.text) == (200, "a")
    (line,) = [line for line in lines(caplog, is_json=False) if "a request ended in an error" in line]
    assert "TooSlowError" in line


def test_a_place_in_a_library_is_named_from_the_library_on() -> None:
    with pytest.raises(ValueError, match="kein Tag") as failed:
        pd.to_datetime("kein Tag")
    assert " < pandas/core/tools/datetimes.py:" in log.described(failed.value)


def test_the_system_and_the_folder_of_releases_speak_for_themselves() -> None:
    assert "(No space left on device)" in log.described(OSError(28, "No space left on device", SECRET))
    assert SECRET not in log.described(OSError(28, "No space left on device", SECRET))
    assert "(CURRENT fehlt)" in log.described(db.NoReleaseError("CURRENT fehlt"))


def test_a_page_that_fails_names_the_error_as_the_log_does(caplog: pytest.LogCaptureFixture) -> None:
    def page() -> None:
        from app.observability.page_error import page_error as shown

        shown(ValueError("geheimnis"))

    shown = AppTest.from_function(page).run()
    (line,) = [json.loads(line) for line in lines(caplog) if "a page ended in an error" in line]
    assert line["error_id"] in shown.error[0].value
    assert SECRET not in json.dumps(line)
    assert page_error.__module__ == line["logger"]


def test_where_no_page_could_begin_streamlit_says_so_in_german_and_nothing_else() -> None:
    said = ExceptionProto()
    exception.marshall(said, RuntimeError(SECRET), apply_show_error_details=True)
    assert (said.message, said.type, list(said.stack_trace)) == (t("frame.not_now"), "", [])


def test_what_a_line_says_cannot_break_it() -> None:
    record = logging.LogRecord("app", logging.WARNING, "", 0, "one\ntwo\x1b[31m\u2028three", None, None)
    assert log.Formatter(is_json=False).format(record).endswith("one two [31m three")
    assert json.loads(log.Formatter(is_json=True).format(record))["message"] == "one\ntwo\x1b[31m\u2028three"


def test_what_streamlit_says_of_a_visitor_is_said_without_what_the_visitor_sent() -> None:
    said = "Rejecting WebSocket connection: origin=%s"
    for name, expected in (
        ("streamlit.web.server.x", said),
        ("app.web.hosts", "Rejecting WebSocket connection: origin=x"),
    ):
        record = logging.LogRecord(name, logging.WARNING, "", 0, said, ("x",), None)
        assert json.loads(log.Formatter(is_json=True).format(record))["message"] == expected


def test_a_browser_without_a_websocket_is_counted_and_the_log_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    log._WARNED.clear()
    before = metrics.NO_WEBSOCKET._value.get()
    assert [ask("/api/ohne-websocket", "POST").status for _ in range(3)] == [204] * 3
    assert metrics.NO_WEBSOCKET._value.get() == before + 3
    assert len([line for line in lines(caplog) if "websocket" in line]) == 1
    assert ask("/api/ohne-websocket").status == 404


def test_the_same_warning_is_written_twice_a_minute_and_another_at_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    log._WARNED.clear()
    moments = {0: "a", 1: "a", 2: "b", 29: "a", 30: "a", 31: "b"}
    monkeypatch.setattr(log, "time", SimpleNamespace(monotonic=iter(moments).__next__))
    for kind in moments.values():
        log.warn_seldom(logging.getLogger("app"), "refused", kind=kind)
    assert [json.loads(line)["kind"] for line in lines(caplog)] == ["a", "b", "a"]


def test_streamlits_own_figures_are_for_nobody() -> None:
    assert ask("/_stcore/metrics").status == 404


# What programs ask again and again


@pytest.mark.parametrize("address", ["/api/aenderungen.atom", "/api/berichtigungen.atom", "/sitemap.xml"])
def test_who_has_a_feed_already_gets_no_other(address: str) -> None:
    first = ask(address)
    tag, moment = first.headers["etag"], first.headers["last-modified"]
    for known in (tag, f"W/{tag}", f'"other", W/{tag}', f'"a,b",{tag}', "*"):
        answer = ask(address, if_none_match=known)
        assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", tag), known
    for other in ('"other"', tag.strip('"'), "", f'"x{tag[1:]}'):
        assert ask(address, if_none_match=other).status == 200, other
    assert ask(address, if_modified_since=moment).status == 304
    assert ask(address, if_modified_since="Fri, 01 Jan 2100 00:00:00 GMT").status == 200
    assert ask(address, if_modified_since=moment, if_none_match='"other"').status == 200


def test_a_step_of_the_office_that_breaks_is_named_by_its_places(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stderr = f'Traceback\n  File "/somewhere/etl/office/steps.py", line 12, in hand_in\nValueError: {SECRET}.xlsx\n'
    done = subprocess.CompletedProcess([], 1, "", stderr)
    monkeypatch.setattr(worker.subprocess, "run", lambda *_, **__: done)
    with pytest.raises(worker.OfficeError):
        worker._ask("hand_in")
    (line,) = lines(caplog, is_json=False)
    assert line.endswith("hand_in ended with 1 at steps.py:12 hand_in")
