"""Finished pictures, kept as long as there is room; what several ask for at the same time is drawn once."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future

from app.files.pictures.formats import Choice
from app.files.pictures.picture import Picture
from app.files.pictures.render import render

SIZE = 64_000_000
"""Bytes of all finished pictures together."""


class Cache:
    """Files by what they are of; the one that nobody has asked for longest goes first."""

    def __init__(self, make: Callable[[Picture, Choice], bytes] = render, size: int = SIZE) -> None:
        self._make, self._size = make, size
        self._lock = threading.Lock()
        self._files: OrderedDict[bytes, bytes] = OrderedDict()
        self._begun: dict[bytes, Future[bytes]] = {}
        self._bytes = 0

    def file(self, picture: Picture, choice: Choice) -> bytes:
        """The finished file; blocks until it is there."""
        # Of all that the picture says, and not the picture itself, which would keep its chart in memory.
        key = hashlib.sha256(repr((picture, choice)).encode()).digest()
        with self._lock:
            if key in self._files:
                self._files.move_to_end(key)
                return self._files[key]
            begun, own = self._begun.get(key), Future[bytes]()
            if begun is None:
                self._begun[key] = own
        if begun is not None:
            return begun.result()
        try:
            made = self._make(picture, choice)
        except BaseException as error:
            own.set_exception(error)
            raise
        else:
            own.set_result(made)
            self._keep(key, made)
            return made
        finally:
            with self._lock:
                del self._begun[key]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._files.clear()
            self._bytes = 0

    def _keep(self, key: bytes, made: bytes) -> None:
        with self._lock:
            self._files[key] = made
            self._bytes += len(made)
            while self._bytes > self._size:
                self._bytes -= len(self._files.popitem(last=False)[1])


CACHE = Cache()


def file(picture: Picture, choice: Choice) -> bytes:
    """A finished file of this picture; blocks until it is there.

    Raises
    ------
    PictureError
        When it cannot be drawn.
    """
    return CACHE.file(picture, choice)
