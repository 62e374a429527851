"""First views and charts alone, as a crowd asks for them: answers a second, straight and with nginx in front."""

import asyncio
import contextlib
import shutil
import time
from pathlib import Path

from benchmarks.nginx import serving_nginx
from benchmarks.server import Server
from benchmarks.tables import Table, median, ms, percentile_95

ADDRESSES = ("/", "/meilensteine", "/?embed=true&bild=zuwendungen-nach-ebene")
CONNECTIONS = 50


def measured(server: Server, folder: Path, seconds: float) -> dict[tuple[str, str], list[float]]:
    """Waiting times by way and address; nginx is left out where there is none."""
    found = {}
    with contextlib.ExitStack() as stack:
        ports = {"straight": server.port}
        if program := shutil.which("nginx"):
            ports["nginx"] = stack.enter_context(serving_nginx(program, folder, server.port)).port
        for way, port in ports.items():
            for address in ADDRESSES:
                found[way, address] = asyncio.run(_crowd(port, address, seconds))
    return found


def table(found: dict[tuple[str, str], list[float]], seconds: float) -> Table:
    """One row per way and address."""
    return Table(
        f"First views and charts alone: {CONNECTIONS} connections that stay open, gzip",
        ("way, address", "answers/s", "median ms", "p95 ms"),
        tuple(
            (f"{way} `{address}`", f"{len(waits) / seconds:,.0f}", ms(median(waits)), ms(percentile_95(waits)))
            for (way, address), waits in found.items()
        ),
    )


async def _crowd(port: int, address: str, seconds: float) -> list[float]:
    """Seconds that each answer took; the first one, which makes the page, is not counted."""
    await _visit(port, address, 0)
    end = time.perf_counter() + seconds
    return [
        each
        for waits in await asyncio.gather(*(_visit(port, address, end) for _ in range(CONNECTIONS)))
        for each in waits
    ]


async def _visit(port: int, address: str, end: float) -> list[float]:
    """Ask on one connection; seconds of each answer that was there before ``end``."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    waits: list[float] = []
    with contextlib.closing(writer):
        while True:
            start = time.perf_counter()
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            if " 200 " not in head.partition("\r\n")[0]:
                raise RuntimeError(f"{address}: 200 is expected, the answer was {head}")
            await reader.readexactly(int(head.partition("\r\ncontent-length: ")[2].partition("\r\n")[0]))
            if (now := time.perf_counter()) > end:
                return waits
            waits.append(now - start)
