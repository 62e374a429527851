"""What cannot be asked of a table, in words: what was found, what is expected, what to do."""

from app.words.text import t


class QueryError(ValueError):
    """Somebody asks for what a table cannot give; the text of ``key`` says it, filled in with ``values``."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(t(key, **values))
        self.key = key
        self.values = values


class UnknownTableError(QueryError):
    """There is no public table of that name."""
