"""What cannot be true together is asked about, from the first day, cent or name on that contradicts; never twice."""

from collections.abc import Mapping

import pytest

from etl.messages.findings import Finding
from etl.rules.keyed_rows import KeyedRows, rows_of
from etl.rules.questions.contradictions import Stand, contradiction_questions
from etl.rules.questions.step import Step

PLACES = {"05978": "Kreis Unna", "05978004": "Bergkamen", "05978012": "Fröndenberg/Ruhr", "05978036": "Unna"}
Cells = Mapping[str, str]
Tables = dict[str, dict[str, Cells]]


def stand(tables: Tables, *reported: tuple[str, ...]) -> Stand:
    keyed = {kind: rows_of(rows) for kind, rows in tables.items()}
    return Stand(keyed, PLACES, "05978", frozenset(reported), {"SWU": "Stadtwerke Unna"})


def questions_about(kind: str, new: Stand, old: Stand | None = None, *columns: str) -> list[Finding]:
    """What is asked about a table of a Stand."""
    nothing = KeyedRows(new.tables[kind].index[:0], {}, new.tables[kind].lines[:0])
    former = old or Stand({}, PLACES, "05978")
    step = Step(kind, f"{kind}.csv", None, former.tables.get(kind, nothing), new.tables[kind])
    return list(contradiction_questions(step, new, former, set(columns)))


def milestone(project: Cells, **cells: str) -> Tables:
    state = {"Status laut Quelle": "erreicht" if "Erreicht" in cells else "geplant"}
    row = {
        "Projekt-ID": "p",
        "Aktuelle Planung": "",
        **state,
        **{key.replace("_", " "): text for key, text in cells.items()},
    }
    return {"projekte": {"p": project}, "meilensteine": {"m": row}}


def grant(project: Cells, **cells: str) -> Tables:
    row = {"Projekt-ID": "p", "Zählweise": "zählt", **{key.replace("_", " "): text for key, text in cells.items()}}
    return {"projekte": {"p": project}, "foerderung": {"f": row}}


