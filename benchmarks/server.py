"""A Streamlit server of our own on a free loopback port; only what is started here is ended here."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from config import ROOT

DASHBOARD = ROOT / "dashboard.py"
EMPTY_PAGE = Path(__file__).resolve().parent / "empty_page.py"
_START_SECONDS = 60.0


@dataclass(frozen=True)
class Server:
    """A running server: where it answers and its process."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        """Address of the first page, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def memory_mb(self) -> float:
        """Resident memory of the server and its children now."""
        return resident_mb(psutil.Process(self.pid))


@contextlib.contextmanager
def serving(script: Path, releases: Path, log: Path | None = None) -> Iterator[Server]:
    """Run ``streamlit run script`` until the block ends; ``log`` holds what it writes, also afterwards."""
    port = free_port()
    options = ("--server.port", str(port), "--server.address", "127.0.0.1")
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
    with running(command, port, releases, log=log) as server:
        yield server


@contextlib.contextmanager
def running(
    command: list[str], port: int, releases: Path, health: str = "_stcore/health", log: Path | None = None
) -> Iterator[Server]:
    """Run a command that serves on ``port`` until the block ends.

    Raises
    ------
    RuntimeError
        When the server ends or does not answer within a minute; with the end of what it printed.
    """
    with log.open("w+b") if log else tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(releases), stdout=output, stderr=subprocess.STDOUT
        )
        try:
            if not answers(process, port, health):
                output.seek(0)
                raise RuntimeError(
                    f"{' '.join(command)}: no answer on port {port}\n{output.read().decode(errors='replace')[-2000:]}"
                )
            yield Server(port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


def environment(releases: Path) -> dict[str, str]:
    """The environment of this process with another folder of releases."""
    return {**os.environ, "MONITOR_RELEASES_DIR": str(releases), "STREAMLIT_SERVER_HEADLESS": "true"}


def resident_mb(process: psutil.Process) -> float:
    """Resident memory of a process and its children; 0 when it has ended."""
    total = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        for each in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                total += each.memory_info().rss
    return total / 2**20


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(process: "subprocess.Popen[bytes]", port: int, health: str = "_stcore/health") -> bool:
    """Whether a server that was just started answers within a minute."""
    # An environment may name a proxy; loopback must not go through it.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with direct.open(f"http://127.0.0.1:{port}/{health}", timeout=2) as answer:
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False
