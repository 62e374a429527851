"""Releases can be listed, taken back and removed; whatever goes wrong, the published one stays."""

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock
from typer.testing import CliRunner, Result

from etl.cli import app
from etl.messages.german import megabytes
from etl.messages.refusals import BusyError, RefusedError, reason, writing
from etl.release.build import Release
from etl.release.store import publish, rollback, stored_releases
from tests.etl.defects import FUNDING, cell

OLD, MIDDLE, NEW = "aaaaaaaaaaaa", "ab0000000000", "bbbbbbbbbbbb"
NEEDS_MOUNTS = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root may mount a small or a read-only disk"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set an empty folder for releases as the operator would."""
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(tmp_path / "releases"))
    (tmp_path / "releases").mkdir()
    return tmp_path / "releases"


@pytest.fixture(scope="session")
def stored(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three releases, one minute after the other, the newest of which is the current one."""
    folder = tmp_path_factory.mktemp("stored")
    for minute, release_id in enumerate((OLD, MIDDLE, NEW)):
        path = folder / f"{release_id}.duckdb"
        shutil.copy(release.path, path)
        change(path, "update release set release_id = ?", release_id)
        os.utime(path, (minute * 60, minute * 60))
    (folder / "CURRENT").write_text(f"{NEW}\n")
    return folder


@pytest.fixture
def three(folder: Path, stored: Path) -> Path:
    """Fill the folder with the three releases."""
    return Path(shutil.copytree(stored, folder, dirs_exist_ok=True))


@pytest.fixture
def two(three: Path) -> Path:
    """Fill the folder with the oldest and the newest of them: opening one takes time."""
    (three / f"{MIDDLE}.duckdb").unlink()
    return three


def change(path: Path, sql: str, *values: str) -> None:
    """Change a release as nobody should."""
    with duckdb.connect(path) as connection:
        connection.execute(sql, list(values))


def run(*arguments: str) -> Result:
    """Run one command."""
    return CliRunner().invoke(app, arguments)


def published(folder: Path) -> str:
    """The line that CURRENT holds."""
    return (folder / "CURRENT").read_text().strip()


def names(folder: Path) -> set[str]:
    """Ids of the releases whose files are there."""
    return {path.stem for path in folder.glob("*.duckdb")}


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:700_000])


def no_database(path: Path) -> None:
    path.write_bytes(b"kein DuckDB" * 1000)


def one_rotten_block(path: Path) -> None:
    """In a table that neither a view nor a sum reads."""
    with duckdb.connect(path, read_only=True) as connection:
        (block,) = (
            connection.execute(
                "select min(block_id) from pragma_storage_info('project_detail') where persistent and block_id >= 0"
            ).fetchone()
            or ()
        )
        (size,) = connection.execute("select block_size from pragma_database_size()").fetchone() or ()
    with path.open("r+b") as file:
        # Three headers of 4096 bytes come first.
        file.seek(3 * 4096 + block * size + size // 2)
        file.write(b"\xff" * 1024)


def other_name(path: Path) -> None:
    change(path, "update release set release_id = 'cccccccccccc'")


def other_money(path: Path) -> None:
    change(
        path,
        "update funding_detail set amount_eur = amount_eur + 0.01 where funding_id = (select min(funding_id) from funding_detail where is_counted)",
    )


def a_view_that_fails(path: Path) -> None:
    change(path, "drop table latest_population; create view latest_population as select 1 / error('x') as region_ags")


def other_tables(path: Path) -> None:
    change(path, "alter table latest_population drop column basis")


DAMAGE = {
    half: "lässt sich nicht öffnen",
    no_database: "lässt sich nicht öffnen",
    one_rotten_block: "ist beschädigt",
    other_name: "enthält die Veröffentlichung cccccccccccc",
    other_money: "gehen nicht auf",
    a_view_that_fails: "von einer anderen Fassung des Programms",
    other_tables: "von einer anderen Fassung des Programms",
}


# List


def test_the_list_says_which_release_cannot_be_used_and_why(two: Path) -> None:
    damages = (no_database, other_name, a_view_that_fails, other_tables)
    damaged = {f"c{number:011}": damage for number, damage in enumerate(damages)}
    for release_id, damage in damaged.items():
        path = two / f"{release_id}.duckdb"
        shutil.copy(two / f"{OLD}.duckdb", path)
        change(path, "update release set release_id = ?", release_id)
        damage(path)
    result = run("releases")
    assert result.exit_code == 0
    state = {line.split()[0]: line.split()[-1] for line in result.output.splitlines() if line.strip()}
    assert state | dict.fromkeys(damaged, "unbrauchbar") | {NEW: "lesbar", OLD: "lesbar"} == state
    said = dict(line.split(": ", 1) for line in result.output.splitlines() if ": " in line)
    for release_id, damage in damaged.items():
        assert DAMAGE[damage] in said[release_id]


def test_the_list_of_nothing_says_so(folder: Path) -> None:
    assert "noch keine Veröffentlichung" in run("releases").output
    folder.rmdir()
    assert run("releases").exit_code == 0


def test_the_list_fails_on_a_pointer_that_leads_nowhere(two: Path) -> None:
    (two / "CURRENT").write_bytes(b"\xff\x00\x12")
    result = run("releases")
    assert result.exit_code == 1
    assert "CURRENT lässt sich nicht lesen" in result.output
    assert NEW in result.output
    (two / "CURRENT").write_text("0123456789ab\n")
    assert "0123456789ab fehlt" in run("releases").output


def test_a_file_without_the_name_of_a_release_is_none(two: Path) -> None:
    for name in ("kopie.duckdb", "aaaaaaaaaaaa.duckdb.bak", "cccccccccccc.tmp"):
        shutil.copy(two / f"{OLD}.duckdb", two / name)
    assert [release.release_id for release in stored_releases(two)] == [NEW, OLD]


# Take back


@pytest.mark.parametrize("damage", [half, one_rotten_block, other_money])
def test_a_release_that_cannot_be_shown_is_not_taken(damage: Callable[[Path], None], two: Path) -> None:
    damage(two / f"{OLD}.duckdb")
    result = run("rollback", OLD)
    assert result.exit_code == 1
    assert DAMAGE[damage] in result.output
    assert f"Möglich: {NEW} (Stand 23.11.2026)." in result.output
    assert published(two) == NEW


def test_a_build_makes_the_newest_inputs_current_whatever_the_pointer_says_and_keeps_what_is_whole(
    two: Path, data_dir: Path, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_DATA_DIR", str(data_dir))
    path = Path(shutil.copy(release.path, two))
    written = path.stat().st_mtime_ns
    for content in (b"../\xff\xfe\x00", f"{OLD}\n".encode()):
        (two / "CURRENT").write_bytes(content)
        assert run("build").exit_code == 0
        assert published(two) == release.release_id
        assert (two / "CURRENT.bak").read_text() == f"{release.release_id}\n"
    assert path.stat().st_mtime_ns == written


# Keep small


@pytest.mark.parametrize(
    ("keep", "current", "left"),
    [
        (2, MIDDLE, {NEW, MIDDLE}),
        (0, OLD, {OLD}),
    ],
)
def test_the_current_release_and_the_newest_stay(keep: int, current: str, left: set[str], three: Path) -> None:
    (three / "CURRENT").write_text(f"{current}\n")
    result = run("gc", "--keep", str(keep))
    assert result.exit_code == 0
    assert names(three) == left
    gone = {OLD, MIDDLE, NEW} - left
    assert all(f"Entfernt: Veröffentlichung {release_id}" in result.output for release_id in gone)
    freed = megabytes(len(gone) * (three / f"{current}.duckdb").stat().st_size)
    assert f"entfernt, {freed} frei" in result.output


def test_a_release_that_cannot_be_shown_takes_no_place(three: Path) -> None:
    half(three / f"{MIDDLE}.duckdb")
    os.utime(three / f"{MIDDLE}.duckdb", (60, 60))
    assert run("gc", "--keep", "2").exit_code == 0
    assert names(three) == {NEW, MIDDLE, OLD}
    assert run("gc", "--keep", "1").exit_code == 0
    assert names(three) == {NEW}


def test_leftovers_of_dead_builds_go_with_everything_they_hold(three: Path) -> None:
    (three / "cccccccccccc.tmp.tmp").mkdir()
    (three / "cccccccccccc.tmp.tmp" / "spilled").write_bytes(bytes(1_500_000))
    (three / "cccccccccccc.tmp").write_bytes(bytes(500_000))
    (three / f"{OLD}.duckdb.wal").write_bytes(b"")
    size = 2 * (three / f"{OLD}.duckdb").stat().st_size + 2_000_000
    result = run("gc", "--keep", "1")
    assert {path.name for path in three.iterdir()} == {"CURRENT", ".lock", f"{NEW}.duckdb"}
    assert "Rest eines abgebrochenen Baus cccccccccccc.tmp.tmp" in result.output
    assert f"2 Veröffentlichungen entfernt, {megabytes(size)} frei" in result.output


@pytest.mark.parametrize("pointer", [b"", b"\xff\x00", b"0123456789ab\n", None])
def test_nothing_is_removed_while_it_is_not_known_what_is_current(pointer: bytes | None, three: Path) -> None:
    (three / "CURRENT").unlink()
    if pointer is not None:
        (three / "CURRENT").write_bytes(pointer)
    result = run("gc", "--keep", "0")
    assert result.exit_code == 1
    assert "Nichts entfernt" in result.output
    assert names(three) == {OLD, MIDDLE, NEW}


def test_a_dashboard_goes_on_reading_a_release_that_was_removed(two: Path) -> None:
    with duckdb.connect(two / f"{OLD}.duckdb", read_only=True) as connection:
        before = connection.execute("select * from funding_detail").fetchall()
        run("gc", "--keep", "1")
        assert OLD not in names(two) or sys.platform == "win32"
        assert connection.execute("select * from funding_detail").fetchall() == before


def test_a_file_that_is_in_use_stays_and_is_named(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = Path.unlink

    def refused(path: Path, missing_ok: bool = False) -> None:
        if path.name == f"{OLD}.duckdb":
            raise PermissionError(13, "used by another process")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    result = run("gc", "--keep", "1")
    assert result.exit_code == 0
    assert f"Bleibt: Veröffentlichung {OLD}" in result.output
    assert names(three) == {NEW, OLD}


# One at a time


@pytest.mark.parametrize("command", [("rollback", OLD), ("gc", "--keep", "1"), ("build",)])
def test_only_one_command_changes_the_folder_at_a_time(command: tuple[str, ...], three: Path) -> None:
    with FileLock(three / ".lock"):
        result = run(*command)
    assert result.exit_code == 1
    assert "ist schon ein anderer Befehl am Werk" in result.output
    assert published(three) == NEW
    assert names(three) == {OLD, MIDDLE, NEW}


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_the_lock_of_a_process_that_was_killed_does_not_block(two: Path) -> None:
    hold = f"import filelock, time; lock = filelock.FileLock({str(two / '.lock')!r}); lock.acquire(); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        result = run("rollback", OLD)
        holder.send_signal(signal.SIGKILL)
    assert result.exit_code == 1
    assert run("rollback", OLD).exit_code == 0


def test_two_that_take_back_at_once_leave_one_of_both(three: Path) -> None:
    begun, done = threading.Barrier(2), list[str]()

    def take_back(release_id: str) -> None:
        begun.wait()
        with suppress(BusyError):
            done.append(rollback(three, release_id).release_id)

    both = [threading.Thread(target=take_back, args=(key,)) for key in (OLD, MIDDLE)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert published(three) == done[-1]


# What the system refuses


@pytest.fixture
def changed(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that makes a release which is not there yet."""
    cell(0, "Anmerkung", "neu")(data_dir / "raw" / FUNDING)
    monkeypatch.setenv("MONITOR_DATA_DIR", str(data_dir))
    return data_dir


def test_a_damaged_release_is_not_published(two: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "cccccccccccc.duckdb"
    damaged.write_bytes(b"kaputt")
    words = "Die Veröffentlichung cccccccccccc kann nicht gezeigt werden. Sie ist beschädigt."
    with pytest.raises(RefusedError, match=f"^{re.escape(words)}$"):
        publish(two, damaged)
    assert (two / "CURRENT").read_text() == f"{NEW}\n"
    assert sorted(path.stem for path in two.glob("*.*db*")) == [OLD, NEW]


def test_a_release_that_was_damaged_in_its_place_is_replaced_when_it_is_published_again(
    two: Path, tmp_path: Path
) -> None:
    whole = Path(shutil.copy(two / f"{NEW}.duckdb", tmp_path))
    (two / whole.name).write_bytes(b"kaputt")
    publish(two, whole)
    assert (two / whole.name).read_bytes() == whole.read_bytes()


def test_only_what_the_system_refuses_is_told_as_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with (
        pytest.raises(RefusedError, match=r"Der Datenträger ist voll\. Frei sind .*„python -m etl gc“"),
        writing(tmp_path),
    ):
        raise duckdb.IOException("Could not write file: No space left on device")
    with pytest.raises(RefusedError, match=r"ausgeschöpft\. Frei sind .*„python -m etl gc“"), writing(tmp_path):
        raise OSError(errno.EDQUOT, "Disk quota exceeded")
    with pytest.raises(RefusedError, match=r"Das Recht zum Schreiben fehlt\.$"), writing(tmp_path):
        raise OSError(errno.EACCES, "Permission denied")
    with pytest.raises(duckdb.BinderException), writing(tmp_path):
        raise duckdb.BinderException("no such column")


@contextmanager
def disk(folder: Path, *options: str) -> Iterator[None]:
    """Mount a disk of its own at the folder."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@NEEDS_MOUNTS
@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (OSError(errno.EACCES, "Permission denied"), "Das Recht zum Schreiben fehlt."),
        (duckdb.Error(f"IO Error: {os.strerror(errno.ENOSPC)}"), "Der Datenträger ist voll."),
        (duckdb.Error("IO Error: x\nStack trace"), "Das System lässt es nicht zu (IO Error: x)."),
        (OSError(errno.EIO, "x"), f"Das System lässt es nicht zu ([Errno {errno.EIO}] x)."),
    ],
)
def test_the_system_s_own_words_stand_only_where_there_are_no_german_ones(problem: Exception, told: str) -> None:
    assert reason(problem) == told


def test_a_full_disk_keeps_the_release_that_is_there(folder: Path, release: Release, changed: Path) -> None:
    with disk(folder, "size=6m"):
        shutil.copy(release.path, folder)
        (folder / "CURRENT").write_text(f"{release.release_id}\n")
        (folder / ".lock").touch()
        filler = folder / "filler"
        filler.touch()
        before = sorted(folder.iterdir())
        for room in (0, 1_300_000):
            filler.unlink()
            filler.write_bytes(bytes(shutil.disk_usage(folder).free - room // 4096 * 4096))
            result = run("build")
            assert result.exit_code == 1, result.output
            assert "Nichts veröffentlicht; die bisherige Veröffentlichung bleibt." in result.output
            assert "Der Datenträger ist voll. Frei sind" in result.output
            assert published(folder) == release.release_id
            assert sorted(folder.iterdir()) == before
            if not room:
                assert "Der Datenträger ist voll" in run("rollback", release.release_id).output
                assert published(folder) == release.release_id


@NEEDS_MOUNTS
@pytest.mark.parametrize("command", [("build",), ("rollback", OLD), ("gc", "--keep", "1")])
def test_a_folder_that_may_only_be_read_says_so(
    command: tuple[str, ...], folder: Path, stored: Path, changed: Path
) -> None:
    with disk(folder, "size=8m"):
        shutil.copytree(stored, folder, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        result = run(*command)
        assert result.exit_code == 1
        assert f"In {folder} kann nicht geschrieben werden: Der Datenträger lässt sich nur lesen." in result.output
        assert published(folder) == NEW
        assert names(folder) == {OLD, MIDDLE, NEW}
        assert run("releases").exit_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are the system's")
def test_a_limit_on_files_keeps_the_release_that_is_there(two: Path, changed: Path) -> None:
    import resource

    usual, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, most))
    try:
        result = run("build")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (usual, most))
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "Eine Datei würde größer, als das System hier erlaubt." in result.output
    assert published(two) == NEW
    assert {path.name for path in two.iterdir()} <= {"CURRENT", ".lock", f"{OLD}.duckdb", f"{NEW}.duckdb"}


def test_a_file_in_place_of_the_folder_says_so(folder: Path, changed: Path) -> None:
    folder.rmdir()
    folder.write_text("")
    result = run("build")
    assert result.exit_code == 1
    assert "erwartet wird ein Ordner und keine Datei" in result.output
    assert run("releases").output == result.output


def test_a_file_on_the_way_to_the_folder_says_so(folder: Path, changed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "file").touch()
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(folder / "file" / "releases"))
    result = run("build")
    assert result.exit_code == 1
    assert "Auf dem Weg zu diesem Ordner liegt eine Datei." in result.output


def test_a_folder_in_place_of_the_pointer_says_so(
    published_dir: Path, data_dir: Path, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_DATA_DIR", str(data_dir))
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(published_dir))
    (published_dir / "CURRENT").unlink()
    (published_dir / "CURRENT").mkdir()
    for command in (("build",), ("rollback", release.release_id)):
        result = run(*command)
        assert result.exit_code == 1
        assert "„CURRENT“ ist ein Ordner und keine Datei." in result.output
