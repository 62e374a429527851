"""What a page or a file may load and run."""

import base64
import hashlib
import re

_INLINE = re.compile(r"<script(?: type=\"module\")?>(.*?)</script>", re.DOTALL)


def policy(page: str = "", *, is_framed_by_all: bool = False) -> str:
    """For a page: what the house itself serves, and of what stands in the ``page`` these very scripts, nothing else.

    Styles may stand in a page because Streamlit's do; it also makes a script of each component into a ``blob:``.
    """
    digests = (hashlib.sha256(script.encode()).digest() for script in dict.fromkeys(_INLINE.findall(page)))
    scripts = "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self'{scripts} blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            # A chart alone may stand in any page; the monitor in none, or somebody could pass it off as theirs.
            *(() if is_framed_by_all else ("frame-ancestors 'self'",)),
        )
    )


FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; sandbox"
"""For a file that a browser may open by itself: it shows, and does nothing."""
