"""Links in what the server makes: real ones, which can be copied and opened in a new tab."""

from html import escape

from app.surfaces.streamlit.base_path import base_path
from app.words.text import t


def link(href: str, text: str, name: str = "") -> str:
    """A link to a page of the dashboard, or to another site; a plain click on the first stays in its session.

    ``text`` is escaped already; ``name`` says more where it is not enough for those who hear it alone.
    """
    label = f' aria-label="{escape(name)}"' if name else ""
    if href.startswith("/"):
        return f'<a href="{base_path()}{escape(href)}" data-inside{label}>{text}</a>'
    return f'<a href="{escape(href)}"{label} target="_blank" rel="noopener noreferrer">{text}</a>'


def origin_link(href: str, name: str, figure: str = "") -> str:
    """The way to how what goes by this name is made and to its rows: a page of its own, whose address says all of it.

    The ``figure`` is named in the link where others stand beside it.
    """
    word = t("origin.link")
    label, text = f"{word} {name}", f"{word} {figure}".rstrip()
    return f' <a class="srm-origin" href="{base_path()}{escape(href)}" aria-label="{escape(label)}">{escape(text)}</a>'
