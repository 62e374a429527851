"""Blocks and elements of Streamlit's own as HTML, with the class names by which the style sheets know them."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from streamlit.proto.Block_pb2 import Block

from app.surfaces import markdown
from app.surfaces.html import components, controls
from app.surfaces.html.tree import Node

_KEY = re.compile(r"^\$\$ID-[0-9a-f]+-(.+)$", re.DOTALL)
_NO_NAME = re.compile(r"[^a-zA-Z0-9_-]")


def page(root: Node) -> str:
    """The whole page."""
    return "".join(map(_node, root.parts))


def heading(root: Node) -> tuple[str, str]:
    """The heading of a page and the paragraph below it, as plain text."""
    drawn: Iterator[Any] = (node.proto for node in _all(root) if node.kind == "bidi_component")
    return next((found for proto in drawn for found in components.headers(proto.bidi_component)), ("", ""))


def kinds(root: Node) -> frozenset[str]:
    """Kinds of all elements of a page; those of the project's own components by their names."""
    return frozenset(
        node.proto.bidi_component.component_name if node.kind == "bidi_component" else node.kind  # type: ignore[union-attr]
        for node in _all(root)
    )


def _all(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts:
        yield from _all(part)


def _node(node: Node, *, is_beside: bool = False) -> str:
    if node.kind == "flex_container":
        return _flex(node, is_beside=is_beside)
    if node.kind == "column":
        return _column(node)
    if not node.kind:
        return ""
    shown = _ELEMENTS[node.kind](getattr(node.proto, node.kind))
    return (
        f'<div data-testid="stElementContainer" class="{_key_class(_id(node))}"{_width(node.proto, is_beside)}>{shown}</div>'
        if shown
        else ""
    )


def _flex(node: Node, *, is_beside: bool) -> str:
    block: Any = node.proto
    is_row = block.flex_container.direction == Block.FlexContainer.HORIZONTAL
    inside = "".join(_node(child, is_beside=is_row) for child in node.parts)
    name = "stHorizontalBlock" if is_row else "stVerticalBlock"
    key = _key_class(block.id)
    # Pages have no blocks of another look.
    look = f"--gap:1rem;--align:{'stretch' if is_row else 'start'}"
    return (
        f'<div data-testid="stLayoutWrapper"{_width(block, is_beside)}>'
        f'<div data-testid="{name}" class="{key}" style="{look}">{inside}</div></div>'
    )


def _column(node: Node) -> str:
    column: Any = node.proto.column  # type: ignore[union-attr]
    inside = "".join(map(_node, node.parts))
    share = f"flex:1 1 calc({column.weight * 100:g}% - 1rem)"
    return f'<div data-testid="stColumn" style="{share}"><div data-testid="stVerticalBlock" style="--gap:1rem;--align:stretch">{inside}</div></div>'


def _width(proto: Any, is_beside: bool) -> str:
    """How wide an element is: as wide as its place, or so many pixels."""
    kind = proto.width_config.WhichOneof("width_spec")
    if kind == "pixel_width":
        return f' style="width:{proto.width_config.pixel_width}px;max-width:100%"'
    if not is_beside:
        return ' style="width:100%"'
    return ' style="flex:1 1 fit-content"' if kind else ""


def _id(node: Node) -> str:
    return str(getattr(getattr(node.proto, node.kind), "id", ""))


def _key_class(element_id: str) -> str:
    """The class that Streamlit makes of a key."""
    found = _KEY.match(element_id)
    return f"st-key-{_NO_NAME.sub('-', found[1].strip())}" if found and found[1] != "None" else ""


def _markdown(text: Any) -> str:
    return f'<div data-testid="stMarkdownContainer">{markdown.block(text.body)}</div>'


def _alert(alert: Any) -> str:
    return (
        '<div data-testid="stAlert"><div data-testid="stAlertContainer" role="alert">'
        f'<div data-testid="stMarkdownContainer">{markdown.block(alert.body)}</div></div></div>'
    )


_ELEMENTS: Mapping[str, Callable[[Any], str]] = {
    **controls.CONTROLS,
    "markdown": _markdown,
    "alert": _alert,
    "bidi_component": components.component,
}
"""What shows each kind of element; a page made of anything else has no finished HTML."""
