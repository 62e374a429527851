"""Pictures that leave the house: from a drawing to a finished PNG, SVG or PDF, complete in itself.

``picture(plate, "breit", "svg")`` gives the file, ``read(data)`` what such a file says about itself. Knows neither
Streamlit nor DuckDB.
"""

from app.pictures.chromium import find as _find
from app.pictures.errors import FailedError, NoRendererError, PictureError, TimedOutError, TooBusyError, UnreadableError
from app.pictures.metadata import Facts
from app.pictures.plate import FORMATS, KINDS, Format, Plate, file_name, label
from app.pictures.reading import read
from app.pictures.shelf import close, picture

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