def sourced(kind: str, published: str, **cells: str) -> Tables:
    row = {"Quelle-ID": "q", **{key.replace("_", " "): text for key, text in cells.items()}}
    return {"quellen": {"q": {"Veröffentlicht": published}}, kind: {"k": row}}


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        # A result is not reached before its project begins.
        (milestone({"Beginn": "2024-03-01"}, Erreicht="2024-02-29", Art="Ergebnis"), "erreicht 2024-02-29, Beginn 2024-03-01"),
        (milestone({"Beginn": "2024-03-01"}, Erreicht="2024-03-01", Art="Ergebnis"), ""),
        (milestone({"Beginn": "2024-03"}, Erreicht="2024", Art="Ergebnis"), ""),
        (milestone({"Beginn": "2024"}, Erreicht="2023-Q4", Art="Ergebnis"), "erreicht 2023-Q4"),
        (milestone({"Beginn": ""}, Erreicht="1999", Art="Ergebnis"), ""),
        (milestone({"Beginn": "bald"}, Erreicht="1999", Art="Ergebnis"), ""),
        # Other steps, and those of which the kind is not known, may be by two years.
        (milestone({"Beginn": "2024-12-31"}, Erreicht="2023-01-01", Art="Beschluss"), ""),
        (milestone({"Beginn": "2024-12-31"}, Erreicht="2022-12-31", Art="Beschluss"), "erreicht 2022-12-31"),
        (milestone({"Beginn": "2024-12-31"}, Erreicht="2022", Art="Bewilligung"), "erreicht 2022"),
        (milestone({"Beginn": "2024-12-31"}, Erreicht="2023-01-01"), ""),
        (milestone({"Beginn": "2024-12-31"}, Erreicht="2022-12-31"), "erreicht 2022-12-31"),
        # A plan lies at most two years after the end of its project; the current one counts.
        (milestone({"Ende": "2026-12-31"}, Erstplanung="2028-12-30"), ""),
        (milestone({"Ende": "2026-12-31"}, Erstplanung="2028-12-31"), "geplant 2028-12-31, Ende 2026-12-31"),
        (milestone({"Ende": "2026"}, Erstplanung="2028"), ""),
        (milestone({"Ende": "2026"}, Erstplanung="2029"), "geplant 2029"),
        (milestone({"Ende": "2026"}, Erstplanung="2026", Aktuelle_Planung="2030"), "geplant 2030"),
        (milestone({"Ende": "2026"}, Erstplanung="2029", Aktuelle_Planung="2027"), ""),
        (milestone({"Ende": "2026"}, Erstplanung="2029", Erreicht="2025"), ""),
        (milestone({"Ende": ""}, Erstplanung="2050"), ""),
        # What is late is not planned for a time before the first plan.
        (milestone({}, Erstplanung="2027", Aktuelle_Planung="2026-12", **{"Status laut Quelle": "verzögert"}), "geplant 2026-12, zuerst 2027"),
        (milestone({}, Erstplanung="2027", Aktuelle_Planung="2027-01", **{"Status laut Quelle": "verzögert"}), ""),
        (milestone({}, Erstplanung="2027", Aktuelle_Planung="2026-12"), ""),
        # A source is at most a month older than what it proves.
        (sourced("meilensteine", "2025-01-01", Erreicht="2025-02-01"), ""),
        (sourced("meilensteine", "2025-01-01", Erreicht="2025-02-02"), "2025-02-02, Quelle vom 2025-01-01"),
        (sourced("meilensteine", "2025", Erreicht="2026-01"), ""),
        (sourced("meilensteine", "2025", Erreicht="2026-Q2"), "2026-Q2, Quelle vom 2025"),
        (sourced("meilensteine", "", Erreicht="2026-Q2"), ""),
    ],
)  # fmt: skip
def test_milestones_keep_to_their_project_and_their_source(tables: Tables, said: str) -> None:
    found = questions_about("meilensteine", stand(tables))
    assert bool(found) == bool(said)
    assert all(f"(„{said}" in one.message and one.severity == "question" for one in found)


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (grant({"Beginn": "2024-12-31"}, Bewilligt="2023-01-01"), ""),
        (grant({"Beginn": "2024-12-31"}, Bewilligt="2022-12-31"), "bewilligt 2022-12-31, Beginn 2024-12-31"),
        (grant({"Beginn": "2024-12-31"}, Bewilligt="2017", Zählweise="überholt"), ""),
        (grant({}, Bewilligt="2024-05", Ausgezahlt_bis="2024-05-01"), ""),
        (grant({}, Bewilligt="2024-05", Ausgezahlt_bis="2024-04-30"), "ausgezahlt bis 2024-04-30, bewilligt 2024-05"),
        (grant({}, **{"Betrag (EUR)": "100", "Ausgezahlt (EUR)": "100.00"}), ""),
        (grant({}, **{"Betrag (EUR)": "100", "Ausgezahlt (EUR)": "100.01"}), "100,01 € von 100,00 €"),
        (sourced("foerderung", "2025-01-01", Bewilligt="2025-02-01"), ""),
        (sourced("foerderung", "2025-01-01", Bewilligt="2025-02-02"), "2025-02-02, Quelle vom 2025-01-01"),
        # Nobody grants money to oneself, and an own share comes from nobody above.
        (grant({}, Art="Zuwendung", Fördergeber="Stadt Unna", Empfänger="stadt unna"), "Zuwendung von Stadt Unna an stadt unna"),
        *((grant({}, Art="Zuwendung", Fördergeber=giver, Empfänger=name), f"Zuwendung von {giver} an {name}") for giver, name in (
            ("Unna", "Kreisstadt Unna"), ("Stadtwerke Unna", "Stadtwerke Unna GmbH"), ("Stadt Fröndenberg/Ruhr", "Fröndenberg"), ("SWU", "Stadtwerke Unna"))),
        *((grant({}, Art="Zuwendung", Fördergeber=giver, Empfänger=name), "") for giver, name in (
            ("Stadtwerke Unna", "Stadt Unna"), ("Stadt Unna", "Stadt Bergkamen"), ("Stadt", "Gemeinde"), ("Land NRW", "Land Hessen"))),
        (grant({}, Art="Zuwendung", Fördergeber="Kreis Unna", Empfänger="Kreisstadt Unna"), ""),
        (grant({}, Art="Zuwendung", Fördergeber="", Empfänger=""), ""),
        (grant({}, Art="Investition", Fördergeber="Stadtwerke", Empfänger="Stadtwerke"), ""),
        (grant({}, Art="Investition", Fördergeber="Bund", Ebene="Bund"), "Investition von Bund, Ebene Bund"),
        (grant({}, Art="Investition", Fördergeber="Stadtwerke", Ebene="Kommune"), ""),
        (grant({}, Art="Eigenanteil", Fördergeber="Stadt Unna", Empfänger="Stadt Unna", Ebene="Kommune"), ""),
        *((grant({}, Art="Eigenanteil", Ebene=level), f"Eigenanteil von {level}, Ebene {level}") for level in ("EU", "Bund", "Bund und Land", "Land")),
        *((grant({}, Art="Eigenanteil", Ebene=level), "") for level in ("Kreis", "Kommune", "Privat")),
        # The name of a recipient and its key mean the same municipality.
        (grant({}, Empfänger="Stadt Unna", **{"Empfänger-AGS": "05978004"}), "Stadt Unna, 05978004 (Bergkamen)"),
        (grant({}, Empfänger="Stadtwerke Fröndenberg", **{"Empfänger-AGS": "05978012"}), ""),
        *((grant({}, Empfänger=name, **{"Empfänger-AGS": "05978036"}), "") for name in ("Unna", "Verkehrsgesellschaft Kreis Unna", "Unna und Bergkamen", "Stadt Dortmund", "Bergkamener Verein")),
        *((grant({}, Empfänger="Unna", **{"Empfänger-AGS": key}), "") for key in ("", "05978", "05978999")),
        # What counts for the district is received there.
        (grant({}, Empfänger="Stadt Dortmund", **{"Empfänger-AGS": "05913000"}), "Stadt Dortmund, 05913000"),
        (grant({}, Empfänger="Stadt Dortmund", Zählweise="Teilbetrag", **{"Empfänger-AGS": "05913000"}), ""),
        # Who receives takes part, by name or key.
        (grant({"Kommunen (AGS)": "05978036"}, Empfänger="Stadt Bergkamen"), "Stadt Bergkamen, p: 05978036"),
        (grant({"Kommunen (AGS)": "05978036 05913000"}, Empfänger="Klinikum", **{"Empfänger-AGS": "05978004"}), "Klinikum, p: 05913000 05978036"),
        (grant({"Kommunen (AGS)": "05978036"}, Empfänger="Unna und Bergkamen", **{"Empfänger-AGS": "05978004"}), ""),
        *((grant({"Kommunen (AGS)": areas}, Empfänger="Stadt Bergkamen"), "") for areas in ("05978004", "05978036 05978004", "05978", "05978036 05978999", "")),
        *((grant({"Kommunen (AGS)": "05978036"}, Empfänger=name), "") for name in ("Kreis Unna", "WFG Kreis Unna", "Stadt Dortmund", "Verein")),
    ],
)  # fmt: skip
def test_money_keeps_to_its_project_its_source_and_who_gets_it(tables: Tables, said: str) -> None:
    found = questions_about("foerderung", stand(tables))
    assert bool(found) == bool(said)
    assert all(f"(„{said}" in one.message and one.severity == "question" for one in found)


