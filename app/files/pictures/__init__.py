"""Pictures that leave the house: from a drawing to a finished PNG, SVG or PDF, complete in itself.

``picture(plate, "breit", "svg")`` gives the file, ``read(data)`` what such a file says about itself. Knows neither
Streamlit nor DuckDB.
"""

from app.files.pictures.chromium import find as _find
from app.files.pictures.errors import (
    FailedError,
    NoRendererError,
    PictureError,
    TimedOutError,
    TooBusyError,
    UnreadableError,
)
from app.files.pictures.metadata import Facts
from app.files.pictures.plate import FORMATS, KINDS, Format, Plate, file_name, label
from app.files.pictures.reading import read
from app.files.pictures.shelf import close, picture

__all__ = [
    "FORMATS",
    "KINDS",
    "Facts",
    "FailedError",
    "Format",
    "NoRendererError",
    "PictureError",
    "Plate",
    "TimedOutError",
    "TooBusyError",
    "UnreadableError",
    "close",
    "file_name",
    "has_renderer",
    "label",
    "picture",
    "read",
]


def has_renderer() -> bool:
    """Whether charts can be drawn here; maps always can."""
    return _find() is not None
