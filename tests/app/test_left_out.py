"""A filter on years says what it leaves out because nobody knows its date, in euros and rows, and offers it."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from app import exhibits
from app.data import queries
from app.data.selection import UNDATED, UNDATED_KEY, Selection
from app.exhibits import View, captions, tables
from app.exhibits.address_parameters import pairs, read_parameters
from app.exhibits.filters import choices
from app.sentences.left_out import MONEY, left_out, notice
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


@pytest.mark.parametrize("narrowed", SELECTIONS[:3:2])
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


def test_what_is_undated_is_counted_from_the_files(everything: Selection) -> None:
    undated = [row for row in raw("foerderung") if not row["Bewilligt"]]
    sums = Counter[str]()
    for row in undated:
        if row["Zählweise"] == "zählt":
            sums[row["Art"]] += Decimal(row["Betrag (EUR)"])  # type: ignore[assignment]
    uncounted = sum(row["Zählweise"] != "zählt" for row in undated)
    totals = queries.funding_totals(replace(everything, years=(UNDATED,)))
    assert (totals.row_count, totals.uncounted_count) == (len(undated), uncounted)
    milestones = [row for row in raw("meilensteine") if not _due(row)]
    assert queries.milestone_totals(replace(everything, years=(UNDATED,))).milestone_count == len(milestones)
    words = {"Zuwendung": "Zuwendungen", "Eigenanteil": "Eigenanteile", "Investition": "Investitionen"}
    named = [f"{word} von {units.euro_short(float(sums[kind]))}" for kind, word in words.items() if sums[kind]]
    rest = f"{uncounted} Beträge außerhalb der Summen, {len(milestones)} Meilensteine und "
    said = notice(replace(everything, years=(YEAR,)))
    assert said.startswith(f"Ohne Datum und deshalb nicht enthalten: {', '.join(named)}, {rest}")
    assert said.endswith(" Projekte, zu denen etwas kein Datum hat.")


@pytest.mark.parametrize("municipality", ["05978012", "05978020", "05978024"])
def test_own_and_joint_money_of_a_municipality_is_no_one_sum(municipality: str, everything: Selection) -> None:
    of_year = replace(everything, municipalities=(municipality,), years=(YEAR,))
    totals = queries.funding_totals(replace(of_year, years=(UNDATED,)))
    said = left_out(of_year, (MONEY,))
    for part, name in (
        *(
            ("single", "eigene Zuwendungen"),
            ("joint", "gemeinsame Zuwendungen"),
            ("district", "kreisweite Zuwendungen"),
        ),
        *(("own_share", "Eigenanteile"), ("investment", "Investitionen")),
    ):
        is_known = not units.is_unknown(totals[f"{part}_eur"])
        assert (f"{name} von " in said) == is_known
    assert ("außerhalb der Summen" in said) == bool(totals.uncounted_count)


def test_nothing_is_left_out_without_a_year_or_with_what_is_undated(everything: Selection) -> None:
    assert notice(everything) == ""
    assert notice(replace(everything, years=(YEAR, UNDATED))) == ""


# Of several rows, one row and none.
@pytest.mark.parametrize(
    ("key", "selection"),
    [
        *(("funding.rows", 0), ("municipality.own", 2), ("party.projects", 1), ("milestones.rows", 1)),
        *(("milestones.rows", 2), ("changes.granted", 0), ("methodology.sources", 0)),
    ],
)
def test_a_table_says_how_many_rows_its_years_leave_out(key: str, selection: int, everything: Selection) -> None:
    table, of_year = tables.by_key(key), replace(everything, **SELECTIONS[selection], years=(YEAR,))
    view = View(of_year)
    more = replace(view, selection=replace(of_year, years=(YEAR, UNDATED)))
    count = table.content(more).rows.count - table.content(view).rows.count
    said = [text for text in captions.about(table, view).filters if "ohne Datum" in text]
    expected = "eine Zeile" if count == 1 else f"{units.number(count)} Zeilen"
    assert (bool(said) and f": {expected}" in said[0]) == (count > 0)
    # What the rows are stands with them, and is no further part of a list.
    assert not said or said[0].endswith((expected, ")"))


def test_pictures_of_a_year_say_what_they_leave_out(everything: Selection) -> None:
    of_year = replace(everything, years=(YEAR,))
    undated = replace(everything, years=(UNDATED,))
    money, milestones = queries.funding_totals(undated), queries.milestone_totals(undated)
    more, some = (
        queries.project_totals(replace(everything, years=years)).project_count for years in ((YEAR, UNDATED), (YEAR,))
    )
    for key, expected in {
        "funding.level": f"Zuwendungen von {units.euro_short(money.grant_eur)}",
        "funding.flow": f"Zuwendungen von {units.euro_short(money.grant_eur)}",
        "milestones.timeline": f"{milestones.milestone_count} Meilensteine",
        "overview.states": f"{milestones.result_count} Ergebnisse",
        "map.reached_count": f"{milestones.reached_count} erreichte Ergebnisse",
        "map.project_count": f"{more - some} Projekte, zu denen etwas kein Datum hat",
    }.items():
        found = captions.about(exhibits.by_key(key), View(of_year))
        assert found.filters[-1] == f"ohne Datum und deshalb nicht enthalten: {expected}"
        assert expected in found.long and expected in found.citation(of_year.stand)
    for key in ("map.density_count", "account.shifts"):
        assert not any("ohne Datum" in text for text in captions.about(exhibits.by_key(key), View(of_year)).filters)


@pytest.mark.parametrize("written", [UNDATED_KEY, "ohne Datum", "OHNE-DATUM"])
def test_what_is_undated_can_be_chosen_by_address(everything: Selection, written: str) -> None:
    assert choices(everything)["jahr"][UNDATED_KEY] == "ohne Datum"
    assert read_parameters(everything.release_id, pairs(f"jahr={written}")).parameters == {"jahr": [UNDATED_KEY]}
    assert replace(everything, years=(UNDATED, YEAR)).chosen()["jahr"] == (UNDATED_KEY, str(YEAR))