def sums(*rows: tuple[str, str, str]) -> Tables:
    """Amounts of one project, with their kinds and how they count."""
    headers = ("Art", "Zählweise", "Betrag (EUR)")
    return {
        "foerderung": {
            f"f{n}": {"Projekt-ID": "p", **dict(zip(headers, row, strict=True))} for n, row in enumerate(rows)
        }
    }


GRANT = ("Zuwendung", "zählt", "100")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        # Parts of a grant that counts.
        ([GRANT, ("Zuwendung", "Teilbetrag", "60"), ("Zuwendung", "Teilbetrag", "40")], ""),
        ([GRANT, ("Zuwendung", "Teilbetrag", "60"), ("Zuwendung", "Teilbetrag", "40.01")], "f1 („Zuwendung, Teilbetrag: 100,01 € von 100,00 €“)"),
        ([GRANT, GRANT, ("Zuwendung", "Teilbetrag", "200")], ""),
        # Parts of what does not count, the largest of several readings.
        *(([("Zuwendung", whole, "90"), ("Zuwendung", "Teilbetrag", "90")], "") for whole in ("Gesamtangabe", "Budgetrahmen", "beantragt", "widersprüchlich")),
        *(([("Zuwendung", whole, "90"), ("Zuwendung", "Teilbetrag", "91")], "91,00 € von 90,00 €") for whole in ("Gesamtangabe", "Budgetrahmen", "beantragt", "widersprüchlich")),
        ([("Zuwendung", "beantragt", "90"), ("Zuwendung", "Gesamtangabe", "91"), ("Zuwendung", "Teilbetrag", "91")], ""),
        ([("Zuwendung", "überholt", "90"), ("Zuwendung", "Teilbetrag", "91")], ""),
        # What counts within what does not.
        ([GRANT, ("Zuwendung", "Gesamtangabe", "100")], ""),
        ([GRANT, ("Zuwendung", "Budgetrahmen", "99.99")], "f0 („Zuwendung, zählt: 100,00 € von 99,99 €“)"),
        ([GRANT, ("Zuwendung", "beantragt", "50")], ""),
        # The total volume, also of several parts.
        *(([(kind, "zählt", "100"), ("Gesamtvolumen", "Gesamtangabe", "100")], "") for kind in ("Zuwendung", "Eigenanteil", "Investition")),
        *(([(kind, "zählt", "100"), ("Gesamtvolumen", "Gesamtangabe", "99")], f"{kind}, zählt: 100,00 € von 99,00 €") for kind in ("Zuwendung", "Eigenanteil", "Investition")),
        ([GRANT, ("Gesamtvolumen", "Gesamtangabe", "60"), ("Gesamtvolumen", "Gesamtangabe", "40")], ""),
        # Of several kinds together, unless one of them is asked about alone.
        ([GRANT, ("Eigenanteil", "zählt", "10"), ("Gesamtvolumen", "Gesamtangabe", "110")], ""),
        ([GRANT, ("Eigenanteil", "zählt", "10"), ("Gesamtvolumen", "Gesamtangabe", "109.99")], "f0 („Zuwendung und Eigenanteil: 110,00 € von 109,99 €“)"),
        ([GRANT, ("Eigenanteil", "zählt", "10"), ("Gesamtvolumen", "Gesamtangabe", "100")], "f0 („Zuwendung und Eigenanteil: 110,00 € von 100,00 €“)"),
        ([("Investition", "zählt", "60"), ("Eigenanteil", "zählt", "50"), ("Gesamtvolumen", "Gesamtangabe", "100")], "Investition und Eigenanteil: 110,00 € von 100,00 €"),
        ([GRANT, ("Eigenanteil", "Teilbetrag", "10"), ("Gesamtvolumen", "Gesamtangabe", "100")], ""),
        ([GRANT, ("Eigenanteil", "zählt", "10"), ("Gesamtvolumen", "beantragt", "100")], ""),
        ([GRANT, ("Eigenanteil", "zählt", "10"), ("Gesamtvolumen", "Gesamtangabe", "90")], "Zuwendung, zählt: 100,00 € von 90,00 €"),
        ([GRANT, ("Gesamtvolumen", "beantragt", "50")], ""),
        ([("Zuwendung", "Teilbetrag", "60"), ("Gesamtvolumen", "Gesamtangabe", "59")], "60,00 € von 59,00 €"),
        ([GRANT, ("Zuwendung", "Teilbetrag", "rund 500")], ""),
    ],
)  # fmt: skip
def test_the_parts_of_a_project_are_not_larger_than_their_whole(rows: list[tuple[str, str, str]], said: str) -> None:
    found = questions_about("foerderung", stand(sums(*rows)))
    assert bool(found) == bool(said)
    assert all(said in one.message and one.column == "Betrag (EUR)" for one in found)


