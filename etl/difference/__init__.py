"""What would change on the public page from one Stand to another: compared, then written as text, page to mail or JSON.

Imports release and below.
"""

from etl.difference.comparison import Difference, Question, difference
from etl.difference.rendering import as_record, html_page, plain_text

__all__ = ["Difference", "Question", "as_record", "difference", "html_page", "plain_text"]
