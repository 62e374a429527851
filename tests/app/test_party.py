"""Pages of a funder, a programme, a recipient: their rows and sums counted once more from the raw files."""

import json
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import quote

import pytest

from app.data import queries
from app.data.selection import Selection
from tests.app import model
from tests.app.asking import ask
from tests.app.conftest import raw
from tests.app.test_pages import cards, notices, opened, panels, title

RECIPIENT = "Stadt Schwerte"


def of_recipient(name: str) -> Iterator[dict[str, str]]:
    yield from (row for row in raw("foerderung") if row["Empfänger"] == name)


def test_rows_and_sums_of_a_recipient_are_those_of_the_raw_files(everything: Selection) -> None:
    rows = list(of_recipient(RECIPIENT))
    assert len(rows) > 2
    counted = [row for row in rows if row["Zählweise"] == "zählt" and row["Art"] == "Zuwendung"]
    totals = queries.party_totals(everything, recipients=(RECIPIENT,))
    assert Decimal(str(totals.grant_eur)) == sum(Decimal(row["Betrag (EUR)"]) for row in counted)
    assert (totals.row_count, totals.grant_count) == (len(rows), len(counted))
    assert queries.funding_rows(everything, recipients=(RECIPIENT,)).count == len(rows)
    projects = queries.party_projects(everything, recipients=(RECIPIENT,)).all()
    assert set(projects.project_id) == {row["Projekt-ID"] for row in rows}
    sums = projects.set_index("project_id").granted_eur.dropna()
    for key, amount in sums.items():
        assert Decimal(str(amount)) == sum(Decimal(r["Betrag (EUR)"]) for r in counted if r["Projekt-ID"] == key)


def test_all_funders_and_programmes_together_are_the_whole(everything: Selection) -> None:
    rows = queries.funding_rows(everything).all()
    for column, parameter in (("funder", "funders"), ("programme", "programmes"), ("recipient", "recipients")):
        unnamed = float(rows[rows[column].isna() & rows.is_counted & rows.is_grant].amount_eur.sum())
        names = list(rows[column].dropna().unique())
        # A few at once: that each alone has its rows is promised above.
        sums = [queries.party_totals(everything, **{parameter: tuple(names[first::9])}).grant_eur for first in range(9)]
        known = sum(Decimal(str(amount)) for amount in sums if amount == amount)
        assert known + Decimal(str(unnamed)) == model.total(model.Choice())


def test_names_in_tables_lead_to_a_page_of_the_same_rows() -> None:
    table = next(data for data in panels(opened("funding")) if "recipient" in data.get("names", ()))
    place = table["names"].index("recipient")
    number = next(i for i, row in enumerate(table["rows"]) if row[place] == RECIPIENT)
    assert table["links"][place][number] == f"/foerderung?empfaenger={quote(RECIPIENT)}"
    page = opened("funding", empfaenger=RECIPIENT)
    assert not page.exception
    assert title(page) == RECIPIENT
    _, rows = panels(page)
    assert len(rows["rows"]) == len(list(of_recipient(RECIPIENT)))
    query = rows["files"]["JSON"].partition("?")[2]
    told = json.loads(ask(f"/api/daten/betraege-der-foerderung.json?{query}").body)
    assert len(told["rows"]) == len(rows["rows"])
    assert f"Empfänger: {RECIPIENT}" in told["meta"]["filters"]
    assert "Zuwendungen, die zählen" in cards(page)


@pytest.mark.parametrize("parameter", ["geldgeber", "programm", "empfaenger"])
def test_whom_nobody_knows_is_named_and_the_whole_is_shown(parameter: str) -> None:
    page = opened("funding", **{parameter: "Mond AG"})
    assert any("Mond AG" in warning for warning in notices(page))
    assert title(page) == "Förderung"
    assert ask(f"/api/daten/betraege-der-foerderung.json?{parameter}=Mond+AG").status == 404


def test_whoever_has_nothing_in_what_is_chosen_is_known() -> None:
    page = opened("funding", {"jahr": ["ohne-datum"], "kommune": ["05978004"]}, empfaenger=RECIPIENT)
    assert title(page) == RECIPIENT
    assert not any(RECIPIENT in notice for notice in notices(page))


def test_a_recipient_can_be_presented_and_printed() -> None:
    for surface in ("praesentation", "drucken"):
        assert not opened("funding", empfaenger=RECIPIENT, **{surface: "true"}).exception
