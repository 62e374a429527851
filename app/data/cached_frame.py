"""A shared frame as the key of a cache."""

import pandas as pd


class CachedFrame:
    """Equal only to a wrapper of the very same frame; keeps it alive as long as the cache does.

    Frames of ``queries`` are the same object for the same release and filters, so what is made from them
    is made once.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    def __hash__(self) -> int:
        """Identity, not content."""
        return id(self.frame)

    def __eq__(self, other: object) -> bool:
        """Identity, not content."""
        return isinstance(other, CachedFrame) and other.frame is self.frame
