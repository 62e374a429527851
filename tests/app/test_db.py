"""A run reads from one release to its end, and a damaged pointer or file never takes the page away."""

import asyncio
import datetime as dt
import functools
import json
import logging
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

import duckdb
import pytest

from app.data import db, queries
from app.data.selection import Selection
from app.navigation import entry
from app.web.api import monitoring
from app.web.first_view import first_view
from app.web.warm import warm
from tests.app import model
from tests.app.asking import ask
from tests.app.test_pages import opened

GARBAGE = os.urandom(64)


@pytest.fixture
def releases(published: Path, own_answers: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the app takes releases from."""
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(tmp_path))
    return tmp_path


@functools.cache
def renamed(published: Path, release_id: str, stand: str) -> bytes:
    """The release under another id and Stand; many tests publish the same few."""
    built = published / f"{(published / 'CURRENT').read_text().strip()}.duckdb"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(shutil.copy(built, folder))
        with duckdb.connect(file) as connection:
            connection.execute("update release set release_id = ?, stand_date = ?", [release_id, stand])
        return file.read_bytes()


def publish(folder: Path, published: Path, release_id: str, stand: str = "2027-05-03") -> None:
    (folder / f"{release_id}.duckdb").write_bytes(renamed(published, release_id, stand))
    (folder / "CURRENT").write_text(f"{release_id}\n")


def test_a_new_release_is_picked_up_without_a_restart(releases: Path, published: Path) -> None:
    # Ids of its own: answers are kept by release id, and other tests make releases too.
    publish(releases, published, "0a1b2c3d4e5f", "2027-01-01")
    first = db.current_release()
    assert queries.release(first).stand_date.date() == dt.date(2027, 1, 1)
    publish(releases, published, "f5e4d3c2b1a0", "2027-06-30")
    second = db.current_release()
    assert (first, second) == ("0a1b2c3d4e5f", "f5e4d3c2b1a0")
    assert queries.release(second).stand_date.date() == dt.date(2027, 6, 30)
    # A run that has begun with the first release reads from it to its end.
    assert len(queries.funding_rows(Selection(first, dt.date(2026, 11, 23))).all()) == len(model.raw("foerderung"))


def test_rows_are_counted_in_the_release_that_is_asked(releases: Path, published: Path) -> None:
    ids = ("0a1b2c3d4e60", "0a1b2c3d4e61")
    for release_id in ids:
        publish(releases, published, release_id)
    with duckdb.connect(releases / f"{ids[1]}.duckdb") as connection:
        connection.execute("delete from source where source_id = (select min(source_id) from source)")
    before, after = (db.count("source_rows", release_id, {"stand": dt.date(2026, 11, 23)}) for release_id in ids)
    assert before - after == 1


def test_the_release_that_was_not_asked_for_longest_is_closed_first(releases: Path, published: Path) -> None:
    first, second, *others = (f"0a1b2c3d4e7{digit}" for digit in range(5))
    for release_id in (first, second, *others):
        publish(releases, published, release_id)
        if release_id == others[-1]:
            queries.release(first)
            queries.fields_of_action(Selection(first, dt.date(2026, 11, 23)))
        queries.release(release_id)
    # A file that is gone can be read as long as it is open.
    for release_id in (first, second):
        (releases / f"{release_id}.duckdb").unlink()
    assert len(db.read("funder_levels", first, {"stand": dt.date(2026, 11, 23)}))
    with pytest.raises(db.NoReleaseError):
        db.read("funder_levels", second, {"stand": dt.date(2026, 11, 23)})


def test_a_release_can_be_taken_back(releases: Path, published: Path) -> None:
    publish(releases, published, "aaaaaaaaaaaa")
    publish(releases, published, "bbbbbbbbbbbb")
    (releases / "Sicherung.duckdb").write_bytes(b"")
    assert db.kept_releases(db.current_release()) == ["bbbbbbbbbbbb", "aaaaaaaaaaaa"]
    (releases / "CURRENT").write_text("aaaaaaaaaaaa\n")
    assert queries.release(db.current_release()).release_id == "aaaaaaaaaaaa"


def test_a_copy_under_another_name_is_no_release(releases: Path, published: Path) -> None:
    release_id = "0a1b2c3d4e6f"
    publish(releases, published, release_id)
    names = (f"{release_id}-alt", f"{release_id}0", f"x{release_id}", release_id.upper())
    for name in names:
        shutil.copy(releases / f"{release_id}.duckdb", releases / f"{name}.duckdb")
    assert [name for name in (release_id, *names) if db.has(name)] == [release_id]
    assert db.kept_releases(release_id) == [release_id]


def test_many_releases_one_after_the_other_are_all_readable(releases: Path, published: Path) -> None:
    for digit in "01234":
        publish(releases, published, digit * 12)
        assert queries.release(db.current_release()).release_id == digit * 12
    assert len(queries.years(Selection("000000000000", dt.date(2026, 11, 23)))) > 5


BROKEN = {
    "no pointer": None,
    "an empty pointer": b"",
    "a release that is not there": b"0123456789ab\n",
    "no release id": b"../../etc/passwd\n",
    "a longer id": b"0123456789abcdef\n",
    "other letters": b"ABCDEF012345\n",
    "bytes that are no text": b"\xff\xfe\x00",
    "two lines": b"0123456789ab\n0123456789ab\n",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_pointer_says_what_is_wrong_and_where(content: bytes | None, releases: Path) -> None:
    if content is not None:
        (releases / "CURRENT").write_bytes(content)
    with pytest.raises(db.NoReleaseError) as caught:
        db.current_release()
    message = str(caught.value)
    assert str(releases) in message
    assert "Veröffentlichung" in message or "erwartet" in message


def test_a_file_that_is_no_database_is_no_release(releases: Path) -> None:
    (releases / "CURRENT").write_text("0123456789ab\n")
    (releases / "0123456789ab.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(db.NoReleaseError, match=r"0123456789ab\.duckdb"):
        db.current_release()


def test_a_release_that_cannot_be_read_says_why(
    releases: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_: duckdb.DuckDBPyConnection) -> str:
        raise duckdb.IOException("kein Platz")

    publish(releases, published, "0a1b2c3d4e77")
    monkeypatch.setattr(db, "_problem", unreadable)
    with pytest.raises(db.NoReleaseError, match=r"lässt sich nicht lesen \(.*kein Platz\)"):
        db.current_release()


def test_health_tells_release_and_stand_or_that_there_is_none(releases: Path, published: Path) -> None:
    broken = monitoring.ready(None)  # type: ignore[arg-type]
    assert broken.status_code == 503
    # The reason names folders of the server; it belongs into the log, not on a public page.
    assert str(releases) not in broken.body.decode()
    publish(releases, published, "aaaaaaaaaaaa")
    healthy = monitoring.ready(None)  # type: ignore[arg-type]
    assert healthy.status_code == 200
    assert json.loads(healthy.body)["release_id"] == "aaaaaaaaaaaa"
    assert json.loads(healthy.body)["stand"] == "2027-05-03"


def health() -> tuple[int, dict[str, str]]:
    """Status and answer of the address for monitoring."""
    answer = monitoring.ready(None)  # type: ignore[arg-type]
    return answer.status_code, json.loads(answer.body)


def restart() -> None:
    """Forget what a server that runs would know."""
    db._OPEN.clear()
    db._GOOD.clear()
    db._answer.cache_clear()


def no_pointer(folder: Path) -> None:
    (folder / "CURRENT").unlink()


def empty_pointer(folder: Path) -> None:
    (folder / "CURRENT").write_bytes(b"")


def garbage_pointer(folder: Path) -> None:
    (folder / "CURRENT").write_bytes(GARBAGE)


def folder_as_pointer(folder: Path) -> None:
    (folder / "CURRENT").unlink()
    (folder / "CURRENT").mkdir()


def pointer_to_nothing(folder: Path) -> None:
    (folder / "CURRENT").write_text("0123456789ab\n")


def pointer_to_half_a_file(folder: Path) -> None:
    (folder / "0123456789ab.duckdb").write_bytes((folder / "aaaaaaaaaaaa.duckdb").read_bytes()[:100_000])
    pointer_to_nothing(folder)


def pointer_to_another_database(folder: Path) -> None:
    with duckdb.connect(folder / "0123456789ab.duckdb") as connection:
        connection.execute("create table something (a int)")
    pointer_to_nothing(folder)


def pointer_to_a_copy_under_another_name(folder: Path) -> None:
    shutil.copy(folder / "aaaaaaaaaaaa.duckdb", folder / "0123456789ab.duckdb")
    pointer_to_nothing(folder)


def pointer_to_another_version(folder: Path) -> None:
    """A release as a program builds it that calls a column otherwise."""
    pointer_to_a_copy_under_another_name(folder)
    with duckdb.connect(folder / "0123456789ab.duckdb") as connection:
        connection.execute("update release set release_id = '0123456789ab'")
        connection.execute("alter table funding_detail rename column funder to funding_body")


DAMAGE = [
    no_pointer,
    empty_pointer,
    garbage_pointer,
    folder_as_pointer,
    pointer_to_nothing,
    pointer_to_half_a_file,
    pointer_to_another_database,
    pointer_to_a_copy_under_another_name,
    pointer_to_another_version,
]


def test_the_last_good_release_is_served_on_while_the_current_one_cannot_be_read(
    releases: Path, published: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish(releases, published, "bbbbbbbbbbbb")
    publish(releases, published, "aaaaaaaaaaaa")
    for damage in DAMAGE:
        assert db.release_state() == db.ReleaseState("aaaaaaaaaaaa")
        caplog.clear()
        damage(releases)
        for _ in range(3):
            assert db.current_release() == "aaaaaaaaaaaa", damage
        status, answer = health()
        assert (status, answer["status"], answer["release_id"]) == (200, "degraded", "aaaaaaaaaaaa"), damage
        assert "die letzte lesbare" in answer["warning"]
        assert str(releases) not in json.dumps(answer)
        # Once, not at every run.
        (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
        assert str(releases) in record.getMessage()
        assert "gezeigt wird weiter die Veröffentlichung aaaaaaaaaaaa" in record.getMessage()
        if (releases / "CURRENT").is_dir():
            (releases / "CURRENT").rmdir()
        (releases / "CURRENT").write_text("aaaaaaaaaaaa\n")
        (releases / "0123456789ab.duckdb").unlink(missing_ok=True)
        db._OPEN.pop(releases / "0123456789ab.duckdb", None)


def test_a_release_that_no_question_fits_is_named_as_one_of_another_version(releases: Path, published: Path) -> None:
    publish(releases, published, "aaaaaaaaaaaa")
    pointer_to_another_version(releases)
    restart()
    # Nothing was served before, and the newest is the one that does not fit.
    (releases / "aaaaaaaaaaaa.duckdb").unlink()
    with pytest.raises(db.NoReleaseError, match=r"0123456789ab\.duckdb: .* von einer anderen Fassung des Programms"):
        db.current_release()


def test_a_release_that_holds_more_than_is_asked_for_is_shown(releases: Path, published: Path) -> None:
    publish(releases, published, "aaaaaaaaaaaa")
    with duckdb.connect(releases / "aaaaaaaaaaaa.duckdb") as connection:
        connection.execute("alter table funding_detail add column later text")
    assert health()[1]["status"] == "ok"


def test_a_mended_pointer_is_followed_at_once(releases: Path, published: Path) -> None:
    publish(releases, published, "aaaaaaaaaaaa")
    assert health()[1]["status"] == "ok"
    garbage_pointer(releases)
    assert health()[1]["status"] == "degraded"
    publish(releases, published, "bbbbbbbbbbbb")
    assert health()[1] == {"status": "ok", "release_id": "bbbbbbbbbbbb", "stand": "2027-05-03"}


def test_after_a_restart_the_second_pointer_tells_what_was_published(releases: Path, published: Path) -> None:
    publish(releases, published, "aaaaaaaaaaaa")
    publish(releases, published, "bbbbbbbbbbbb")
    (releases / "CURRENT.bak").write_text("aaaaaaaaaaaa\n")
    garbage_pointer(releases)
    restart()
    # b is newer, but was taken back.
    assert db.current_release() == "aaaaaaaaaaaa"
    assert health()[1]["status"] == "degraded"


def test_after_a_restart_without_any_pointer_the_newest_that_opens_is_served(releases: Path, published: Path) -> None:
    for position, digit in enumerate("abc"):
        publish(releases, published, digit * 12)
        os.utime(releases / f"{digit * 12}.duckdb", (position, position))
    (releases / "cccccccccccc.duckdb").write_bytes(GARBAGE)
    (releases / "dddddddddddd.tmp").write_bytes((releases / "aaaaaaaaaaaa.duckdb").read_bytes())
    no_pointer(releases)
    restart()
    assert db.current_release() == "bbbbbbbbbbbb"


def test_without_any_release_that_opens_there_is_none(releases: Path) -> None:
    (releases / "cccccccccccc.duckdb").write_bytes(GARBAGE)
    no_release = health()
    assert no_release == (503, {"status": "unavailable"})
    # What would be made ahead waits for one, and addresses lead to pages that say so.
    warm()
    assert ask("/Foerderung?jahr=2021").status == 404
    assert asyncio.run(first_view(entry("funding"), "jahr=2021")) is None


def test_why_there_is_no_release_is_logged_once_until_the_reason_changes(
    releases: Path, published: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def logged() -> list[str]:
        for _ in range(2):
            # A page, a file, the programming interface and who watches the server.
            opened("funding")
            answers = map(ask, ("/api/bild/zuwendungen-nach-ebene.svg", "/api/v1/tables", "/api/health"))
            assert {answer.status for answer in answers} == {503}
        said = [record.getMessage() for record in caplog.records if record.name.startswith("app.data")]
        caplog.clear()
        return said

    (missing,) = logged()
    assert missing.endswith("es lässt sich keine Veröffentlichung lesen")
    assert str(releases / "CURRENT") in missing
    assert logged() == []
    pointer_to_nothing(releases)
    (other,) = logged()
    assert "0123456789ab" in other
    publish(releases, published, "aaaaaaaaaaaa")
    assert health()[0] == 200
    assert [record.getMessage().partition(": ")[2] for record in caplog.records if record.name == "app.data.db"] == [
        "wieder in Ordnung, gezeigt wird die Veröffentlichung aaaaaaaaaaaa"
    ]


def test_a_release_that_was_removed_is_read_to_the_end_of_the_run(releases: Path, published: Path) -> None:
    publish(releases, published, "aaaaaaaaaaaa")
    run = Selection(db.current_release(), dt.date(2026, 11, 23))
    publish(releases, published, "bbbbbbbbbbbb")
    assert db.current_release() == "bbbbbbbbbbbb"
    (releases / "aaaaaaaaaaaa.duckdb").unlink()
    assert queries.release(run.release_id).release_id == "aaaaaaaaaaaa"
    assert db.built(run.release_id) > 0
    assert len(queries.funding_rows(run).all()) == len(model.raw("foerderung"))


def test_a_pointer_that_moves_while_it_is_followed_is_followed_again(
    releases: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(releases, published, "aaaaaaaaaaaa")
    publish(releases, published, "bbbbbbbbbbbb")
    named_in = db._named_in

    def taken_back_just_then(pointer: Path) -> str:
        release_id = named_in(pointer)
        pointer.write_text("aaaaaaaaaaaa\n")
        (releases / "bbbbbbbbbbbb.duckdb").unlink(missing_ok=True)
        return release_id

    monkeypatch.setattr(db, "_named_in", taken_back_just_then)
    assert db.release_state() == db.ReleaseState("aaaaaaaaaaaa")


def test_readers_in_many_threads_never_fail_while_releases_come_and_go(releases: Path, published: Path) -> None:
    publish(releases, published, "0" * 12)
    for digit in "12345":
        publish(releases, published, digit * 12)
    stop, problems, seen = threading.Event(), list[object](), set[str]()

    def read() -> None:
        while not stop.is_set():
            try:
                release_id = db.current_release()
                if queries.release(release_id).release_id != release_id:
                    problems.append(release_id)
                seen.add(release_id)
            except Exception as error:
                problems.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    position, until = 0, time.monotonic() + 30
    # On a busy machine readers may not come by in the first ninety times.
    while (position < 90 or len(seen) <= 1) and time.monotonic() < until:
        (releases / "CURRENT.tmp").write_text(f"{str(position % 6) * 12}\n")
        (releases / "CURRENT.tmp").replace(releases / "CURRENT")
        position += 1
    stop.set()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(seen) > 1
