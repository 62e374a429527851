"""``python -m app.files.picture_metadata.reader``: what the file on its standard input says about itself, as JSON; then it ends.

Whoever wrote the file may mean harm: it is opened in this process alone, which may take only so much memory and time.
"""

import json
import sys
from contextlib import suppress
from dataclasses import asdict

from app.files.picture_errors import UnreadableError
from app.files.picture_metadata import metadata

MEMORY = 400_000_000
"""Bytes of address space; the process itself takes about 80 million."""
CPU = 10
"""Seconds, should nobody be left who ends it."""


def main() -> None:
    """Answer with facts, or with the detail of an error and which it is."""
    _bounded()
    try:
        answer = {"facts": asdict(metadata.read(sys.stdin.buffer.read(metadata.LARGEST + 1)))}
    except UnreadableError as error:
        answer = {"error": {"detail": error.detail[:1000], "key": error.key}}
    except (MemoryError, RecursionError) as error:
        answer = {"error": {"detail": repr(error), "key": "too_heavy"}}
    json.dump(answer, sys.stdout)


def _bounded() -> None:
    """Take no more than allowed; Windows has no such limits, there only the time is limited, by the one who asks."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
