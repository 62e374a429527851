"""How figures are made: the question that counts each of them, and the rows of a public table that it counts."""

import datetime as dt
from dataclasses import dataclass, replace

Conditions = tuple[tuple[str, str], ...]
"""Conditions on columns by the names of the page of data: ``("kind__exact", "Zuwendung")``."""


@dataclass(frozen=True)
class Origin:
    """One figure, or all those of a chart or table."""

    name: str
    """In addresses; that of a chart or table is its own."""
    label: str
    """Key of the text that calls it by its name."""
    question: str
    """Name of the question in ``app/data/sql``."""
    table: str
    """The public table."""
    conditions: Conditions = ()
    """Which of its rows count, beside the filters of the pages."""
    summed: str = ""
    """Column whose sum the figure is; where none is named, rows are counted."""
    groups: tuple[str, ...] = ()
    """Columns by which bars or rows are told apart."""
    beside: tuple[str, ...] = ()
    """Other public tables that the figure needs."""
    is_filtered: bool = True
    """Whether the filters of its page act on it."""

    def where(self, **conditions: str) -> "Origin":
        """The same of fewer rows."""
        return replace(self, conditions=(*self.conditions, *conditions.items()))


def in_period(date: str, first: dt.date, last: dt.date, stand: dt.date) -> dict[str, str]:
    """Conditions on rows whose ``date`` lies in a period, as ``selected_event`` says.

    What has happened has not happened after the Stand: so a date that is a year or a month ends there.
    """
    has_happened = date in ("approved", "due") and last >= stand
    end = f"{date}_{'first' if has_happened else 'last'}_date__less"
    return {f"{date}_first_date__greater": first.isoformat(), end: last.isoformat()}


_MONEY = ("funding_totals", "funding_detail", (("is_counted__exact", "true"),), "amount_eur")
RESULT_ROWS = (("role__exact", "result"),)
"""Which milestones are results."""


def _money(name: str, label: str, kind: str, attribution: str = "", *beside: str) -> Origin:
    question, table, counted, summed = _MONEY
    of_whom = (("attribution__exact", attribution),) if attribution else ()
    return Origin(name, label, question, table, (*counted, ("kind__exact", kind), *of_whom), summed, beside=beside)


def _milestones(name: str, label: str, *conditions: tuple[str, str], question: str = "milestone_totals") -> Origin:
    return Origin(name, label, question, "milestone_detail", conditions)


def _projects(name: str, label: str, *conditions: tuple[str, str]) -> Origin:
    return Origin(name, label, "project_totals", "project_detail", conditions)


def _account(name: str, label: str, *conditions: tuple[str, str], summed: str = "") -> Origin:
    found = _milestones(name, label, *conditions, question="account_totals")
    return replace(found, summed=summed, beside=("dropped_milestone",))


ORIGINS = {
    origin.name: origin
    for origin in (
        _money("zuwendungen", "figure.grants", "Zuwendung"),
        _money("eigene-zuwendungen", "figure.own_grants", "Zuwendung", "single"),
        _money("gemeinsame-zuwendungen", "figure.joint_grants", "Zuwendung", "joint"),
        _money("kreisweite-zuwendungen", "figure.district_grants", "Zuwendung", "district"),
        _money("zuwendungen-je-kopf", "figure.per_head", "Zuwendung", "single", "latest_population"),
        _money("eigenanteile", "figure.own_share", "Eigenanteil"),
        _money("investitionen", "figure.investment", "Investition"),
        Origin(
            "nicht-gezaehlt", "figure.uncounted", "funding_totals", "funding_detail", (("is_counted__exact", "false"),)
        ),
        _projects("projekte", "figure.projects"),
        _projects("projekte-abgeschlossen", "progress.finished", ("progress__exact", "finished")),
        _projects("projekte-laufend", "progress.running", ("progress__exact", "running")),
        _projects("projekte-ohne-offenen-termin", "progress.silent", ("progress__exact", "silent")),
        _milestones("erreicht", "figure.reached", ("state__exact", "reached")),
        _milestones("geplant", "figure.planned", *RESULT_ROWS, ("state__exact", "planned")),
        _milestones("ueberfaellig", "figure.overdue", *RESULT_ROWS, ("state__exact", "overdue")),
        _milestones("ohne-rueckmeldung", "figure.no_feedback", *RESULT_ROWS, ("state__exact", "no_feedback")),
        _account(
            "neu-geplant", "account_figure.replanned", ("replanned_count__greater", "1"), summed="replanned_count"
        ),
        _account("verzug-in-tagen", "account_figure.late", ("delay_days__greater", "1"), summed="delay_days"),
        _account("aeltester-termin", "account_figure.silent", ("state__exact", "no_feedback")),
        _account("puenktlich", "account_figure.on_time", ("timing__in", "early,on_time")),
        _milestones("verstrichen", "changed.missed", ("state__in", "overdue,no_feedback")),
        _milestones("verschoben", "changed.moved", ("timing__in", "late,early")),
        _projects("begonnen", "changed.begun"),
        _projects("beendet", "changed.ended"),
        Origin(
            *("versorgung", "supply.heading", "supply", "supply_value"),
            summed="value",
            beside=("indicator_value",),
            is_filtered=False,
        ),
    )
}


def origin(
    question: str,
    table: str,
    conditions: Conditions = (),
    summed: str = "",
    groups: tuple[str, ...] = (),
    beside: tuple[str, ...] = (),
) -> Origin:
    """That of a chart, map or table, whose entry says its name; of more than one kind of figure that of the first."""
    return Origin("", "", question, table, conditions, summed, groups, beside)


def grants(*groups: str, question: str = "funding_by") -> Origin:
    """That of grants by ``groups``."""
    return origin(question, "funding_detail", ORIGINS["zuwendungen"].conditions, "amount_eur", groups)


OWN_GRANTS = origin(
    "municipality_figures",
    "funding_detail",
    ORIGINS["eigene-zuwendungen"].conditions,
    "amount_eur",
    ("municipality_ags",),
    ("latest_population",),
)
COMPARED = replace(OWN_GRANTS, beside=("project_detail", "milestone_detail", "latest_population", "supply_value"))
"""All that is known of municipalities side by side."""
MUNICIPALITY_FIGURES = origin("municipality_figures", "municipality", beside=("latest_population",))
LATEST = origin("indicator_latest", "indicator_value", beside=("indicator",))
"""Latest values of an indicator."""
