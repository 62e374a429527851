"""What would change on the public page from one Stand to another: compared, then rendered as text or as a page to mail.

Imports release and below.
"""

from etl.difference.comparison import Difference, difference
from etl.difference.rendering import html_page, plain_text

__all__ = ["Difference", "difference", "html_page", "plain_text"]
