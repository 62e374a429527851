"""Layouts as SVG: fluid for the page, where the plot stretches and letters do not, or fixed for all that leaves it.

Colours that follow the theme are ``currentColor`` and variables of the page in a fluid drawing, and those of the light
theme in a fixed one. Layouts hold texts as they are written; they are escaped here, where they become SVG.
"""

import math
from collections.abc import Iterable
from dataclasses import replace

from app.charts import fonts, legend, theme
from app.charts.fonts import SMALL
from app.charts.marks import FINE, INK, PAPER, RULE, Area, Bar, Layout, Line, Mark, Point, Ribbon, Rule, Series, Text
from app.words.escape import markup

_SCREEN = {INK: "currentColor", PAPER: "var(--st-background-color)", RULE: "var(--srm-rule)"}
COLOURS = {INK: theme.INK, PAPER: theme.PAPER, RULE: theme.RULE}
"""Colours of the light theme, instead of those that follow the theme."""
_CLASSES = {colour: f"--srm-class-{number}" for number, colour in enumerate(theme.SEQUENTIAL)}
"""Variables of the page for the classes of maps, which in the dark go from dim to bright."""
_REST = 6.0
"""Pixels between a fixed drawing and what it leaves out."""
_STRETCH = 1000.0
_EDGES = {
    "area": ("srm-area", PAPER, 4.0, 1.0),
    "unknown": ("srm-area srm-unknown", INK, 2.0, 0.55),
    "chosen": ("srm-area srm-chosen", INK, 7.0, 1.0),
    "many": ("", PAPER, 0.4, 0.5),
    "between": ("", INK, 1.0, 1.0),
    "plain": ("srm-area srm-plain", INK, 4.0, 0.45),
    "outline": ("srm-outline", INK, 3.0, 1.0),
    "swatch": ("srm-swatch", INK, 1.0, 0.45),
    "ring": ("srm-ring", INK, 6.0, 1.0),
}
"""Of the edges of areas: the class on a page, whose style sheet knows them; colour, width and opacity in a fixed drawing."""
_CHOICES = ("area", "unknown", "chosen")
"""Edges of areas that can be chosen."""


def fluid(layout: Layout, name: str) -> str:
    """The drawing as wide as its container; ``name`` keeps its patterns apart from those of other drawings.

    Parameters
    ----------
    name
        Letters, digits and hyphens; unique on the page.
    """
    writer = _Fluid(layout, name, _SCREEN)
    margins = f"margin:0 {layout.right:g}px 0 {layout.left:g}px"
    return (
        f'<div class="srm-plot" style="{margins}"><svg width="100%" height="{layout.height:g}" aria-hidden="true">'
        f"{writer.patterns()}{writer.body()}</svg></div>"
    )


def fixed(layout: Layout, name: str = "", *, is_on_page: bool = False) -> str:
    """The drawing as a group of ``outer_height``, for pictures and paper: its legend above it, what it leaves out below.

    Its colours are those of the light theme, or those of the page when it ``is_on_page``.
    """
    writer = _Fixed(layout, name, _SCREEN if is_on_page else COLOURS)
    above = legend.height(layout)
    parts = [writer.patterns(), *writer.legend()]
    parts.append(f'<g transform="translate({layout.left:g},{above:g})">{writer.body()}</g>')
    rest = Text(_rest_lines(layout), 0, 0, baseline="top")
    parts += [writer.lettering(rest, 'x="0"', above + layout.height + _REST)] if layout.rest else []
    return "".join(parts)


def document(layout: Layout, name: str, alt: str) -> str:
    """The fixed drawing for a place of the page that enlarges it as a whole, in the colours of the page."""
    return (
        f'<svg class="srm-whole" viewBox="0 0 {layout.width:g} {outer_height(layout):g}" role="img" aria-label="{markup(alt)}">'
        f"{fixed(layout, name, is_on_page=True)}</svg>"
    )


