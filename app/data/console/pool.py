"""A few processes that run the queries of visitors, started when somebody asks; the one door to them is ``run``."""

import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path

import orjson
import pyarrow as pa

from app.data import db
from app.data.console import errors, limits
from app.data.console.errors import QueryError
from app.data.shared_results import SharedResults
from config import ROOT

_START_S = 30.0
"""Seconds that a process may take until it is ready; they are not those of a query."""
_KEPT, _KEPT_MEGABYTES = 32, 64
"""Answers that are kept, because a page and its files ask for the same one."""
_PASSING_S = 30.0
"""Seconds for which a query that took too long is not tried again."""


@dataclass(frozen=True, eq=False)
class Answer:
    """The rows of a query."""

    query: str
    release_id: str
    table: pa.Table


class _Process:
    """One process with one release open; it answers one query after the other."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._channel, channel = Pipe()
        with channel:
            end = channel.fileno()
            command = [sys.executable, "-m", "app.data.console.worker", str(file), str(end)]
            # Nothing of the server's environment is anybody's business.
            nothing = subprocess.DEVNULL
            self._process = subprocess.Popen(
                command, cwd=ROOT, env={}, pass_fds=[end], stdin=nothing, stdout=nothing, stderr=nothing
            )
        if self._receive(_START_S) is None:
            self.end()
            raise errors.unavailable()

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, query: str, seconds: float) -> tuple[bytes, bytes] | None:
        """What came of a query and its rows; None when the process has not lived to tell it."""
        with suppress(OSError):
            self._channel.send_bytes(query.encode())
            return self._receive(seconds)
        return None

    def end(self) -> None:
        """Whatever it does, also within a long step of DuckDB."""
        self._process.kill()
        self._process.wait()
        self._channel.close()

    def _receive(self, seconds: float) -> tuple[bytes, bytes] | None:
        with suppress(EOFError, OSError):
            if self._channel.poll(seconds):
                return self._channel.recv_bytes(), self._channel.recv_bytes()
        return None


class _Turn:
    """The place of one client."""

    def __init__(self) -> None:
        self.free = threading.Lock()


class Pool:
    """At most ``most`` processes; who comes when all are busy waits for a moment."""

    def __init__(
        self, most: int = limits.AT_ONCE, seconds: float = limits.SECONDS, wait: float = limits.WAIT_S
    ) -> None:
        self._seconds, self._wait = seconds, wait
        self._turns = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()
        self._idle: list[_Process] = []
        self._processes: weakref.WeakSet[_Process] = weakref.WeakSet()
        self._turns_of_clients: weakref.WeakValueDictionary[str, _Turn] = weakref.WeakValueDictionary()
        room = _KEPT_MEGABYTES << 20
        self._answers = SharedResults[Answer](room, lambda answer: answer.table.nbytes, _KEPT, _seconds_of)

    @property
    def process_count(self) -> int:
        """Processes that rest or work."""
        with self._lock:
            return sum(process.is_alive for process in self._processes)

    def run(self, release_id: str, query: str, client: str = "") -> Answer:
        """The rows of a query; the same query at the same time is run once, and one of a client at a time.

        Raises
        ------
        QueryError
            When it is refused, met a limit or is wrong.
        """
        if len(query) > limits.LETTERS:
            raise errors.limit("letters")
        # Half a letter, which no file and no database can hold.
        query = query.encode(errors="replace").decode()
        return self._answers.get((release_id, query), lambda: self._run(release_id, query, client))

    def close(self) -> None:
        """End all processes that rest."""
        with self._lock:
            resting, self._idle = self._idle, []
        for process in resting:
            process.end()

    @contextmanager
    def turn(self, client: str = "") -> Iterator[None]:
        """One of the few places, of which a known client has one; QueryError when none comes free in time."""
        with self._lock:
            own = self._turns_of_clients.setdefault(client, _Turn()) if client else _Turn()
        if not own.free.acquire(timeout=self._wait):
            raise errors.limit("at_once")
        try:
            if not self._turns.acquire(timeout=self._wait):
                raise errors.limit("at_once")
            try:
                yield
            finally:
                self._turns.release()
        finally:
            own.free.release()

    def _run(self, release_id: str, query: str, client: str) -> Answer:
        with self.turn(client):
            return Answer(query, release_id, self._table(db.file(release_id), query))

    def _table(self, file: Path, query: str) -> pa.Table:
        process = self._taken(file)
        begin = time.monotonic()
        answer = process.ask(query, self._seconds)
        if answer is None:
            process.end()
            is_late = time.monotonic() - begin >= self._seconds
            raise errors.limit("seconds" if is_late else "memory")
        with self._lock:
            self._idle.append(process)
        told = orjson.loads(answer[0])
        if "refused" in told:
            raise errors.refused(query, told)
        if "error" in told:
            raise errors.failed(query, told["error"])
        return pa.ipc.open_stream(answer[1]).read_all()

    def _taken(self, file: Path) -> _Process:
        """A process that has this release open and rests, else a new one."""
        with self._lock:
            process = self._idle.pop() if self._idle else None
        if process and process.is_alive and process.file == file:
            return process
        if process:
            process.end()
        process = _Process(file)
        with self._lock:
            self._processes.add(process)
        return process


def _seconds_of(error: BaseException) -> float:
    """For how long a query is not tried again: for good where it is wrong, for a while where it took too long."""
    return 0 if not isinstance(error, QueryError) or error.is_busy else _PASSING_S


POOL = Pool()
"""The processes of this server."""
