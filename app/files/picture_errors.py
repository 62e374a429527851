"""What can go wrong with a picture that is made, or brought along to be read; ``str(error)`` is a sentence for the screen."""

from app.words.text import t


class PictureError(Exception):
    """A picture that cannot be drawn."""

    def __init__(self, detail: str = "", key: str = "failed") -> None:
        super().__init__(t(f"picture.error_{key}"))
        self.detail, self.key = detail, key
        """More exactly, for programs: it may quote the picture; and which sentence says it."""


class UnreadableError(PictureError):
    """A file that does not say that it is one of ours, is larger than any of them, or takes more time or memory."""

    def __init__(self, detail: str, key: str = "unreadable") -> None:
        super().__init__(detail, key)
