"""What would change on the public page from one Stand to another: found, then told as text or as a page to mail round."""

from etl.difference.found import Difference, difference
from etl.difference.told import page, text

__all__ = ["Difference", "difference", "page", "text"]
