"""Results that take long: what several ask for at the same time is made once, and kept as long as there is room."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

Result = TypeVar("Result")


class SharedResults(Generic[Result]):
    """Results by what they are of; the one that nobody has asked for longest goes first.

    Parameters
    ----------
    room, size_of
        How much is kept, and how much of it a result takes; each takes one where nothing else is said.
    most
        Results that are kept at most.
    seconds_of
        For how long an error is the answer; one of 0 seconds is told to who waits for it, and to nobody later.
    """

    def __init__(
        self,
        room: float,
        size_of: Callable[[Result], float] = lambda _: 1,
        most: int | None = None,
        seconds_of: Callable[[BaseException], float] = lambda _: 0,
    ) -> None:
        self._room, self._size_of, self._most, self._seconds_of = room, size_of, most, seconds_of
        self._lock = threading.Lock()
        self._results: OrderedDict[Hashable, tuple[float, Future[Result]]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """The result of this key, which ``make`` makes where it is not there; blocks until it is."""
        with self._lock:
            if (known := self._results.get(key)) is not None and self._is_passed(*known):
                del self._results[key]
            is_first = key not in self._results
            _, future = self._results.setdefault(key, (time.monotonic(), Future()))
            self._results.move_to_end(key)
        if is_first:
            try:
                future.set_result(make())
            except BaseException as error:
                future.set_exception(error)
            with self._lock:
                self._forget()
        return future.result()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._results.clear()

    def _forget(self) -> None:
        """Old results when they are many or large, and errors that may have passed."""
        size = 0.0
        for number, (key, (since, future)) in enumerate(reversed(list(self._results.items()))):
            if not future.done():
                continue
            if not future.exception():
                size += self._size_of(future.result())
            is_too_much = size > self._room or (self._most is not None and number >= self._most)
            if is_too_much or self._is_passed(since, future):
                del self._results[key]

    def _is_passed(self, since: float, future: Future[Result]) -> bool:
        """Whether this is an error that may no longer be one."""
        error = future.exception() if future.done() else None
        return error is not None and time.monotonic() - since >= self._seconds_of(error)