def map_drawing(
    layout: Layout, name: str, alt: str, *, narrow: Layout | None = None, before: str = "", can_choose: bool = True
) -> str:
    """A map as wide as its container, whose areas can be pointed at and, with ``can_choose``, chosen.

    Parameters
    ----------
    narrow
        The layout whose texts stand in place of the others where the container is narrow; without one, the map stands
        beside something and never becomes large.
    before
        What is drawn below all that is in the layout.
    """
    writer = _Map(layout, name, _SCREEN)
    writer.can_choose = can_choose and any(isinstance(mark, Area) and mark.edge in _CHOICES for mark in layout.marks)
    letters = writer.letters(layout)
    if narrow:
        letters = (
            f'<g class="srm-map-wide">{letters}</g>'
            f'<g class="srm-map-narrow" display="none">{writer.letters(narrow)}</g>'
        )
    return (
        f'<svg class="srm-map-drawing{"" if narrow else " srm-small"}" viewBox="0 0 {layout.width:g} {layout.height:g}" '
        f'role="{"group" if writer.can_choose else "img"}" aria-label="{markup(alt)}" xmlns="http://www.w3.org/2000/svg">'
        f'{writer.patterns()}{before}{writer.body()}<g aria-hidden="true" pointer-events="none">{letters}</g></svg>'
    )


def place_of_many(pattern: Series, name: str) -> str:
    """Where the script of a page puts many areas, in tenths of a drawing unit, with a ``pattern`` of that ``name`` for them."""
    return f'{legend.pattern(pattern, name, FINE)}<g class="srm-many" transform="scale({1 / FINE:g})"></g>'


def screen_colour(colour: str) -> str:
    """A colour as a page writes it."""
    return f"var({_CLASSES[colour]})" if colour in _CLASSES else _SCREEN.get(colour, colour)


def fill(layout: Layout, series: Series, name: str) -> str:
    """How a series fills a shape beside the drawing of that ``name``."""
    return f"url(#{name}{layout.series.index(series)})" if series.pattern else series.colour


def outer_height(layout: Layout) -> float:
    """Pixels of a fixed drawing with its legend and what it says that it leaves out."""
    rest = len(_rest_lines(layout)) * fonts.line_height() + _REST if layout.rest else 0.0
    return legend.height(layout) + layout.height + rest


def tick_texts(layout: Layout) -> list[Text]:
    """What is written along the axes."""
    x, y, texts = layout.x, layout.y, []
    for tick in x.ticks:
        text = Text(
            tuple(tick.text.split("\n")), tick.value, y.first, dy=6, anchor="middle", baseline="top", size=SMALL
        )
        texts.append(replace(text, y=y.last, dy=-6, baseline="base") if x.is_on_top else text)
    return texts + [Text((tick.text,), x.first, tick.value, dx=-8, anchor="end", size=SMALL) for tick in y.ticks]


def bound(width: float) -> str:
    """The width of a line, in which programs without our typeface then set their own."""
    return f' textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs"'


