"""Pictures that leave the house: from a chart or map to a finished PNG, SVG or PDF, complete in itself.

``file(picture, Choice("breit", "svg"))`` gives the file, ``read(data)`` what such a file says about itself.
"""

from app.files.pictures.cache import file
from app.files.pictures.errors import FailedError, PictureError, TooBusyError, UnreadableError
from app.files.pictures.formats import FORMATS, KINDS, Choice, Format, label
from app.files.pictures.metadata import Facts
from app.files.pictures.picture import Picture
from app.files.pictures.reading import read

__all__ = [
    "FORMATS",
    "KINDS",
    "Choice",
    "Facts",
    "FailedError",
    "Format",
    "Picture",
    "PictureError",
    "TooBusyError",
    "UnreadableError",
    "file",
    "label",
    "read",
]
