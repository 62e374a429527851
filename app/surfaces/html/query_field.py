"""The field for a query with examples: a part of a form without scripts; ``editor.js`` suggests names and runs it."""

from collections.abc import Mapping
from html import escape

from app.surfaces.html.links import link
from app.words.text import t

_ROWS = 8, 24
"""Lines of the field, at least and at most."""


def query_field(query: str, examples: Mapping[str, str]) -> str:
    """The field with this ``query``, and links to ``examples`` by their titles."""
    label, hint, run = (escape(t(f"sql.editor.{name}")) for name in ("label", "hint", "run"))
    rows = min(max(query.count("\n") + 2, _ROWS[0]), _ROWS[1])
    links = "".join(f"<li>{link(href, escape(title))}</li>" for title, href in examples.items())
    # The name is a parameter of the address. What a line break begins with, HTML leaves out.
    return (
        f'<div class="srm-field"><label><span>{label}</span><textarea name="abfrage" rows="{rows}" spellcheck="false" '
        f'autocapitalize="off" autocomplete="off" aria-describedby="srm-query-hint">\n{escape(query)}</textarea></label></div>'
        f'<p id="srm-query-hint" class="srm-editor-hint">{hint}</p><div><button class="srm-run">{run}</button></div>'
        f'<div class="srm-examples"><h2>{escape(t("sql.examples"))}</h2><ul>{links}</ul></div>'
    )
