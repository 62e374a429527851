"""The way of something through three stages: ribbons whose width is an amount, with the names beside them."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from app.charts import fonts, theme
from app.charts.bars import BarChart, Row
from app.charts.fonts import SMALL
from app.charts.marks import Anchor, Axis, Bar, Layout, Mark, Place, Ribbon, Series, Text, drawn_series
from app.words import units
from app.words.text import t

_THICK = 10.0
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
_WIDE = 500.0
"""From this width on there is room for ribbons between the names."""
_NAMES = (0.2, 0.26, 0.18)
"""Parts of the width that the names of each stage may take."""
_AWAY = 6.0
"""Pixels between a node and its name."""
_HEADING = 15.0
"""Height of the letters of a stage's heading above its bars."""
_SPOTS: tuple[tuple[float, float, Anchor], ...] = ((0, -_AWAY, "end"), (0.5, 0, "middle"), (1, _AWAY, "start"))
"""Where the names of each stage stand: place across, pixels from there, and which end of them that is."""
_Sides = Sequence[tuple[float, float]]
"""Where ribbons reach the nodes of each stage, and where they leave them."""
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
    headings
        What the nodes of each stage are.
    never_merged
        Names of nodes that stand for several, or that are not comparable with others: they always stand alone.
    merged
        Names of the nodes that are drawn as one, by stage; the others of that stage stand alone.
    """

    flows: tuple[Flow, ...]
    short: Callable[[float], str]
    exact: Callable[[float], str]
    alt_sentence: Callable[[str, str, str], str]
    headings: tuple[str, str, str]
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
        """Three columns of nodes with their names beside the ribbons; where it is narrow, bars for each stage instead."""
        return self._ribbon_layout(place) if place.width >= _WIDE else self._bar_layout(place)

    def _ribbon_layout(self, place: Place) -> Layout | None:
        """Names of the first stage left of it, of the last one right of it, of the middle one between the two sides of its nodes."""
        totals, rooms = self._totals, [place.width * share for share in _NAMES]
        labels = {
            node: fonts.wrapped(f"{node.name} · {self.short(total)}", rooms[node.stage], SMALL)
            for node, total in totals.items()
        }
        stages = [
            [(totals[node], len(labels[node]) * fonts.line_height(SMALL)) for node in nodes] for nodes in self._stages
        ]
        head = math.ceil(fonts.line_height(SMALL)) + _GAP
        if place.height is None:
            scale = _MONEY / self._whole
            height = math.ceil(_height(stages, scale))
        else:
            height = math.floor(place.height - head)
            scale = self._scale(stages, height)
            if scale * self._whole < _LEAST * height:
                return None
        before, between, after = (
            math.ceil(
                max(fonts.width(heading, SMALL, fonts.SEMIBOLD), *(fonts.widest(labels[node], SMALL) for node in nodes))
            )
            + 2 * _AWAY
            for nodes, heading in zip(self._stages, self.headings, strict=True)
        )
        across = place.width - before - after
        thick, half = _THICK / across, (between / 2 + _THICK) / across
        sides = [(0.0, thick), (0.5 - half, 0.5 + half), (1 - thick, 1.0)]
        tops = self._tops(stages, height, scale)
        marks = self._ribbons(tops, scale, sides)
        for node, top in tops.items():
            (left, right), bottom = sides[node.stage], top + totals[node] * scale
            tip = f"{node.name}\n{self.exact(totals[node])}"
            marks += [Bar(_NODE, at, at + thick, bottom, top, tip) for at in dict.fromkeys((left, right - thick))]
            marks.append(_beside(node.stage, labels[node], (top + bottom) / 2))
        marks += [
            replace(_beside(stage, (name,), 0), dy=-_GAP, baseline="base", weight=fonts.SEMIBOLD)
            for stage, name in enumerate(self.headings)
        ]
        series = drawn_series(marks, [*(flow.series for flow in self.flows), _NODE])
        margins = before, after, head, 0
        return Layout(place.width, height + head, *margins, Axis(0, 1), Axis(height, 0), series, tuple(marks))

    def _bar_layout(self, place: Place) -> Layout | None:
        """For each stage its heading and one bar per node, all on one scale."""
        longest, top = max(self._totals.values()), 0.0
        whole = tuple(dict.fromkeys(flow.series for flow in self.flows))
        # Nothing crosses here that would have to be seen through.
        series = tuple(replace(each, opacity=1.0) for each in whole)
        marks: list[Mark] = []
        for heading, nodes in zip(self.headings, self._stages, strict=True):
            rows = tuple(Row(node.name, tuple(self._parts[node].get(each) for each in whole)) for node in nodes)
            chart = BarChart(
                tuple(sorted(rows, key=lambda row: -row.length)),
                series,
                lambda parts: self.short(_sum(parts)),
                lambda parts: self.exact(_sum(parts)),
                str,
                longest=longest,
            )
            marks.append(Text((heading,), 0, top, baseline="top", weight=fonts.SEMIBOLD, size=_HEADING))
            top += math.ceil(fonts.line_height(_HEADING)) + _GAP
            stage = chart.layout(Place(place.width))
            assert stage is not None
            for mark in stage.marks:
                match mark:
                    case Bar():
                        marks.append(replace(mark, bottom=mark.bottom + top, top=mark.top + top))
                    case Text():
                        marks.append(replace(mark, y=mark.y + top))
            top += stage.height + _GAP
        if place.height is not None and top > place.height:
            return None
        axes = Axis(0, longest or 1.0), Axis(top, 0)
        return Layout(place.width, top, 1, 2, 0, 0, *axes, drawn_series(marks, series), tuple(marks))

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

    def _ribbons(self, tops: dict[_Node, float], scale: float, sides: _Sides) -> list[Mark]:
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
            left, right = sides[source.stage][1], sides[target.stage][0]
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
    def _parts(self) -> dict[_Node, dict[Series, float]]:
        """What flows through each node, by series."""
        parts: dict[_Node, dict[Series, int]] = defaultdict(lambda: defaultdict(int))
        for flow in self.flows:
            for stage, name in enumerate(flow.stages):
                parts[self._node(stage, name)][flow.series] += round(flow.amount * 100)
        return {node: {series: cents / 100 for series, cents in cents_of.items()} for node, cents_of in parts.items()}

    @cached_property
    def _totals(self) -> dict[_Node, float]:
        """What flows through each node."""
        return {node: _sum(tuple(parts.values())) for node, parts in self._parts.items()}


def _beside(stage: int, lines: tuple[str, ...], y: float) -> Text:
    """A name left of the first stage, within the middle one, right of the last one."""
    x, dx, anchor = _SPOTS[stage]
    return Text(lines, x, y, dx=dx, anchor=anchor, size=SMALL)


def _sum(amounts: Sequence[float | None]) -> float:
    # In whole cents: a sum of many binary fractions would drift away from the total.
    return sum(round((amount or 0) * 100) for amount in amounts) / 100


def _height(stages: _Sizes, scale: float) -> float:
    """What the fullest stage takes: each node has room for its amount and for its name."""
    return max(sum(max(total * scale, written) + _GAP for total, written in stage) for stage in stages)
