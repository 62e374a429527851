"""Drawing never hangs, never leaks: bounded, timed, and nobody is left behind."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from app.charts import fonts
from app.files import pictures
from app.files.pictures import FORMATS, KINDS, Plate, metadata
from app.files.pictures.pool import Pool
from config import ROOT

IN_TIME = 20


def family(pid: int) -> list[psutil.Process]:
    """The worker, its browser and all of that."""
    worker = psutil.Process(pid)
    return [worker, *worker.children(recursive=True)]


def gone(processes: list[psutil.Process]) -> bool:
    """Whether all have ended; those that only wait to be buried by somebody else's parent have."""
    _, alive = psutil.wait_procs(processes, timeout=IN_TIME)
    return not [process for process in alive if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture(scope="module")
def pool(plates: dict[str, Plate], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """One for all tests of this file: its workers and their browsers take seconds to start."""
    # The pool that all others share is started before, so that its folder lies elsewhere.
    pictures.picture(plates["columns"], "breit", "svg", False)
    folder = tmp_path_factory.mktemp("pool")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.files.pictures.pool.cache_folder", lambda: folder)
        opened = Pool(workers=2)
        yield opened
        processes = [process for pid in opened.pids() for process in family(pid)]
        opened.close()
    assert processes
    assert gone(processes)
    assert list(folder.iterdir()) == []


def test_twenty_at_once_are_all_right(pool: Pool, plates: dict[str, Plate]) -> None:
    # Two that need a browser, one in each worker, and maps.
    kinds, formats, drawn = list(KINDS), list(FORMATS), [plates["columns"], plates["bars"], *[plates["map"]] * 18]
    jobs = [
        (replace(drawn[i], title=f"Bild {i}"), formats[i % 5], kinds[i % 3] if i > 1 else "svg", False)
        for i in range(20)
    ]
    made: dict[int, bytes] = {}
    askers = [threading.Thread(target=lambda i=i: made.update({i: pool.render(*jobs[i])})) for i in range(20)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert [metadata.read(made[i]).title for i in range(20)] == [job[0].title for job in jobs]
    for i in (0, 3, 4, 5):
        assert made[i] == pictures.picture(*jobs[i]), "another process drew something else"
    assert len(pool.pids()) <= 2


def test_who_is_killed_or_hangs_is_replaced(
    pool: Pool, plates: dict[str, Plate], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pool.render(plates["columns"], "breit", "svg", False)
    pids = pool.pids()
    for pid in pids:
        for browser in psutil.Process(pid).children():
            browser.kill()
    assert pool.render(replace(plates["columns"], alt="anders"), "breit", "svg", False) == first
    assert pool.pids() == pids
    families = {pid: family(pid) for pid in pids}
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    monkeypatch.setattr(pool, "_limit", 0.3)
    with pytest.raises(pictures.TimedOutError, match="zu lange"):
        pool.render(plates["columns"], "breit", "png", False)
    (hung,) = set(pids) - set(pool.pids())
    assert len(families[hung]) > 2
    assert gone(families[hung])
    for pid in pool.pids():
        os.kill(pid, signal.SIGCONT)


def test_a_worker_that_is_killed_is_replaced(pool: Pool, plates: dict[str, Plate]) -> None:
    pool.render(plates["map"], "breit", "svg", False)
    for pid in pool.pids():
        os.kill(pid, signal.SIGKILL)
    assert pool.render(plates["map"], "breit", "pdf", False)


def test_who_comes_when_too_many_wait_is_told_so(plates: dict[str, Plate]) -> None:
    with pytest.raises(pictures.TooBusyError, match="Minute"):
        Pool(workers=0, waiting=0).render(plates["map"], "breit", "svg", False)


SERVER = """
import pickle, sys
from app.pictures.pool import Pool
pool = Pool(workers=1)
pool.render(pickle.load(sys.stdin.buffer), "breit", "svg", False)
print(*pool.pids(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder whose path leaves room for the sockets of a browser, which end after 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="srm-") as folder:
        yield Path(folder)


def test_when_the_server_is_killed_nobody_is_left_behind(plates: dict[str, Plate], short_path: Path) -> None:
    shutil.copytree(fonts.folder(), short_path / fonts.cache_folder().name / fonts.folder().name)
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(short_path)},
    )
    assert server.stdin and server.stdout
    pickle.dump(plates["columns"], server.stdin)
    server.stdin.flush()
    processes = family(int(server.stdout.readline()))
    assert len(processes) > 2
    server.kill()
    server.wait()
    server.stdin.close()
    server.stdout.close()
    assert gone(processes)
    assert list(short_path.glob("*/browser-*")) == []


def test_without_a_browser_charts_say_so_and_maps_can_still_be_had(
    plates: dict[str, Plate], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_CHROMIUM", str(tmp_path / "nowhere"))
    assert not pictures.has_renderer()
    opened = Pool(workers=1)
    try:
        with pytest.raises(pictures.NoRendererError, match="Chromium"):
            opened.render(plates["columns"], "breit", "svg", False)
        assert opened.render(plates["map"], "breit", "png", False)
        assert opened.render(plates["map"], "breit", "pdf", False)
    finally:
        opened.close()
