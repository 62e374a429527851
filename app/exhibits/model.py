"""What an exhibit and a table are: name, where they stand, and how rows and drawing follow from a view."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from app.charts.marks import Chart
from app.data import queries
from app.data.origins import Origin
from app.data.rows import QueryRows, Rows, as_rows
from app.data.selection import Selection
from app.navigation import FILTERS

PER_PAGE = 15
"""Groups of rows, such as projects, that one picture holds."""
TABLE_PARAMETER = "tabelle"
"""Parameter that names a table of a page, and how it is shown."""
PAGE_PARAMETER = "seite"
"""Parameter of an exhibit that is cut into pages."""
SIZE_PARAMETER = "je"
"""A choice of how many it holds instead, as a number or ``WHOLE``."""
WHOLE = "alle"
_PEOPLE, _PER_HEAD = "bevoelkerung", frozenset({"population_count", "density_count", "grant_per_head_eur"})
"""The source of how many people live somewhere, and the columns that are made of it."""


@dataclass(frozen=True)
class View:
    """What an address asks of an exhibit: release, Stand, filters, and the choices of its page."""

    selection: Selection
    choices: tuple[tuple[str, str], ...] = ()
    """Parameters of the address beside the filters: ``("projekt", "dos-2030")``."""

    def parameter(self, name: str) -> str:
        """Value of one choice, empty when it is not there."""
        return dict(self.choices).get(name, "")

    @property
    def size(self) -> int:
        """How many groups of rows one picture holds that is cut into pages."""
        return int(self.parameter(SIZE_PARAMETER) or PER_PAGE)

    @property
    def is_whole(self) -> bool:
        """Whether what is cut into pages is asked for uncut."""
        return self.parameter(SIZE_PARAMETER) == WHOLE


@dataclass(frozen=True)
class Plot:
    """A chart of its table: ``build(table, **options)``, None when there is nothing to draw."""

    build: Callable[..., Chart | None]
    options: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Choropleth:
    """A map of all municipalities in classes of one column."""

    value: str
    measure: str
    """What the map shows, in words."""
    unit: str = ""
    """Unit of an indicator; empty when the column's suffix says it."""
    note: str = ""
    """What it cannot show, in words."""


@dataclass(frozen=True)
class Locator:
    """A small map that shows where something is."""

    areas: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ExhibitContent:
    """What an exhibit shows in one view: exactly these rows are drawn, and leave the house as its data."""

    data: pd.DataFrame | Rows
    """The rows; those of a table may be many, and are read as far as they are needed."""
    columns: Sequence[str]
    drawing: Plot | Choropleth | Locator | None = None
    """None of a table."""
    source: tuple[str, ...] = ("projekte",)
    """Data sources by their keys in sources.toml; that of the people is named wherever a column counts them."""

    def __post_init__(self) -> None:
        """Nothing per head is shown without the source of the heads; of a map counts what it draws."""
        shown = (self.drawing.value,) if isinstance(self.drawing, Choropleth) else self.columns
        if not _PER_HEAD.isdisjoint(shown):
            object.__setattr__(self, "source", tuple(dict.fromkeys((*self.source, _PEOPLE))))

    @cached_property
    def rows(self) -> Rows:
        """What a page needs to know of them."""
        return as_rows(self.data)

    @cached_property
    def table(self) -> pd.DataFrame:
        """All of them."""
        return self.rows.all()


@dataclass(frozen=True)
class Scope:
    """For what a claim holds: an empty one is all that there is."""

    is_chosen: bool = False
    """Filters act on it."""
    only: str = ""
    """The filter that acts alone with one choice."""
    name: str = ""
    """What it has chosen."""


@dataclass(frozen=True)
class Claims:
    """What can be claimed of rows, in whole sentences, the one that says most first."""

    sentences: list[str] = field(default_factory=list)
    doubt: str = ""
    """What is not known and could make them wrong, in words; empty when nothing could."""


class ChosenFigure(NamedTuple):
    """A figure that a view has chosen: what it is called, and what it is made of."""

    label: str
    inputs: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True)
class Exhibit:
    """One chart or map, or a table that stands alone on its page.

    Parameters
    ----------
    key
        Its key in the texts; ``key.heading`` is its heading.
    slug
        Its name in addresses and files; never changed, because links hold it.
    page
        Key of the page it stands on.
    kind
        What sort of chart or map it is; ``telling.kind.<kind>`` is its name.
    content
        What it shows in a view.
    filters
        Those filters that act on its table.
    choices
        Choices of its page that it depends on.
    subject
        What completes its heading in a view.
    inputs
        Tables of the office and of reference that its figures rest on, as corrections name them.
    groups
        Rows by which a chart that grows with them is cut into pages; ``seite`` is their number in the choices.
    claims
        What can be claimed of its rows: ``app.exhibits.claims``.
    measure
        What its subtitle says: what is measured and in which unit, area, period: ``app.exhibits.measures``.
    dated
        What of it has dates, so that a filter on years leaves out what has none: ``app.sentences.left_out``.
    origin
        How its figures are made: question, public table and rows; None where its rows are no other table's.
    conditions
        Which of those rows a view shows, beside what filters and choices say.
    origins
        The same of all figures that a view may choose, one of each public table, where it chooses which are shown.
    chosen_figures
        Those that it has chosen.
    former
        Names that the same chart had elsewhere and that links still hold.
    """

    key: str
    slug: str
    page: str
    kind: str
    content: Callable[[View], ExhibitContent]
    filters: tuple[str, ...] = FILTERS
    choices: tuple[str, ...] = ()
    subject: Callable[[View], str] = field(default=lambda _: "")
    groups: Callable[[View], QueryRows] | None = None
    inputs: tuple[str, ...] = ("foerderung", "projekte")
    claims: Callable[["Exhibit", View, ExhibitContent, Scope], Claims] = field(default=lambda *_: Claims())
    measure: Callable[["Exhibit", View, ExhibitContent], list[str]] = field(default=lambda *_: [])
    dated: tuple[str, ...] = ()
    origin: Origin | None = None
    conditions: Callable[[View], Mapping[str, str]] = field(default=lambda _: {})
    origins: tuple[Origin, ...] = ()
    chosen_figures: Callable[[View], Iterable[ChosenFigure]] | None = None
    former: tuple[str, ...] = ()

    def pages(self, view: View) -> int:
        """Into how many pages it is cut; 1 when it is whole, or empty."""
        if not self.groups or view.is_whole:
            return 1
        return max(1, math.ceil(self.groups(view).count / view.size))

    def whole(self, view: View) -> View:
        """The same view with the rows of all pages."""
        if not self.groups:
            return view
        choices = tuple((name, value) for name, value in view.choices if name not in (PAGE_PARAMETER, SIZE_PARAMETER))
        return View(view.selection, (*choices, (SIZE_PARAMETER, WHOLE)))


def of_municipality(view: View) -> Mapping[str, str]:
    """Conditions on rows of the one municipality that a profile is of."""
    return {"region_ags__exact": view.selection.municipalities[0]}


def of_shown(column: str, content: Callable[[View], ExhibitContent]) -> Callable[[View], Mapping[str, str]]:
    """Conditions on the rows with those keys that stand in a ``column`` of what is shown: where no other condition says it."""
    return lambda view: {f"{column}__in": ",".join(content(view).table[column].dropna().unique())}


def municipality_name(view: View) -> str:
    """Name of the one municipality that a profile is of."""
    return str(queries.municipality(view.selection, view.selection.municipalities[0])["name"])
