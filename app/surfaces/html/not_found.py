"""The page for an address where there is nothing, or where an answer failed: it says so and leads on."""

from html import escape

from app.data.region import region
from app.navigation import ENTRIES
from app.surfaces.html import document
from app.surfaces.streamlit.base_path import base_path
from app.words.escape import quotable
from app.words.text import t


def not_found(path: str) -> str:
    """A whole document, without scripts."""
    return _document(t("not_found.title"), t("not_found.sentence", found=quotable(path.rpartition("/")[2])))


def failed(request_id: str) -> str:
    """The same for what nobody has foreseen; by the id the log names it."""
    return _document(t("failed.title"), t("failed.sentence", id=request_id))


def _document(title: str, sentence: str) -> str:
    monitor = str(region().region.title)
    links = "".join(
        f'<li><a href="{base_path()}/{entry.address}">{escape(t(f"{entry.key}.menu"))}</a></li>'
        for entry in ENTRIES
        if entry.is_listed
    )
    return document.plain(
        f"{title} – {monitor}",
        f'<div class="srm-brand"><span>{escape(monitor)}</span></div><h1>{escape(title)}</h1>'
        f"<p>{escape(sentence)}</p>"
        f"<p>{escape(t('not_found.lead_on'))}</p><nav><ul>{links}</ul></nav>",
    )
