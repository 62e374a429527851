"""``python -m app.files.pictures.worker PROFILE``: draws what it is asked for over its standard input, one after another.

Ends with its browser when the one who asks is gone, for whatever reason, and when nobody has asked for a while.
"""

import ctypes
import os
import pickle
import queue
import shutil
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from app.files.pictures.chromium import Chromium
from app.files.pictures.errors import FailedError, PictureError
from app.files.pictures.plate import Plate
from app.files.pictures.render import render
from app.files.pictures.shapes import Figure

IDLE = 300.0
"""Seconds without work after which a worker ends."""
GRACE = 3.0
"""Seconds to end in good order when nobody is left who asks."""
LIFE = 500
"""Drawings after which a browser is replaced, so that its memory stays bounded."""
_CHILD_SUBREAPER = 36


class Artist:
    """Draws figures in a browser that starts with the first one."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._browser: Chromium | None = None
        self._drawn = 0

    def draw(self, figure: Figure, width: float, height: float) -> str:
        """The figure as SVG; once more in a new browser when this one has ended."""
        if self._drawn >= LIFE:
            self.close()
        is_new = self._browser is None
        try:
            return self._draw(figure, width, height)
        except (FailedError, OSError, ValueError):
            self.close()
            if is_new:
                raise
            return self._draw(figure, width, height)

    def close(self) -> None:
        """End the browser."""
        if self._browser:
            self._browser.close()
        self._browser, self._drawn = None, 0

    def _draw(self, figure: Figure, width: float, height: float) -> str:
        self._browser = self._browser or Chromium(self._profile)
        self._drawn += 1
        return self._browser.svg(figure, width, height)


def main() -> None:
    """Answer until nobody asks any more."""
    profile = Path(sys.argv[1])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the answers
    _adopt_orphans()
    if hasattr(os, "nice"):
        os.nice(5)  # those who read the page come first
    jobs: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs, profile), daemon=True).start()
    artist = Artist(profile)
    with suppress(queue.Empty):
        while (job := jobs.get(timeout=IDLE)) is not None:
            answer = _answer(job, artist)
            with suppress(BrokenPipeError):
                pickle.dump(answer, answers)
                answers.flush()
    artist.close()
    shutil.rmtree(profile, ignore_errors=True)
    _bury()
    os._exit(0)


def _answer(job: tuple[Plate, str, str, bool], artist: Artist) -> tuple[str, Any]:
    try:
        return "made", render(*job, artist.draw)
    except PictureError as error:
        return type(error).__name__, error.detail
    except Exception as error:
        return "FailedError", repr(error)


def _listen(source: BinaryIO, jobs: "queue.SimpleQueue[Any]", profile: Path) -> None:
    """Take jobs; when the other side is gone, end in good order, or by force when something hangs."""
    while True:
        try:
            jobs.put(pickle.load(source))
        except (EOFError, OSError):
            break
    jobs.put(None)
    time.sleep(GRACE)
    shutil.rmtree(profile, ignore_errors=True)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(0)


def _adopt_orphans() -> None:
    """Be the one who buries the browser's helpers, which outlive it by a moment (Linux)."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)


def _bury() -> None:
    if hasattr(os, "waitpid"):
        with suppress(ChildProcessError):
            while os.waitpid(-1, 0)[0]:
                pass


if __name__ == "__main__":
    main()