class _Fixed:
    """Places are pixels; other writers differ in how a place is written, and in what the page adds to a mark."""

    form = ".2f"
    """How places across are written."""
    rigid = ""

    def __init__(self, layout: Layout, name: str, colours: dict[str, str]) -> None:
        # What is drawn only while exploring is not there.
        marks = (m for m in layout.marks if not (isinstance(m, Bar | Line | Point | Ribbon) and m.series.is_optional))
        self.layout, self.name, self.colours = replace(layout, marks=tuple(marks)), name, colours
        self.width = layout.plot_width

    def patterns(self) -> str:
        top, series = self.layout.top, self.layout.series
        return "".join(legend.pattern(each, f"{self.name}{i}", top=top) for i, each in enumerate(series))

    def body(self) -> str:
        x, y = self.layout.x, self.layout.y
        grid = [Rule(x.first, x.last, tick.value, tick.value) for tick in y.ticks if y.has_grid]
        grid += [Rule(tick.value, tick.value, y.first, y.last) for tick in x.ticks if x.has_grid]
        return "".join(map(self.mark, (*grid, *self.marks(), *tick_texts(self.layout))))

    def marks(self) -> Iterable[Mark]:
        return self.layout.marks

    def mark(self, mark: Mark) -> str:
        match mark:
            case Bar():
                return self.bar(mark)
            case Line():
                return self.line(mark)
            case Point():
                return self.point(mark)
            case Ribbon():
                return self.ribbon(mark)
            case Rule():
                return self.rule(mark)
            case Text():
                return self.text(mark)
            case Area():
                return self.area(mark)

    # Places

    def y(self, value: float) -> float:
        return self.layout.down(value)

    def px(self, value: float) -> float:
        return self.layout.x.share(value) * self.width

    def place(self, value: float) -> float:
        return self.px(value)

    def at(self, value: float, dx: float) -> str:
        return f'x="{self.px(value) + dx:.2f}"'

    def moved(self, value: float, y: float, body: str) -> str:
        return f'<g transform="translate({self.px(value):.2f},{y:.2f})">{body}</g>'

    def stretched(self, body: str) -> str:
        return body

    # Marks

    def fill(self, series: Series) -> str:
        return fill(self.layout, series, self.name)

    def colour(self, colour: str) -> str:
        return self.colours.get(colour, colour)

    def tip(self, tip: str) -> str:
        return ""

    def bar(self, bar: Bar) -> str:
        left, right = sorted((self.place(bar.left), self.place(bar.right)))
        top, bottom = self.y(bar.top), self.y(bar.bottom)
        return (
            f'<rect x="{left:{self.form}}" width="{right - left:{self.form}}" y="{top:.2f}" '
            f'height="{max(bottom - top, 0):.2f}" fill="{self.fill(bar.series)}"{legend.edge(bar.series)}{self.tip(bar.tip)}/>'
        )

    def line(self, line: Line) -> str:
        path, command = "", "M"
        for x, y in zip(line.xs, line.ys, strict=True):
            if y is not None:
                path += f"{command}{self.px(x):.2f} {self.y(y):.2f}"
            command = "M" if y is None else "L"
        return self.stretched(
            f'<path d="{path}" fill="none" stroke="{line.series.colour}" stroke-width="{line.series.line_width:g}" '
            f'stroke-linejoin="round"{legend.dash(line.series.dash)}{self.rigid}/>'
        )

    def point(self, point: Point) -> str:
        return self.moved(point.x, self.y(point.y), legend.symbol(point.series, point.size))

    def ribbon(self, ribbon: Ribbon) -> str:
        left, right = self.px(ribbon.left), self.px(ribbon.right)
        top, end = self.y(ribbon.left_top), self.y(ribbon.right_top)
        low, last = self.y(ribbon.left_bottom), self.y(ribbon.right_bottom)
        middle = (left + right) / 2
        path = (
            f"M{left:.2f} {top:.2f}C{middle:.2f} {top:.2f} {middle:.2f} {end:.2f} {right:.2f} {end:.2f}"
            f"L{right:.2f} {last:.2f}C{middle:.2f} {last:.2f} {middle:.2f} {low:.2f} {left:.2f} {low:.2f}Z"
        )
        return self.stretched(
            f'<path d="{path}" fill="{self.fill(ribbon.series)}" fill-opacity="{ribbon.series.opacity:g}"{self.tip(ribbon.tip)}/>'
        )

    def rule(self, rule: Rule) -> str:
        left = f"{-self.layout.left:g}" if rule.starts_at_edge else f"{self.place(rule.left):{self.form}}"
        return (
            f'<line x1="{left}" x2="{self.place(rule.right):{self.form}}" y1="{self.y(rule.bottom):.2f}" '
            f'y2="{self.y(rule.top):.2f}" stroke="{self.colour(rule.colour)}" stroke-width="{rule.width:g}"{legend.dash(rule.dash)}/>'
        )

    def area(self, area: Area) -> str:
        _, colour, width, opacity = _EDGES[area.edge]
        edge = f'stroke="{self.colour(colour)}" stroke-width="{width:g}"'
        edge += f' stroke-opacity="{opacity:g}"' if opacity < 1 else ""
        return f'<path d="{area.path}" fill="{self.fill(area.series) if area.series else "none"}" {edge}/>'

    # Texts

    def text(self, text: Text) -> str:
        y = self.y(text.y) + text.dy
        if not text.is_upright:
            return self.lettering(text, self.at(text.x, text.dx), y)
        base = _whole(fonts.ASCENT * text.size) + text.dx
        words = markup(" ".join(text.lines))
        style = f'<text transform="rotate(-90)" y="{base:g}" {self.style(text)}{self.bound(text, 0)}>'
        return self.moved(text.x, y, f"{style}{words}</text>")

    def lettering(self, text: Text, at: str, y: float) -> str:
        """Each line by itself, because few programs bind the width of a part of a text; ``at`` says where it begins."""
        lines = [self.text_line(text, number, at, base) for number, base in enumerate(_bases(text, y))]
        if text.lead:
            lines[0] = self.bold_beginning(text, y)
        return "".join(lines)

    def bold_beginning(self, text: Text, y: float) -> str:
        """A first line that begins in bold: that beginning and the rest of the line as texts of their own."""
        whole, base = text.line_width(0), _bases(text, y)[0]
        left = self.px(text.x) + text.dx - {"start": 0.0, "middle": whole / 2, "end": whole}[text.anchor]
        begin = replace(text, anchor="start", lead="", lines=(text.lead,), weight=fonts.BOLD)
        # Blanks at the beginning of a text are not drawn.
        rest = replace(begin, lines=(text.lines[0].removeprefix(text.lead).lstrip(" "),), weight=text.weight)
        right = left + whole - rest.line_width(0)
        return "".join(self.text_line(part, 0, f'x="{x:.2f}"', base) for part, x in ((begin, left), (rest, right)))

    def text_line(self, text: Text, number: int, at: str, base: float) -> str:
        words = markup(text.lines[number])
        return f'<text {at} y="{base:.2f}" {self.style(text)}{self.bound(text, number)}>{words}</text>'

    def bound(self, text: Text, number: int) -> str:
        return bound(text.line_width(number))

    def style(self, text: Text) -> str:
        style = f'font-size="{text.size:g}" fill="{self.colour(text.colour)}"'
        style += f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
        style += f' font-weight="{text.weight}"' if text.weight != fonts.REGULAR else ""
        if text.halo:
            width = 6 if self.layout.is_scalable else 4
            style += f' stroke="{self.colour(text.halo)}" stroke-width="{width}" stroke-linejoin="round"'
            style += ' paint-order="stroke"'
        return style

    def legend(self) -> Iterable[str]:
        for row, entries in enumerate(legend.rows(self.layout)):
            middle = (row + 0.5) * fonts.line_height()
            for series, left in entries:
                sign = legend.sign_body(series, f"{self.name}{self.layout.series.index(series)}", 0)
                yield f'<g transform="translate({left:.2f},{middle:.2f})">{sign}</g>'
                at = f'x="{left + legend.SIGN + legend.GAP:.2f}"'
                yield self.lettering(Text((series.name,), 0, 0), at, middle)


