"""What a picture says about itself: written into its file, and read from what people bring; knows no chart."""

from app.files.picture_errors import UnreadableError
from app.files.picture_metadata.metadata import Facts, element, pdf, png
from app.files.picture_metadata.reading import read
