"""The server itself: nothing leaves the house, not even a question for its own address, and messages are bounded."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets import Origin, Subprotocol
from websockets.exceptions import ConnectionClosedError, WebSocketException
from websockets.sync.client import ClientConnection, connect

from config import ROOT


class Recorder:
    """A proxy that only writes down who calls; every request out of the house would have to pass here."""

    def __init__(self) -> None:
        self.calls: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._record, daemon=True).start()

    def _record(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            with connection:
                connection.settimeout(2)
                self.calls.append(connection.recv(200))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture(scope="module")
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture(scope="module")
def port(recorder: Recorder, release_dir: Path) -> Iterator[int]:
    """Where a server listens, whose every request out of the house is written down."""
    found = _free_port()
    proxy = f"http://127.0.0.1:{recorder.port}"
    environment = {
        **os.environ,
        "MONITOR_RELEASES_DIR": str(release_dir),
        "http_proxy": proxy,
        "https_proxy": proxy,
        "no_proxy": "127.0.0.1,localhost",
    }
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(found)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _wait_until_healthy(found)
        yield found
    finally:
        server.terminate()
        server.wait(timeout=20)


def _opened(port: int, host: str) -> ClientConnection:
    return connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        origin=Origin(f"http://{host}"),
        subprotocols=[Subprotocol("streamlit")],
    )


def test_the_server_asks_no_foreign_host(recorder: Recorder, port: int) -> None:
    # A connection from a foreign page makes Streamlit look for its public address, unless it is told not to.
    with pytest.raises(WebSocketException):
        _opened(port, "example.org")
    assert recorder.calls == []


def test_messages_are_packed_and_bounded_as_they_are_unpacked(port: int) -> None:
    with _opened(port, f"127.0.0.1:{port}") as page:
        assert "permessage-deflate" in page.response.headers["Sec-WebSocket-Extensions"]
        page.send(bytes(9_000_000))
        with pytest.raises(ConnectionClosedError, match="1009"):
            page.recv(timeout=10)


def _wait_until_healthy(port: int) -> None:
    until = time.monotonic() + 60
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        try:
            with opener.open(f"http://127.0.0.1:{port}/api/health", timeout=2) as answer:
                assert answer.status == 200
                return
        except OSError:
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.2)