def test_money_of_different_projects_is_not_compared() -> None:
    tables = sums(GRANT, ("Gesamtvolumen", "Gesamtangabe", "50"))
    tables["foerderung"]["f1"] = {**tables["foerderung"]["f1"], "Projekt-ID": "q"}
    assert not questions_about("foerderung", stand(tables))


@pytest.mark.parametrize(
    ("lead", "areas", "is_asked"),
    [
        ("Stadt Unna", "05978036", False),
        ("Stadt Unna", "05978004", True),
        ("Stadt Unna", "05978004 05978036", False),
        ("Stadt Unna und Bergkamen", "05978004", True),
        ("Stadt Unna", "05978", False),
        ("Kreis Unna", "05978004", False),
        ("Stadt Fröndenberg", "05978012", False),
        ("Stadt Dortmund", "05978004", False),
        # A key that nobody knows is an error already.
        ("Stadt Unna", "05978999", False),
        ("Stadt Unna", "05978004 05913000", True),
    ],
)
def test_who_leads_takes_part(lead: str, areas: str, is_asked: bool) -> None:
    found = questions_about("projekte", stand({"projekte": {"p": {"Federführung": lead, "Kommunen (AGS)": areas}}}))
    assert [one.column for one in found] == ["Federführung"] * is_asked


