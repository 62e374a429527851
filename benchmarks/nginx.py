"""``deploy/nginx.conf`` in front of dashboards of our own, on a free loopback port and in a folder of its own."""

import contextlib
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.server import Server, answers, free_port
from config import ROOT

_DEPLOY = ROOT / "deploy"


def nginx_configuration(folder: Path, port: int, *dashboards: int) -> str:
    """``deploy/nginx.conf`` in front of the dashboards at these ports, without TLS and without bounds on what one client asks.

    Everything that nginx writes lies in ``folder``. A visitor is who ``X-Forwarded-For`` names.
    """
    site = (_DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    # The server that leads to TLS goes as a whole, and of the other one what belongs to it.
    site = re.sub(r"^server {\n    listen 80;.*?^}\n", "", site, flags=re.MULTILINE | re.DOTALL)
    site = re.sub(r"^ *(listen|ssl_|limit_|access_log|server 127\.0\.0\.1:8502).*\n", "", site, flags=re.MULTILINE)
    site = re.sub(
        r"server 127\.0\.0\.1:8501(.*?;)",
        lambda found: "\n    ".join(f"server 127.0.0.1:{each}{found[1]}" for each in dashboards),
        site,
    )
    for there, here in (
        ("server {\n", f"server {{\n    listen 127.0.0.1:{port};\n"),
        ("/var/cache/nginx", str(folder)),
        ("/usr/share/monitor", str(_DEPLOY / "error")),
    ):
        site = site.replace(there, here)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in kinds)
    # Whoever is no root has no choice. One worker, which ends with the block; connections stay open however much they ask.
    user = "user root;" if os.name == "posix" and os.geteuid() == 0 else ""
    main = f"daemon off; {user} pid {folder}/pid; error_log {folder}/nginx.log; events {{}}"
    clients = "set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For;"
    return f"{main}\nhttp {{\naccess_log off; keepalive_requests 1000000; {clients} {folders}\n{site}}}\n"


@contextlib.contextmanager
def serving_nginx(program: str, folder: Path, *dashboards: int) -> Iterator[Server]:
    """An nginx in front of the dashboards at these ports, until the block ends."""
    port, file, log = free_port(), folder / "nginx.conf", folder / "nginx.log"
    file.write_text(nginx_configuration(folder, port, *dashboards), encoding="utf-8")
    process = subprocess.Popen([program, "-e", str(log), "-c", str(file)])
    try:
        if not answers(process, port):
            raise RuntimeError(f"{file}: no answer on port {port}\n{log.read_text(encoding='utf-8')}")
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(10)
