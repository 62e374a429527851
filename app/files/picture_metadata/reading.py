"""Files that people bring: each is read by a process of its own, few at a time, none for long."""

import json
import subprocess
import sys
import threading

from app.files.picture_errors import UnreadableError
from app.files.picture_metadata import metadata
from app.files.picture_metadata.metadata import Facts
from config import ROOT

LIMIT = 20.0
"""Seconds that one file may take, the start of its process included."""
PATIENCE = 20.0
"""Seconds that one may wait for its turn."""
_PLACES = threading.BoundedSemaphore(2)


def read(data: bytes) -> Facts:
    """What a file of ours says about itself.

    Raises
    ------
    UnreadableError
        When it is too large, no PNG, SVG or PDF, does not say where it comes from, or takes too much to be read.
    """
    metadata.check_size(data)
    if not _PLACES.acquire(timeout=PATIENCE):
        raise UnreadableError("", "too_many_files")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app.files.picture_metadata.reader"],
            cwd=ROOT,
            input=data,
            capture_output=True,
            timeout=LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError("took too long", "too_heavy") from None
    finally:
        _PLACES.release()
    if done.returncode:
        raise UnreadableError(f"ended with {done.returncode}: {done.stderr[-500:]!r}", "too_heavy")
    answer = json.loads(done.stdout)
    if refused := answer.get("error"):
        raise UnreadableError(**refused)
    return Facts(**answer["facts"])