@pytest.mark.parametrize(
    ("title", "areas", "is_asked"),
    [
        ("Sensoren in Bergkamen", "05978036", True),
        ("Sensoren in Bergkamen", "05978004", False),
        ("Bergkamen und Unna", "05978036", False),
        ("Sensoren in Bergkamen", "05978", False),
        ("Sensoren im Kreis Unna", "05978004", False),
        ("Sensoren in Dortmund", "05978004", False),
        ("Bergkamener Sensoren", "05978036", False),
        ("Sensoren in Bergkamen", "05978999", False),
    ],
)
def test_a_title_names_who_takes_part(title: str, areas: str, is_asked: bool) -> None:
    found = questions_about("projekte", stand({"projekte": {"p": {"Titel": title, "Kommunen (AGS)": areas}}}))
    assert [one.column for one in found] == ["Titel"] * is_asked


def test_a_total_volume_that_counts_is_asked() -> None:
    (found,) = questions_about("foerderung", stand(sums(("Gesamtvolumen", "zählt", "100"))))
    assert found.column == "Zählweise"
    assert not questions_about("foerderung", stand(sums(("Gesamtvolumen", "Gesamtangabe", "100"))))


def test_what_the_stand_before_said_as_well_is_not_asked_again() -> None:
    old = stand(sums(GRANT, ("Gesamtvolumen", "Gesamtangabe", "50")))
    assert not questions_about("foerderung", old, old)
    (found,) = questions_about("foerderung", stand(sums(GRANT, ("Gesamtvolumen", "Gesamtangabe", "40"))), old)
    assert "100,00 € von 40,00 €" in found.message


def test_what_a_municipality_reports_needs_no_younger_source() -> None:
    tables = sourced("meilensteine", "2020", Erreicht="2026")
    assert questions_about("meilensteine", stand(tables))
    assert questions_about("meilensteine", stand(tables, ("meilensteine", "k", "Aktuelle Planung")))
    assert not questions_about("meilensteine", stand(tables, ("meilensteine", "k", "Erreicht")))


def test_a_column_that_is_asked_about_as_a_whole_is_not_asked_about_again() -> None:
    tables = grant({}, Art="Eigenanteil", Ebene="Land")
    assert questions_about("foerderung", stand(tables), None, "Bewilligt")
    assert not questions_about("foerderung", stand(tables), None, "Ebene")
