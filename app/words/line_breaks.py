"""Where no line may end."""

import re

# What stands within a tag, as the value of a field does, is no text of the page.
_BEFORE_A_SIGN = re.compile(r" (?:(?<=\d )(?=[%€]|km²|[MG]bit/s|Mio\.|Mrd\.)|(?<=\d Mio\. )(?=€))(?![^<>]*>)")


def unbroken(text: str) -> str:
    """A text of a page, or its HTML, in which no line ends between a figure and its sign: ``93,7 %``, ``1,5 Mio. €``."""
    return _BEFORE_A_SIGN.sub("\u00a0", text)
