"""What can go wrong with a picture that is made, or brought along to be read; ``str(error)`` is a sentence for the screen."""

from app.words.text import t


class PictureError(Exception):
    """A picture that cannot be had."""

    key = "failed"
    status = 500

    def __init__(self, detail: str = "") -> None:
        super().__init__(t(f"picture.error_{self.key}"))
        self.detail = detail
        """More exactly, for programs: it may quote the picture."""


class FailedError(PictureError):
    """It could not be drawn."""


class TooBusyError(PictureError):
    """Too many are waiting already."""

    key, status = "too_busy", 503


class UnreadableError(PictureError):
    """A file that does not say that it is one of ours."""

    key = "unreadable"


class TooLargeError(UnreadableError):
    """A file that is larger than any of ours."""

    key = "too_large"


class TooHeavyError(UnreadableError):
    """A file that takes more memory or time than any of ours."""

    key = "too_heavy"


class TooManyFilesError(UnreadableError):
    """Too many files are being read already."""

    key = "too_many_files"