class _Page(_Fixed):
    """For browsers, which have the typeface, and scripts that show what is pointed at."""

    between_lines = ""

    def tip(self, tip: str) -> str:
        return f' data-tip="{markup(tip)}"' if tip else ""

    def lettering(self, text: Text, at: str, y: float) -> str:
        """Lines one below the other in one text; the blank after it keeps it apart from the next where nobody draws."""
        lead = f'<tspan font-weight="{fonts.BOLD}">{markup(text.lead)}</tspan>' if text.lead else ""
        lines = [lead + markup(text.lines[0].removeprefix(text.lead)), *map(markup, text.lines[1:])]
        bases, style = _bases(text, y), self.style(text)
        if len(lines) == 1:
            return f'<text {at} y="{bases[0]:.2f}" {style}>{lines[0]}</text> '
        parts = (f'<tspan {at} y="{base:.2f}">{line}</tspan>' for base, line in zip(bases, lines, strict=True))
        return f"<text {style}>{self.between_lines.join(parts)}</text> "

    def bound(self, text: Text, number: int) -> str:
        return ""


class _Fluid(_Page):
    """Places are shares of the plot; the browser reckons with its real width."""

    form = ".3%"
    rigid = ' vector-effect="non-scaling-stroke"'

    def __init__(self, layout: Layout, name: str, colours: dict[str, str]) -> None:
        super().__init__(layout, name, colours)
        self.width = _STRETCH
        self._symbols: dict[str, str] = {}
        self._stretch = (
            f'<svg width="100%" height="{layout.height:g}" viewBox="0 0 {_STRETCH:g} {layout.height:g}" '
            'preserveAspectRatio="none" overflow="visible">'
        )

    def place(self, value: float) -> float:
        return self.layout.x.share(value)

    def at(self, value: float, dx: float) -> str:
        return f'x="{self.place(value):.3%}"' + (f' dx="{dx:g}"' if dx else "")

    def moved(self, value: float, y: float, body: str) -> str:
        return f'<svg {self.at(value, 0)} y="{y:.2f}" overflow="visible">{body}</svg>'

    def body(self) -> str:
        # What lies one upon the other stretches together.
        body = super().body().replace(f"</svg>{self._stretch}", "")
        return f"<defs>{''.join(self._symbols.values())}</defs>{body}" if self._symbols else body

    def stretched(self, body: str) -> str:
        return f"{self._stretch}{body}</svg>"

    def point(self, point: Point) -> str:
        """A symbol that is written once for all points that look like it."""
        number, size = self.layout.series.index(point.series), f"{point.size:g}".replace(".", "-")
        name = f"{self.name}symbol-{number}-{size}"
        self._symbols.setdefault(name, legend.symbol(point.series, point.size, f' id="{name}"'))
        return f'<use href="#{name}" {self.at(point.x, 0)} y="{self.y(point.y):.2f}"{self.tip(point.tip)}/>'


