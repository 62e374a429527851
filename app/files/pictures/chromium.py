"""The browser in which plotly draws: one page that holds plotly.js and our typeface, and asks nobody for anything.

Spoken to over two pipes (Chromium's own protocol): when they close, for whatever reason, Chromium ends by itself.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import plotly

from app.charts import fonts
from app.files.pictures.errors import FailedError, NoRendererError
from config import settings

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Without its crash handler (--disable-crashpad-for-testing) the network service would end and begin 15 times a second.
ARGUMENTS = (
    "--headless",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-quic",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_END = b"\0"


def find() -> str | None:
    """Path of a Chromium: the one that is set, else the first of the known names; None when there is none."""
    # The two pipes are handed over in a way that Windows does not know.
    if sys.platform == "win32":
        return None
    named = settings().chromium
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


class Chromium:
    """A running browser with a page that is ready to draw."""

    def __init__(self, profile: Path) -> None:
        path = find()
        if path is None:
            raise NoRendererError
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        # Chromium listens on 3 and answers on 4; the shell puts the pipes there and is replaced by it.
        handed = 'exec "$@" 3<&0 4>&1 </dev/null >/dev/null'
        command = [path, *ARGUMENTS, *sandbox, f"--user-data-dir={profile}", "about:blank"]
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", handed, "sh", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        self._rest, self._count, self._session = b"", 0, ""
        page = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        self.evaluate((Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8"))
        self.evaluate(_typeface())

    def svg(self, figure: dict[str, Any], width: float, height: float) -> str:
        """The figure as plotly draws it in this size."""
        size = {"format": "svg", "width": width, "height": height, "imageDataOnly": True}
        drawing = {"data": figure["data"], "layout": figure["layout"], "config": {"staticPlot": True}}
        return str(self.evaluate(f"Plotly.toImage({json.dumps(drawing)}, {json.dumps(size)})"))

    def evaluate(self, script: str) -> Any:
        """What a script on the page gives, when it is done."""
        answer = self._call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if problem := answer.get("exceptionDetails"):
            raise FailedError(json.dumps(problem)[:2000])
        return answer["result"].get("value")

    def close(self) -> None:
        """End the browser; it is gone when this returns."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        assert self._process.stdin
        rest = memoryview(json.dumps(message).encode() + _END)
        while rest:
            rest = rest[self._process.stdin.write(rest) :]
        while True:
            answer = self._message()
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise FailedError(str(answer["error"]))
                return dict(answer["result"])

    def _message(self) -> dict[str, Any]:
        assert self._process.stdout
        parts = [self._rest]
        while _END not in parts[-1]:
            part = self._process.stdout.read(1 << 20)
            if not part:
                raise FailedError("Chromium has ended")
            parts.append(part)
        message, self._rest = b"".join(parts).split(_END, 1)
        return dict(json.loads(message))


def _typeface() -> str:
    """A script that gives the page our typeface and is done when it is there."""
    faces = "".join(
        f"@font-face{{font-family:'{fonts.FAMILY}';font-weight:{weight};src:url(data:font/ttf;base64,{_base64(weight)})}}"
        for weight in fonts.WEIGHTS
    )
    style = f"document.head.append(Object.assign(document.createElement('style'),{{textContent:{json.dumps(faces)}}}))"
    loaded = ",".join(f"document.fonts.load('{weight} 14px \"{fonts.FAMILY}\"')" for weight in fonts.WEIGHTS)
    return f"{style};Promise.all([{loaded}]).then((found) => found.length)"


def _base64(weight: int) -> str:
    return base64.b64encode(fonts.face(weight).read_bytes()).decode()
