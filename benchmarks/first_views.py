"""First views and charts alone, as a crowd asks for them: answers a second, straight and with nginx in front."""

import asyncio
import contextlib
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.server import Server, answers, free_port
from benchmarks.tables import Table, median, ms, percentile_95
from config import ROOT

ADDRESSES = ("/", "/meilensteine", "/?embed=true&bild=zuwendungen-nach-ebene")
CONNECTIONS = 50


def measured(server: Server, folder: Path, seconds: float) -> dict[tuple[str, str], list[float]]:
    """Waiting times by way and address; nginx is left out where there is none."""
    found = {}
    with contextlib.ExitStack() as stack:
        ports = {"straight": server.port}
        if program := shutil.which("nginx"):
            ports["nginx"] = stack.enter_context(_nginx(program, server, folder))
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


def nginx_configuration(folder: Path, port: int, dashboard: int) -> str:
    """``deploy/nginx.conf`` in front of one dashboard, without TLS and without bounds on what one client asks.

    Everything that nginx writes lies in ``folder``.
    """
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    # The server that leads to TLS goes as a whole, and of the other one what belongs to it.
    site = re.sub(r"^server {\n    listen 80;.*?^}\n", "", site, flags=re.MULTILINE | re.DOTALL)
    site = re.sub(r"^ *(listen|ssl_|limit_|access_log|server 127\.0\.0\.1:8502).*\n", "", site, flags=re.MULTILINE)
    for there, here in (
        ("server {\n", f"server {{\n    listen 127.0.0.1:{port};\n"),
        ("127.0.0.1:8501", f"127.0.0.1:{dashboard}"),
        ("/var/cache/nginx", str(folder)),
    ):
        site = site.replace(there, here)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in kinds)
    # One process of the same user, which ends with the block; connections stay open however much they ask.
    main = f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/nginx.log; events {{}}"
    return f"{main}\nhttp {{\naccess_log off; keepalive_requests 1000000; {folders}\n{site}}}\n"


@contextlib.contextmanager
def _nginx(program: str, server: Server, folder: Path) -> Iterator[int]:
    """The port of an nginx with ``deploy/nginx.conf`` in front of ``server``, until the block ends."""
    port, file, log = free_port(), folder / "nginx.conf", folder / "nginx.log"
    file.write_text(nginx_configuration(folder, port, server.port), encoding="utf-8")
    process = subprocess.Popen([program, "-e", str(log), "-c", str(file)])
    try:
        if not answers(process, port):
            raise RuntimeError(f"{file}: no answer on port {port}\n{log.read_text(encoding='utf-8')}")
        yield port
    finally:
        process.terminate()
        process.wait(10)
