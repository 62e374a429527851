"""A filter on years says what it leaves out because nobody knows its date, in euros and rows, and offers it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app import exhibits
from app.data import queries
from app.data.selection import UNDATED, UNDATED_KEY, Selection
from app.exhibits import View, captions, tables
from app.exhibits.filters import choices
from app.exhibits.understanding import pairs, understood
from app.sentences.left_out import MILESTONES, MONEY, PROJECTS, left_out
from app.surfaces.streamlit.panel import described_line
from app.words import units
from tests.app.conftest import raw

YEAR = 2021
SELECTIONS = (
    {},
    {"municipalities": ("05978024",)},
    {"municipalities": ("05978028", "05978040"), "levels": ("Bund",)},
    {"fields": ("raum-und-infrastruktur",)},
)


def known_years(everything: Selection) -> list[int]:
    return [int(year) for year in queries.years(everything).year]


def _due(row: dict[str, str]) -> str:
    """The date by which a milestone is sorted into a year: reached, or planned as long as it is not."""
    return row["Erreicht"] if row["Status laut Quelle"] == "erreicht" else row["Aktuelle Planung"] or row["Erstplanung"]


@pytest.mark.parametrize("narrowed", SELECTIONS)
def test_what_years_leave_in_and_out_is_all_there_is(
    everything: Selection, narrowed: dict[str, tuple[str, ...]]
) -> None:
    whole = replace(everything, **narrowed)
    parts = [replace(whole, years=(year,)) for year in known_years(everything)]
    for ask, columns in (
        (queries.funding_totals, ("row_count", "grant_count", "grant_eur", "joint_eur", "own_share_eur")),
        (queries.milestone_totals, ("milestone_count", "reached_count", "no_feedback_count")),
    ):
        rows, total = [ask(part) for part in parts], ask(whole)
        for column in columns:
            sums = [Decimal(str(row[column])) for row in rows if not units.is_unknown(row[column])]
            expected = 0 if units.is_unknown(total[column]) else Decimal(str(total[column]))
            assert sum(sums) == expected, column
    every = queries.project_totals(replace(whole, years=tuple(known_years(everything))))
    assert every.project_count == queries.project_totals(whole).project_count


def test_undated_money_and_milestones_are_counted_from_the_files(everything: Selection) -> None:
    undated = [row for row in raw("foerderung") if not row["Bewilligt"]]
    grants = [
        Decimal(row["Betrag (EUR)"]) for row in undated if (row["Art"], row["Zählweise"]) == ("Zuwendung", "zählt")
    ]
    totals = queries.funding_totals(replace(everything, years=(UNDATED,)))
    assert (totals.row_count, totals.grant_count, totals.grant_eur) == (len(undated), len(grants), float(sum(grants)))
    milestones = [row for row in raw("meilensteine") if not _due(row)]
    assert queries.milestone_totals(replace(everything, years=(UNDATED,))).milestone_count == len(milestones)
    of_year = replace(everything, years=(YEAR,))
    amount, rest = units.euro_short(float(sum(grants))), len(undated) - len(grants)
    assert left_out(of_year, form="notice") == (
        f"Ohne Datum und deshalb nicht enthalten: Zuwendungen von {amount}, {rest} weitere Beträge und "
        f"{len(milestones)} Meilensteine."
    )
    assert left_out(of_year, (MILESTONES,)).endswith(f": {len(milestones)} Meilensteine")
    assert f"{amount}, " not in left_out(of_year, (MILESTONES, PROJECTS))


def test_own_and_joint_money_of_a_municipality_is_no_one_sum(everything: Selection) -> None:
    of_year = replace(everything, municipalities=("05978020",), years=(YEAR,))
    totals = queries.funding_totals(replace(of_year, years=(UNDATED,)))
    said = left_out(of_year, (MONEY,))
    for part, name in (("single", "eigene"), ("joint", "gemeinsame"), ("district", "kreisweite")):
        is_known = not units.is_unknown(totals[f"{part}_eur"])
        assert (f"{name} Zuwendungen von " in said) == is_known


def test_nothing_is_left_out_without_a_year_or_with_what_is_undated(everything: Selection) -> None:
    assert left_out(everything) == ""
    assert left_out(replace(everything, years=(YEAR, UNDATED))) == ""


def test_pictures_and_files_of_a_year_say_it(everything: Selection) -> None:
    of_year = replace(everything, years=(YEAR,), described=(("jahr", f"Jahr {YEAR}"),))
    money = left_out(of_year, (MONEY,))
    about = captions.about(exhibits.by_key("funding.level"), View(of_year))
    assert money in about.filters and money in about.long and money in about.citation(of_year.stand)
    milestones = captions.about(exhibits.by_key("milestones.timeline"), View(of_year))
    assert left_out(of_year, (MILESTONES,)) in milestones.filters
    assert not any(
        "ohne Datum" in text for text in captions.about(exhibits.by_key("map.density_count"), View(of_year)).filters
    )
    assert money in captions.about(tables.by_key("funding.rows"), View(of_year)).filters
    assert left_out(of_year) not in described_line(("projekte",), ("jahr",), of_year)


@pytest.mark.parametrize("written", [UNDATED_KEY, "ohne Datum", "OHNE-DATUM"])
def test_what_is_undated_can_be_chosen_by_address(everything: Selection, written: str) -> None:
    assert choices(everything)["jahr"][UNDATED_KEY] == "ohne Datum"
    assert understood(everything.release_id, pairs(f"jahr={written}")).parameters == {"jahr": [UNDATED_KEY]}
    assert replace(everything, years=(UNDATED, YEAR)).chosen()["jahr"] == (UNDATED_KEY, str(YEAR))
