"""The way of the money: three stages, whose names stand right of them in as many lines as fit, the small ones together."""

from collections import defaultdict
from dataclasses import dataclass
from html import escape

from app.charts import fonts
from app.files.pictures.shapes.room import LINE, TEXT, Figure, Room, numbers, plain
from app.words import units
from app.words.text import t

_THICK = 14.0
_GAPS = 0.55
"""Part of the height that may lie between the nodes; the rest is for the money."""
_FEWEST = 4
_UNSEEN = "transparent"


@dataclass(frozen=True)
class _Node:
    stage: int
    name: str


@dataclass(frozen=True)
class _Link:
    source: _Node
    target: _Node
    colour: str


def stages(figure: Figure, room: Room, must: bool) -> bool:
    """All nodes, or when it must the largest of each stage and one more for its others."""
    trace = figure["data"][0]
    links = _links(trace)
    while (gap := _gap(_totals(links), room)) is None:
        if not must:
            return False
        fewer = _merged(links)
        if fewer is None:
            gap = LINE
            break
        links = fewer
    totals = _totals(links)
    # An unseen stage behind the last one: without it the last names would stand left of their nodes, on other names.
    nodes = [*totals, *(_Node(3, node.name) for node in totals if node.stage == 2)]
    ends = [(node, totals[node], _Node(3, node.name)) for node in totals if node.stage == 2]
    place = {node: i for i, node in enumerate(nodes)}
    labels = ["<br>".join(map(escape, _lines(node, totals[node], room))) if node in totals else "" for node in nodes]
    trace |= {
        "node": {
            **{name: trace["node"][name] for name in ("thickness", "line")},
            "pad": gap,
            "label": labels,
            "color": [trace["node"]["color"] if node in totals else _UNSEEN for node in nodes],
        },
        "link": {
            "source": [place[link.source] for link in links] + [place[node] for node, _, _ in ends],
            "target": [place[link.target] for link in links] + [place[end] for _, _, end in ends],
            "value": [*links.values(), *(total for _, total, _ in ends)],
            "color": [link.colour for link in links] + [_UNSEEN] * len(ends),
        },
        "domain": {"x": [0, 1], "y": [0, 1]},
        "hoverinfo": "none",
    }
    figure["layout"]["margin"] = {"l": 1, "r": 1, "t": LINE / 2, "b": LINE / 2}
    return True


def _links(trace: Figure) -> dict[_Link, float]:
    """What flows from where to where."""
    link, names = trace["link"], [plain(text.split("<br>")[0]) for text in trace["node"]["customdata"]]
    begins = set(link["source"])
    ends = set(link["target"])
    nodes = [_Node(0 if i not in ends else 1 if i in begins else 2, name) for i, name in enumerate(names)]
    found: dict[_Link, float] = defaultdict(float)
    for source, target, value, colour in zip(
        link["source"], link["target"], numbers(link["value"]), link["color"], strict=True
    ):
        found[_Link(nodes[source], nodes[target], colour)] += value or 0.0
    return found


def _totals(links: dict[_Link, float]) -> dict[_Node, float]:
    """What flows through each node."""
    totals: dict[_Node, float] = defaultdict(float)
    for link, value in links.items():
        if link.source.stage == 0:
            totals[link.source] += value
        totals[link.target] += value
    return dict(totals)


def _lines(node: _Node, total: float, room: Room) -> list[str]:
    return fonts.wrapped(f"{node.name}\xa0· {units.euro_short(total)}", TEXT, room.width / 3 - _THICK - 14)


def _gap(totals: dict[_Node, float], room: Room) -> float | None:
    """How far nodes must lie apart so that no name covers another; None when that is too far."""
    gap = 8.0
    height = room.height - LINE
    for stage in range(3):
        own = {node: total for node, total in totals.items() if node.stage == stage}
        highs = [len(_lines(node, total, room)) * LINE for node, total in own.items()]
        whole = sum(own.values()) or 1.0
        needed = gap
        while any(
            high - total / whole * (height - (len(own) - 1) * needed) > needed
            for high, total in zip(highs, own.values(), strict=True)
        ):
            needed += 1
            if (len(own) - 1) * needed > _GAPS * height:
                return None
        gap = max(gap, needed)
    most = max(sum(node.stage == stage for node in totals) for stage in range(3))
    return gap if (most - 1) * gap <= _GAPS * height else None


def _merged(links: dict[_Link, float]) -> dict[_Link, float] | None:
    """The smallest two nodes of the fullest stage as one; None when there are few already."""
    totals = _totals(links)
    stage = max(range(3), key=lambda each: sum(1 for node in totals if node.stage == each))
    own = sorted((node for node in totals if node.stage == stage), key=lambda node: totals[node])
    if len(own) <= _FEWEST:
        return None
    rest = next((node for node in own if isinstance(node, _Rest)), None)
    joined = [rest, next(node for node in own if node is not rest)] if rest else own[:2]
    count = sum(int(getattr(node, "count", 1)) for node in joined)
    together = _Rest(stage, t("chart.rest", n=units.number(count)), count)
    found: dict[_Link, float] = defaultdict(float)
    for link, value in links.items():
        source = together if link.source in joined else link.source
        target = together if link.target in joined else link.target
        found[_Link(source, target, link.colour)] += value
    return found


@dataclass(frozen=True)
class _Rest(_Node):
    """Several nodes of a stage together."""

    count: int
