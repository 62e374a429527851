"""Messages between the server and its processes: each with its length before it."""

from typing import IO

_HEAD = 8


def read(stream: IO[bytes]) -> bytes | None:
    """The next message; None where there is no whole one any more."""
    head = stream.read(_HEAD)
    if len(head) < _HEAD:
        return None
    size = int.from_bytes(head, "big")
    content = stream.read(size)
    return content if len(content) == size else None


def written(content: bytes) -> bytes:
    """A message as it is sent."""
    return len(content).to_bytes(_HEAD, "big") + content
