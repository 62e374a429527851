"""Names beside the lines of a chart instead of a legend, where there are few: no looking back and forth.

The annotations are named ``line-end``; files that leave the house keep them (app/files/pictures).
"""

import textwrap
from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

NAME = "line-end"
FEW = 5
"""Lines that are named directly; of more the names would not find room beside their lines."""
_LETTERS = 13
_LETTER, _LINE, _GAP = 7.0, 15, 5
"""Pixels of an average letter, of a line of text, and between two names."""


def at_ends(figure: go.Figure, ends: Sequence[tuple[str, Any, float]], *, height: float, top: float) -> None:
    """Names at the right of the lines, each as near to its end as the others let it.

    Parameters
    ----------
    ends
        Name, last x and last y of every line.
    height
        Pixels of the plot from zero to ``top``.
    top
        Value at the upper edge.
    """
    texts = [textwrap.wrap(name, _LETTERS) for name, _, _ in ends]
    order = sorted(range(len(ends)), key=lambda i: -ends[i][2])
    wanted = [height * (1 - ends[i][2] / top) for i in order]
    found = _apart(wanted, [_LINE * len(texts[i]) for i in order], height)
    for i, at, centre in zip(order, wanted, found, strict=True):
        _, x, y = ends[i]
        place = {"x": x, "y": y, "xanchor": "left", "xshift": 9, "yanchor": "middle", "yshift": round(at - centre)}
        _add(figure, texts[i], align="left", **place)
    figure.update_layout(
        showlegend=False, margin_r=round(_LETTER * max(len(line) for text in texts for line in text)) + 14
    )


def beside(figure: go.Figure, lines: Sequence[tuple[str, Sequence[Any], Sequence[float]]]) -> None:
    """Names of lines that follow one another: below and above in turn, so that neighbours never meet."""
    for i, (name, xs, ys) in enumerate(lines):
        first, last = i == 0, i == len(lines) - 1
        is_below = i % 2 == 0
        x = xs[0] if first else xs[-1] if last else xs[len(xs) // 2]
        place = {
            "x": x,
            "xanchor": "left" if first else "right" if last else "center",
            "y": min(ys) if is_below else max(ys),
            "yanchor": "top" if is_below else "bottom",
            "yshift": -8 if is_below else 8,
        }
        _add(
            figure, textwrap.wrap(name, _LETTERS + 5), align="left" if first else "right" if last else "center", **place
        )
    figure.update_layout(showlegend=False)


def _apart(wanted: Sequence[float], tall: Sequence[int], height: float) -> list[float]:
    """Middles of names from above, moved as little as needed so that none meets the next or leaves the plot."""
    groups: list[tuple[float, float, list[int]]] = []  # upper edge, height, and names of what stands together
    for i, at in enumerate(wanted):
        groups.append((at - tall[i] / 2, tall[i], [i]))
        while len(groups) > 1 and groups[-2][0] + groups[-2][1] + _GAP > groups[-1][0]:
            (_, upper, names), (_, lower, more) = groups[-2:]
            size, names = upper + _GAP + lower, names + more
            middle = sum(wanted[j] for j in names) / len(names)
            groups[-2:] = [(min(max(middle - size / 2, 0), height - size), size, names)]
    found = [0.0] * len(wanted)
    for edge, _, names in groups:
        for j in names:
            found[j] = edge + tall[j] / 2
            edge += tall[j] + _GAP
    return found


def _add(figure: go.Figure, lines: Sequence[str], **place: Any) -> None:
    figure.add_annotation(name=NAME, text="<br>".join(map(escape, lines)), showarrow=False, borderpad=0, **place)
