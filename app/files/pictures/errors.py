"""What can go wrong with a picture; ``str(error)`` is a sentence for the screen."""

from app.words.text import t


class PictureError(Exception):
    """A picture that cannot be had."""

    key = "failed"
    status = 500

    def __init__(self, detail: str = "") -> None:
        super().__init__(t(f"picture.error_{self.key}"))
        self.detail = detail
        """For the server's log."""


class FailedError(PictureError):
    """It could not be drawn."""


class TooBusyError(PictureError):
    """Too many are waiting already."""

    key, status = "too_busy", 503
