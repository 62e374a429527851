"""Markdown as Streamlit shows it: CommonMark with tables, without pictures; links lead to a page of their own."""

from typing import Any

from markdown_it import MarkdownIt

from app.words.markdown import markdown, without_parts


def _link(self: Any, tokens: Any, number: int, options: Any, env: Any) -> str:
    token = tokens[number]
    token.attrSet("target", "_blank")
    token.attrSet("rel", "noopener noreferrer")
    return str(self.renderToken(tokens, number, options, env))


_READER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
_READER.add_render_rule("link_open", _link)


def block(text: str) -> str:
    """Paragraphs, lists, headings and tables."""
    return str(_READER.render(without_parts(text)))


def inline(text: str) -> str:
    """What stands within one line: emphasis, links, code."""
    return str(_READER.renderInline(without_parts(text)))


def plain(text: str) -> str:
    """The words alone."""
    return "".join(
        child.content for token in _READER.parseInline(without_parts(text)) for child in token.children or ()
    )


def notice(text: str) -> str:
    """A sentence that stands out from the page, which those who hear the page hear at once."""
    return f'<div class="srm-notice" role="alert"><p>{inline(markdown(text))}</p></div>'
