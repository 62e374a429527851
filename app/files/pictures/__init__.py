"""Pictures that leave the house: from a chart or map to a finished PNG, SVG or PDF, complete in itself.

``file(picture, Choice("breit", "svg"))`` gives the file.
"""

from app.files.picture_errors import PictureError
from app.files.pictures.formats import FORMATS, KINDS, Choice, label
from app.files.pictures.picture import NothingToDrawError, Picture, exhibit_picture
from app.files.pictures.render import file
