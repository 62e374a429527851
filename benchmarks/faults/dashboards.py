"""A dashboard with a small supervisor: when its process ends, another one is started a second later.

So does ``deploy/monitor@.service``.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import httpx2

from benchmarks.server import environment, free_port
from config import ROOT

RESTART_S = 1.0
_START_S = 60.0


class Dashboard:
    """``async with Dashboard(command, releases, log) as dashboard``; the command gets port and address at its end."""

    def __init__(self, command: Sequence[str], releases: Path, log: Path, **variables: str) -> None:
        self.port, self.log, self.pause = free_port(), log, RESTART_S
        self._command = [*command, "--server.port", str(self.port), "--server.address", "127.0.0.1"]
        self._variables = environment(releases) | variables
        self._started = asyncio.Event()

    @property
    def pid(self) -> int:
        """Of its process now."""
        return self._process.pid

    async def __aenter__(self) -> Self:
        """Start it, and wait until it is ready."""
        self._keeping = asyncio.create_task(self._keep())
        await self.started_again()
        try:
            await asyncio.wait_for(self.ready(), _START_S)
        except TimeoutError:
            await self.__aexit__()
            said = self.log.read_text(encoding="utf-8")
            raise RuntimeError(f"no answer on port {self.port}\n{said[-2000:]}") from None
        return self

    async def __aexit__(self, *_: object) -> None:
        """End it."""
        self._keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._keeping
        self.signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), 10)
        except TimeoutError:
            self.signal(signal.SIGKILL)
            await self._process.wait()

    def signal(self, number: int) -> None:
        """Send a signal to its process, if that is still there."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, number)

    async def started_again(self) -> None:
        """Wait until the process is started that follows the one that was killed."""
        await self._started.wait()

    async def ready(self) -> None:
        """Wait until it shows a release."""
        async with httpx2.AsyncClient(trust_env=False) as client:
            while True:
                with contextlib.suppress(httpx2.HTTPError):
                    if (await client.get(f"http://127.0.0.1:{self.port}/api/health")).status_code == 200:
                        return
                await asyncio.sleep(0.1)

    def kill(self) -> None:
        """End its process at once."""
        self._started.clear()
        self.signal(signal.SIGKILL)

    async def _keep(self) -> None:
        with self.log.open("ab") as log:
            while True:
                self._process = await asyncio.create_subprocess_exec(
                    *self._command, cwd=ROOT, env=self._variables, stdout=log, stderr=log
                )
                self._started.set()
                await self._process.wait()
                self._started.clear()
                await asyncio.sleep(self.pause)
