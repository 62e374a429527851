"""The few processes that draw: bounded in number, in what may wait for them and in time; none of them outlives us."""

import logging
import os
import pickle
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.charts.fonts import cache_folder
from app.files.pictures import errors
from app.files.pictures.plate import Plate
from config import ROOT

WORKERS = 2 if (os.cpu_count() or 1) > 1 else 1
WAITING = 40
"""Pictures that may wait; more are refused at once."""
LIMIT = 45.0
"""Seconds that one picture may take; the first on a machine also makes the typeface and starts the browser."""
PATIENCE = 90.0
"""Seconds that one may wait for its turn."""
_PROFILE = "browser-"
_log = logging.getLogger(__name__)


class Worker:
    """A process that draws, with its browser in its own process group."""

    def __init__(self) -> None:
        _sweep()
        self.profile = Path(tempfile.mkdtemp(dir=cache_folder(), prefix=f"{_PROFILE}{os.getpid()}-"))
        self._answers: queue.SimpleQueue[tuple[str, Any] | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app.files.pictures.worker", str(self.profile)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        threading.Thread(target=self._listen, daemon=True, name="picture-worker").start()

    @property
    def pid(self) -> int:
        """Process and process group."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, job: tuple[Plate, str, str, bool], limit: float) -> tuple[str, Any] | None:
        """Its answer; None when it ended without one.

        Raises
        ------
        TimedOutError
            When there is none in time.
        """
        assert self._process.stdin
        try:
            pickle.dump(job, self._process.stdin)
            self._process.stdin.flush()
        except OSError:
            return None
        try:
            return self._answers.get(timeout=limit)
        except queue.Empty:
            raise errors.TimedOutError from None

    def dismiss(self) -> None:
        """Let it end in good order; ``close`` waits for that."""
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()

    def close(self, *, patience: float = 5.0) -> None:
        """End it with its browser, wholly; by force when it does not end by itself."""
        self.dismiss()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        # The browser of a worker that was killed may still be on its way out, and writes until it is.
        self._kill()
        for _ in range(20):
            shutil.rmtree(self.profile, ignore_errors=True)
            if not self.profile.exists():
                break
            time.sleep(0.05)

    def _kill(self) -> None:
        if not hasattr(os, "killpg"):
            self._process.kill()
            self._process.wait()
            return
        with suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        # Its children are ours when nobody else adopts orphans, as in a container without init.
        with suppress(ChildProcessError):
            for _ in range(100):
                if os.waitpid(-self.pid, os.WNOHANG)[0] == 0:
                    time.sleep(0.01)

    def _listen(self) -> None:
        assert self._process.stdout
        with self._process.stdout as answers:
            while True:
                try:
                    self._answers.put(pickle.load(answers))
                except (EOFError, OSError, pickle.UnpicklingError):
                    break
        self._process.wait()
        self._answers.put(None)


class Pool:
    """Workers that are started when they are needed."""

    def __init__(self, workers: int = WORKERS, waiting: int = WAITING, limit: float = LIMIT) -> None:
        self._free: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(workers):
            self._free.put(None)
        self._places = threading.BoundedSemaphore(workers + waiting)
        self._limit = limit
        self._all: set[Worker] = set()
        self._lock = threading.Lock()
        self._is_closed = False

    def render(self, plate: Plate, format: str, kind: str, bare: bool) -> bytes:
        """The finished file, drawn by the next worker that is free."""
        if not self._places.acquire(blocking=False):
            raise errors.TooBusyError
        try:
            worker = self._free.get(timeout=PATIENCE)
        except queue.Empty:
            self._places.release()
            raise errors.TooBusyError from None
        try:
            for _ in range(2):
                worker = self._ready(worker)
                if answer := worker.ask((plate, format, kind, bare), self._limit):
                    return self._made(answer)
            raise errors.FailedError("the worker ended twice without an answer")
        except errors.TimedOutError:
            _log.warning("a picture took too long: %s, %s, %s", plate.key, format, kind)
            self._forget(worker, patience=0)
            worker = None
            raise
        finally:
            self._free.put(worker)
            self._places.release()

    def pids(self) -> list[int]:
        """Processes that are running now."""
        with self._lock:
            return [worker.pid for worker in self._all if worker.is_alive()]

    def close(self) -> None:
        """End every worker; who is still waiting gets an error."""
        with self._lock:
            self._is_closed, workers = True, list(self._all)
        for worker in workers:
            worker.dismiss()
        for worker in workers:
            self._forget(worker)

    def _ready(self, worker: Worker | None) -> Worker:
        if worker and worker.is_alive():
            return worker
        if worker:
            self._forget(worker)
        with self._lock:
            if self._is_closed:
                raise errors.TooBusyError("the server is ending")
            started = Worker()
            self._all.add(started)
        return started

    def _forget(self, worker: Worker | None, *, patience: float = 5.0) -> None:
        if worker:
            worker.close(patience=patience)
            with self._lock:
                self._all.discard(worker)

    @staticmethod
    def _made(answer: tuple[str, Any]) -> bytes:
        kind, content = answer
        if kind == "made":
            return bytes(content)
        error = getattr(errors, kind)(content)
        if not isinstance(error, errors.NoRendererError):
            _log.error("no picture: %s", content)
        raise error


def _sweep() -> None:
    """Remove what was left behind by servers that were killed together with their workers."""
    for folder in cache_folder().glob(f"{_PROFILE}*"):
        pid = int(folder.name.split("-")[1])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue
