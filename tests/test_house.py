"""Nothing leaves the house: the server itself asks no foreign host, not even for its own address."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest
import websockets.sync.client

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


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def test_the_server_asks_no_foreign_host(recorder: Recorder, release_dir: Path) -> None:
    port = _free_port()
    proxy = f"http://127.0.0.1:{recorder.port}"
    environment = {
        **os.environ,
        "MONITOR_RELEASES_DIR": str(release_dir),
        "http_proxy": proxy,
        "https_proxy": proxy,
        "no_proxy": "127.0.0.1,localhost",
    }
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _wait_until_healthy(port)
        # A connection from a foreign page makes Streamlit look for its public address, unless it is told not to.
        with pytest.raises(websockets.exceptions.WebSocketException):
            websockets.sync.client.connect(
                f"ws://127.0.0.1:{port}/_stcore/stream", origin="http://example.org", subprotocols=["streamlit"]
            )
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert recorder.calls == []


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
