"""Finished pictures, kept as long as there is room; what several ask for at the same time is drawn once."""

import threading
from collections import OrderedDict
from concurrent.futures import Future

from app.files.pictures.errors import TimedOutError
from app.files.pictures.plate import FORMATS, KINDS, Plate
from app.files.pictures.pool import LIMIT, PATIENCE, Pool

ROOM = 64_000_000
"""Bytes of all finished pictures together."""

_Key = tuple[Plate, str, str, bool]


class Shelf:
    """Pictures by what they are of; the one that nobody has asked for longest makes room first."""

    def __init__(self, pool: Pool, room: int = ROOM) -> None:
        self._pool, self._room = pool, room
        self._lock = threading.Lock()
        self._files: OrderedDict[_Key, bytes] = OrderedDict()
        self._drawn: dict[_Key, Future[bytes]] = {}
        self._bytes = 0

    def picture(self, plate: Plate, format: str, kind: str, bare: bool = False) -> bytes:
        """The finished file; blocks until it is there."""
        key = plate, format, kind, bare
        with self._lock:
            if key in self._files:
                self._files.move_to_end(key)
                return self._files[key]
            awaited = self._drawn.get(key)
            own: Future[bytes] = Future()
            if awaited is None:
                self._drawn[key] = own
        if awaited is not None:
            try:
                return awaited.result(PATIENCE + LIMIT)
            except TimeoutError:
                raise TimedOutError from None
        try:
            made = self._pool.render(*key)
        except BaseException as error:
            own.set_exception(error)
            raise
        else:
            own.set_result(made)
            self._keep(key, made)
            return made
        finally:
            with self._lock:
                del self._drawn[key]

    def close(self) -> None:
        """Forget everything and end the workers."""
        with self._lock:
            self._files.clear()
            self._bytes = 0
        self._pool.close()

    def _keep(self, key: _Key, made: bytes) -> None:
        with self._lock:
            self._files[key] = made
            self._bytes += len(made)
            while self._bytes > self._room:
                self._bytes -= len(self._files.popitem(last=False)[1])


_lock = threading.Lock()
_shelf: Shelf | None = None


def picture(plate: Plate, format: str, kind: str, bare: bool = False) -> bytes:
    """A finished file of this plate; blocks until it is there.

    Parameters
    ----------
    format
        A key of ``FORMATS``.
    kind
        A key of ``KINDS``.
    bare
        Without title and sources, for those who set their own page.

    Raises
    ------
    PictureError
        NoRendererError, TooBusyError, TimedOutError or FailedError.
    """
    if format not in FORMATS or kind not in KINDS:
        raise ValueError(f"{format}, {kind}: expected one of {[*FORMATS]} and {[*KINDS]}")
    return _current().picture(plate, format, kind, bare)


def close() -> None:
    """End the workers; the next picture starts new ones."""
    global _shelf
    with _lock:
        ended, _shelf = _shelf, None
    if ended:
        ended.close()


def _current() -> Shelf:
    global _shelf
    with _lock:
        _shelf = _shelf or Shelf(Pool())
        return _shelf
