"""Why a file does not say what it is; ``str(error)`` is a sentence for the screen."""

from app.words.text import t


class UnreadableError(Exception):
    """A file that does not say that it is one of ours."""

    key = "unreadable"

    def __init__(self, detail: str = "") -> None:
        super().__init__(t(f"picture.error_{self.key}"))
        self.detail = detail
        """For the server's log."""


class TooLargeError(UnreadableError):
    """A file that is larger than any of ours."""

    key = "too_large"


class TooHeavyError(UnreadableError):
    """A file that takes more memory or time than any of ours."""

    key = "too_heavy"


class TooManyFilesError(UnreadableError):
    """Too many files are being read already."""

    key = "too_many_files"
