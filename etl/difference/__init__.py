"""What would change on the public page from one Stand to another: compared, then written as text, page to mail or JSON.

Imports merging and below.
"""

from etl.difference.comparison import Difference, Question, difference
from etl.difference.import_difference import import_difference
from etl.difference.rendering import as_record, html_page, plain_text
