"""What cannot be asked of a table, in words: what was found, what is expected, what to do."""

from app.words.text import english, t


class QueryError(ValueError):
    """Somebody asks for what a table cannot give; the text of ``key`` says it, filled in with ``values``.

    ``expected`` is the key of a text itself.
    """

    def __init__(self, key: str, **values: object) -> None:
        expected = {"expected": t(str(values["expected"]))} if "expected" in values else {}
        super().__init__(t(key, **values | expected))
        self.key = key
        self.values = values

    @property
    def english(self) -> str:
        """The same sentence for programmers."""
        expected = {"expected": english(str(self.values["expected"]))} if "expected" in self.values else {}
        return english(self.key, **self.values | expected)


class UnknownTableError(QueryError):
    """There is no public table of that name."""
