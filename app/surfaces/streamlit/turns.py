"""Bounds how many runs of pages make something new at once.

After a start or a publication everybody asks for the same, and nothing of it is kept yet: fifty runs that make the same
at the same time hinder each other for twenty seconds, two at a time are done in two.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

_AT_ONCE = threading.BoundedSemaphore(2)
"""As many as a small machine has cores."""
_KEPT = 1024
_made: OrderedDict[tuple[str, str, str], None] = OrderedDict()
"""What runs have made already, the last ones: release, page and what is asked of it."""
_LOCK = threading.Lock()


@contextmanager
def turn(release_id: str, page: str, asked: str) -> Iterator[None]:
    """Wait for a turn, unless an earlier run has made the same; a run that ends early counts for nothing."""
    key = release_id, page, asked
    if key in _made:
        yield
        return
    with _AT_ONCE:
        yield
    with _LOCK:
        _made[key] = None
        while len(_made) > _KEPT:
            _made.popitem(last=False)
