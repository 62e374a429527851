"""The way of something through three stages: ribbons whose width is an amount, the names right of their nodes."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from app.charts import fonts, theme
from app.charts.fonts import SMALL
from app.charts.marks import PAPER, Axis, Bar, Layout, Mark, Place, Ribbon, Series, Text, drawn_series
from app.words import units
from app.words.text import t

_THICK = 14.0
"""Pixels of a node."""
_GAP = 8.0
"""Pixels between two nodes, or their names, at least."""
_SPREAD = 40.0
"""Pixels that they may lie further apart, where another stage is fuller."""
_MONEY = 300.0
"""Pixels of the whole amount on a page, which can scroll."""
_LEAST = 0.42
"""Part of a given height that the whole amount takes at least."""
_FEWEST = 4
_Sizes = Sequence[Sequence[tuple[float, float]]]
"""Of each node, by stage: its amount, and the pixels that its name takes."""
_NODE = Series("", theme.NEUTRAL, is_in_legend=False)


@dataclass(frozen=True)
class Flow:
    """An amount on its way: the names of the nodes that it passes, one per stage."""

    stages: tuple[str, ...]
    series: Series
    amount: float


@dataclass(frozen=True)
class _Node:
    stage: int
    name: str
    is_rest: bool = False


@dataclass(frozen=True, eq=False)
class FlowChart:
    """Flows through stages from left to right.

    Parameters
    ----------
    short, exact
        An amount as it stands beside a node and in words.
    alt_sentence
        The alternative text; gets the enumerations of the three stages.
    never_merged
        Names of nodes that stand for several, or that are not comparable with others: they always stand alone.
    merged
        Names of the nodes that are drawn as one, by stage; the others of that stage stand alone.
    """

    flows: tuple[Flow, ...]
    short: Callable[[float], str]
    exact: Callable[[float], str]
    alt_sentence: Callable[[str, str, str], str]
    never_merged: frozenset[str] = frozenset()
    merged: tuple[frozenset[str], ...] = (frozenset(),) * 3

    @property
    def alt(self) -> str:
        """What comes from, passes and reaches every node, in exact amounts, by stage and the largest first."""

        def listed(nodes: list[_Node]) -> str:
            nodes = sorted(nodes, key=lambda node: (node.is_rest, -self._totals[node]))
            return "; ".join(f"{node.name} {self.exact(self._totals[node])}" for node in nodes)

        return self.alt_sentence(*map(listed, self._stages))

    def reduced(self) -> "FlowChart | None":
        """The two smallest nodes of the fullest stage that has them as one; None when there are few already."""
        for nodes in sorted(self._stages, key=len, reverse=True):
            stage = nodes[0].stage
            alone = [node for node in nodes if not node.is_rest and node.name not in self.never_merged]
            count = 1 if self.merged[stage] else 2
            if len(nodes) > _FEWEST and len(alone) >= count:
                smallest = sorted(alone, key=self._totals.__getitem__)[:count]
                joined = self.merged[stage] | {node.name for node in smallest}
                return replace(self, merged=(*self.merged[:stage], joined, *self.merged[stage + 1 :]))
        return None

    def layout(self, place: Place) -> Layout | None:
        """Three columns of nodes; each has its name and amount right of it, in as many lines as the place asks for."""
        totals = self._totals
        room = max(place.width / 3 - _THICK - 12, 60)
        labels = {
            node: fonts.wrapped(f"{node.name} · {self.short(total)}", room, SMALL) for node, total in totals.items()
        }
        stages = [
            [(totals[node], len(labels[node]) * fonts.line_height(SMALL)) for node in nodes] for nodes in self._stages
        ]
        if place.height is None:
            scale = _MONEY / self._whole
            height = math.ceil(_height(stages, scale))
        else:
            height = math.floor(place.height)
            scale = self._scale(stages, height)
            if scale * self._whole < _LEAST * height:
                return None
        thick = _THICK / place.width
        tops = self._tops(stages, height, scale)
        marks = self._ribbons(tops, scale, thick)
        for node, top in tops.items():
            left, bottom = node.stage / 3, top + totals[node] * scale
            marks.append(Bar(_NODE, left, left + thick, bottom, top, f"{node.name}\n{self.exact(totals[node])}"))
            marks.append(Text(labels[node], left, (top + bottom) / 2, dx=_THICK + 5, size=SMALL, halo=PAPER))
        series = drawn_series(marks, [*(flow.series for flow in self.flows), _NODE])
        return Layout(place.width, height, 1, 1, 0, 0, Axis(0, 1), Axis(height, 0), series, tuple(marks))

    def _scale(self, stages: _Sizes, height: float) -> float:
        """Pixels of a euro so that all has room in this height; 0 when the names alone are too many."""
        low, high = 0.0, height / self._whole
        for _ in range(30):
            middle = (low + high) / 2
            low, high = (middle, high) if _height(stages, middle) <= height else (low, middle)
        return low

    def _tops(self, stages: _Sizes, height: float, scale: float) -> dict[_Node, float]:
        """Upper edge of every node; those of each stage are spread around its middle."""
        tops: dict[_Node, float] = {}
        for nodes, sizes in zip(self._stages, stages, strict=True):
            needed = [max(total * scale, written) + _GAP for total, written in sizes]
            more = min(_SPREAD, (height - sum(needed)) / len(needed))
            slots = [slot + more for slot in needed]
            top = (height - sum(slots)) / 2
            for node, slot in zip(nodes, slots, strict=True):
                tops[node] = top + (slot - self._totals[node] * scale) / 2
                top += slot
        return tops

    def _ribbons(self, tops: dict[_Node, float], scale: float, thick: float) -> list[Mark]:
        """One per link; at either end they lie in the order of the nodes at the other one."""
        out, into, begins = dict(tops), dict(tops), {}
        order = {node: i for i, node in enumerate(sorted(tops, key=lambda node: (node.stage, tops[node])))}
        links = self._links
        for link in sorted(links, key=lambda link: (order[link[0]], order[link[1]], link[2].name)):
            begins[link] = out[link[0]]
            out[link[0]] += links[link] * scale
        ribbons: list[Mark] = []
        for link in sorted(links, key=lambda link: (order[link[1]], order[link[0]], link[2].name)):
            source, target, series = link
            start, end, high = begins[link], into[target], links[link] * scale
            into[target] += high
            tip = f"{source.name} → {target.name}\n{self.exact(links[link])}\n{series.name}"
            left, right = source.stage / 3 + thick, target.stage / 3
            ribbons.append(Ribbon(series, left, start, start + high, right, end, end + high, tip))
        return ribbons

    @cached_property
    def _whole(self) -> float:
        return sum(flow.amount for flow in self.flows) or 1.0

    @cached_property
    def _stages(self) -> list[list[_Node]]:
        """Nodes of each stage, those that stand for several last."""
        nodes = sorted(self._totals, key=lambda node: node.is_rest)
        return [[node for node in nodes if node.stage == stage] for stage in range(3)]

    def _node(self, stage: int, name: str) -> _Node:
        joined = self.merged[stage]
        if name not in joined:
            return _Node(stage, name)
        return _Node(stage, t("chart.rest", n=units.number(len(joined))), is_rest=True)

    @cached_property
    def _links(self) -> dict[tuple[_Node, _Node, Series], float]:
        """What flows from node to node, by series, in whole cents."""
        links: dict[tuple[_Node, _Node, Series], int] = defaultdict(int)
        for flow in self.flows:
            nodes = [self._node(stage, name) for stage, name in enumerate(flow.stages)]
            for source, target in pairwise(nodes):
                links[source, target, flow.series] += round(flow.amount * 100)
        return {link: cents / 100 for link, cents in links.items()}

    @cached_property
    def _totals(self) -> dict[_Node, float]:
        """What flows through each node."""
        totals: dict[_Node, int] = defaultdict(int)
        for flow in self.flows:
            for stage, name in enumerate(flow.stages):
                totals[self._node(stage, name)] += round(flow.amount * 100)
        return {node: cents / 100 for node, cents in totals.items()}


def _height(stages: _Sizes, scale: float) -> float:
    """What the fullest stage takes: each node has room for its amount and for its name."""
    return max(sum(max(total * scale, written) + _GAP for total, written in stage) for stage in stages)
