"""What the list of projects and the profile of one project say in plain words."""

import pandas as pd

from app.data import queries
from app.data.selection import Selection
from app.sentences.headline import PARTS
from app.sentences.plain import words
from app.sentences.plain.parts import Aside, box, how_many, known_on, none_known, reached_results, selection_sentence
from app.words import units
from app.words.text import counted, t


def projects(selection: Selection, search: str = "") -> list[str]:
    """How many projects are in the list, and whose they are."""
    narrowed, end = selection_sentence(selection), (Aside(t("plain.list.open")), known_on(selection))
    if search:
        count = queries.project_rows(selection, search).count
        return box(narrowed, counted("plain.found", count), t("plain.list.search"), *end)
    totals = queries.project_totals(selection)
    if not totals.project_count:
        return none_known(selection)
    counts = {name: totals[f"{name}_count"] for name in PARTS}
    listed = (counted(f"plain.list.{name}", n) for name, n in counts.items() if n)
    return box(narrowed, how_many(totals.project_count), *listed, *end)


def project(selection: Selection, row: pd.Series) -> list[str]:
    """Who takes part in one project, when it runs, what it costs, how far it is."""
    amount = "" if units.is_unknown(row.grant_eur) else words.euro(row.grant_eur)
    return box(
        _who(selection, row),
        *_run(row),
        t("plain.project.money", amount=amount) if amount else t("plain.project.no_money"),
        reached_results(row),
        Aside(t("plain.project.sources")),
        known_on(selection),
    )


def _who(selection: Selection, row: pd.Series) -> str:
    if row.attribution == "district":
        return t("plain.project.district")
    names = queries.municipalities(selection).set_index("municipality_ags").name
    inside = [names[ags] for ags in row.area_ags if ags in names.index]
    return counted("plain.project.of", len(inside), names=words.names(inside)) if inside else ""


def _run(row: pd.Series) -> list[str]:
    begin, end = ("" if units.is_unknown(value) else str(value) for value in (row.begin, row.end))
    if not begin and not end:
        return [t("plain.project.no_dates")]
    return [
        t("plain.project.begin", when=words.when(begin)) if begin else t("plain.project.no_begin"),
        t("plain.project.end", when=words.when(end)) if end else t("plain.project.no_end"),
    ]
