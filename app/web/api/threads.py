"""Threads of our own for what takes long: the server's are few, and are for pages and for whoever asks after its health."""

import functools
from collections.abc import Callable

import anyio
from starlette.responses import Response

THREADS = {"data": 8, "pictures": 48, "folders": 12}
"""Of each kind of answer, so that none of them waits for another kind.

Pictures and folders wait in their threads for their turn; when all are taken, further ones are refused and not kept waiting.
"""


async def run(kind: str, made: Callable[[], Response], busy: Callable[[], Response] | None = None) -> Response:
    """The answer, made in a thread of this kind; when all are taken, ``busy`` or, without it, when one comes free."""
    limiter = _limiter(kind)
    if busy and limiter.available_tokens < 1:
        return busy()
    return await anyio.to_thread.run_sync(made, limiter=limiter)


@functools.cache
def _limiter(kind: str) -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(THREADS[kind])
