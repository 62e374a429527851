"""How long the lists of a folder may be: a folder of more pages than people read is made again with shorter ones."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RowLimits:
    """The share of its usual rows that each list keeps."""

    share: float = 1.0

    def rows(self, most: int) -> int:
        """So many rows of a list that usually has ``most``."""
        return max(3, round(most * self.share))


SHARES = (1.0, 0.6, 0.3)