class _Map(_Page):
    """A map on a page: the style sheet knows its edges, a script what can be pointed at and chosen."""

    can_choose = True
    between_lines = " "
    """So that a name is one."""

    def colour(self, colour: str) -> str:
        return screen_colour(colour)

    def fill(self, series: Series) -> str:
        return self.colour(super().fill(series))

    def style(self, text: Text) -> str:
        style = super().style(text)
        if text.halo not in _CLASSES:
            return style
        return style.replace(f'fill="{text.colour}"', f'fill="var({_CLASSES[text.halo]}-text)"')

    def marks(self) -> Iterable[Mark]:
        return (mark for mark in self.layout.marks if isinstance(mark, Area) and _EDGES[mark.edge][0])

    def letters(self, layout: Layout) -> str:
        return "".join(self.text(mark) for mark in layout.marks if isinstance(mark, Text))

    def area(self, area: Area) -> str:
        more = f' data-key="{markup(area.key)}"' if area.key else ""
        more += self.tip(area.tip)
        if self.can_choose and area.edge in _CHOICES:
            is_chosen = str(area.edge == "chosen").lower()
            label = markup(area.tip.replace("\n", ": "))
            more += f' role="button" tabindex="0" aria-pressed="{is_chosen}" aria-label="{label}"'
        # What has no colour of its own can be pointed at all the same.
        empty = "transparent" if area.edge == "plain" else "none"
        filling = self.fill(area.series) if area.series else empty
        return f'<path class="{_EDGES[area.edge][0]}"{more} d="{area.path}" fill="{filling}"/>'


def _bases(text: Text, y: float) -> list[float]:
    """The base line of each line of a text; the box around the letters begins at a whole pixel, as plotly has it."""
    ascent, descent = _whole(fonts.ASCENT * text.size), _whole(fonts.DESCENT * text.size)
    high = _whole(ascent + descent + (len(text.lines) - 1) * fonts.line_height(text.size))
    first = ascent + _whole(y - {"top": 0.0, "centre": high / 2, "base": high - descent}[text.baseline])
    return [first + i * fonts.line_height(text.size) for i in range(len(text.lines))]


def _whole(pixels: float) -> int:
    """Rounded as browsers round."""
    return math.floor(pixels + 0.5)


def _rest_lines(layout: Layout) -> tuple[str, ...]:
    return fonts.wrapped(layout.rest, layout.width)
