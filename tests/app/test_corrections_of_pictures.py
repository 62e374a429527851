"""Corrections said of a picture are those of its own figures, and what changed without one is said too."""

import datetime as dt
from pathlib import Path

import pytest

from app.data import db
from app.files import picture_check
from etl.release.build import build
from etl.release.stands import add_stand
from tests.once import once
from tests.stands import NEW, OLD, first_stand, meant

GRANT, OWN_GRANT = "smart-region-kreis-unna-f1", "5g-campusnetz-schwerte-f1"
INVESTMENT = "schwerte-glasfaser-f1"
STEP, RESULT = "dos-2030-m4", "unna-glasfaser-flaechendeckend-m1"
"""A milestone that is a result no more, and one that stays one; of both the first plan was wrong."""
PEOPLE_OF_BERGKAMEN = "05978004 / 2024-12-31"
ADDED = (
    "smart-region-kreis-unna-f9,smart-region-kreis-unna,Kreis Unna,05978,Land NRW,Land,Digitale Modellregionen,Zuwendung,"
    "1000,zählt,,,q-d5e31e5d\n"
)
PEOPLE = (
    "05978028,2025-12-31,45700,Zensus 2022 Fortschreibung,https://www.landesdatenbank.nrw.de/ldbnrw,\n"
    "05978004,2025-12-31,49000,Zensus 2022 Fortschreibung,https://www.landesdatenbank.nrw.de/ldbnrw,\n"
)


def _later_stand(folder: Path) -> Path:
    """Folder of a release whose later Stand corrects three amounts, a population and two plans, and has new rows too."""
    data_dir = first_stand(folder)
    money = (data_dir / "raw/staende" / OLD.isoformat() / "foerderung.csv").read_text("utf-8")
    for before, after in ((",490000,", ",500000,"), (",84250,", ",84000,"), (",22000000,", ",21000000,")):
        assert money.count(before) == 1
        money = money.replace(before, after)
    plans = (data_dir / "raw/staende" / OLD.isoformat() / "meilensteine.csv").read_text("utf-8")
    head, *lines = plans.splitlines()
    kinds = ["Beschluss" if line.startswith(f"{STEP},") else "Ergebnis" for line in lines]
    plans = "\n".join([f"{head},Art", *(f"{line},{kind}" for line, kind in zip(lines, kinds, strict=True)), ""])
    for before, after in (
        ("(Phase 2),2027,,", "(Phase 2),2026,2027,"),
        ("jeden Haushalt,2027,,", "jeden Haushalt,2026,,"),
    ):
        assert plans.count(before) == 1
        plans = plans.replace(before, after)
    people = (data_dir / "raw/bevoelkerung.csv").read_text("utf-8")
    corrected = people.replace("05978004,2024-12-31,49143", "05978004,2024-12-31,50000")
    corrections = (
        "Tabelle,Kennung,Spalte,Alt,Neu,Grund,Datum\n"
        f"foerderung,{GRANT},Betrag (EUR),490000,500000,Zahlendreher,2027-03-30\n"
        f"foerderung,{OWN_GRANT},Betrag (EUR),84250,84000,Abgelesen,2027-03-30\n"
        f"foerderung,{INVESTMENT},Betrag (EUR),22000000,21000000,Gerundet,2027-03-30\n"
        f"meilensteine,{STEP},Erstplanung,2027,2026,Abgelesen,2027-03-30\n"
        f"meilensteine,{RESULT},Erstplanung,2027,2026,Abgelesen,2027-03-30\n"
        f"bevoelkerung,{PEOPLE_OF_BERGKAMEN},Einwohner,49143,50000,Amtliche Neufassung,2027-03-30\n"
    )
    files = {"foerderung.csv": money + ADDED, "bevoelkerung.csv": corrected + PEOPLE, "berichtigungen.csv": corrections}
    files |= {"meilensteine.csv": plans}
    contents = {name: text.encode() for name, text in files.items()}
    checked = add_stand(data_dir, NEW, contents, answers=meant)
    assert checked.errors == []
    return build(data_dir, data_dir / "releases").path.parent


@pytest.fixture
def release_id(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(once(tmp_path_factory, "corrections", _later_stand)))
    return db.current_release()


def checked(slug: str, release_id: str, stand: dt.date = OLD) -> picture_check.Finding:
    return picture_check.link(f"/b/{slug}{'&' if '?' in slug else '?'}stand={stand}", release_id)


@pytest.mark.parametrize(
    ("slug", "corrected", "others"),
    [
        # A district-wide grant is new too.
        ("zuwendungen-nach-kommune", {GRANT, OWN_GRANT}, True),
        ("zuwendungen-nach-programm", {GRANT, OWN_GRANT}, True),
        ("weg-des-geldes", {GRANT, OWN_GRANT}, True),
        # Neither is of Bund, nor of one municipality alone.
        ("zuwendungen-nach-ebene?ebene=Bund", {OWN_GRANT}, False),
        ("karte-zuwendungen", {OWN_GRANT}, False),
        # The population that was divided by was wrong; and two municipalities have a later one.
        ("karte-zuwendungen-je-kopf", {OWN_GRANT, PEOPLE_OF_BERGKAMEN}, True),
        ("karte-bevoelkerungsdichte", {PEOPLE_OF_BERGKAMEN}, True),
        # Of two measures each has its own corrections.
        ("zwei-groessen?x=projekte&y=bevoelkerung", {PEOPLE_OF_BERGKAMEN}, True),
        ("zwei-groessen?x=zuwendungen-je-kopf&y=bevoelkerungsdichte", {OWN_GRANT, PEOPLE_OF_BERGKAMEN}, True),
        ("zwei-groessen?x=eigene-zuwendungen&y=ergebnisse", {OWN_GRANT}, False),
        # That a step is no result any more follows from its kind, not from its plan.
        ("ergebnisse-nach-zustand", {RESULT}, True),
    ],
)
def test_only_corrections_of_the_figures_shown_are_listed(
    slug: str, corrected: set[str], others: bool, release_id: str
) -> None:
    finding = checked(slug, release_id)
    assert finding.verdict == picture_check.CORRECTED
    assert set(finding.corrections.row_key) == corrected
    assert ("Nicht alles, was darin anders ist, wurde berichtigt" in finding.reason) is others


def test_a_series_is_corrected_where_a_value_of_it_is(release_id: str) -> None:
    finding = checked("bevoelkerung-der-kommune?kommune=05978004", release_id)
    assert finding.verdict == picture_check.CORRECTED
    assert list(finding.corrections.row_key) == [PEOPLE_OF_BERGKAMEN]
    assert "dazugekommen" in finding.reason


def test_a_picture_whose_values_all_hold_has_only_been_added_to(release_id: str) -> None:
    finding = checked("bevoelkerung-der-kommune?kommune=05978028", release_id)
    assert (finding.verdict, len(finding.before), len(finding.after)) == (picture_check.EXTENDED, 0, 1)
    assert "gilt im Stand vom 30.04.2027 noch; seitdem ist etwas dazugekommen" in finding.reason
    assert "andere Zahlen" not in finding.reason
