"""What is well-formed and may be false is asked about; an honest Stand is taken without a question."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from config import ROOT
from data_dictionary import TABLES
from etl.messages.findings import Finding
from etl.reading.csv_file import Table
from etl.reading.inputs import Inputs, read_inputs
from etl.reading.partial_dates import is_possible, partial_date
from etl.rules.questions import questions

BETWEEN, NEXT = date(2026, 11, 25), date(2026, 12, 15)
ROW_OF = {
    key: row
    for row, key in enumerate(pd.read_csv(ROOT / "data/raw/staende/2026-11-28/meilensteine.csv")["Meilenstein-ID"])
}
"""Where a milestone stands in the latest Stand."""
Change = Callable[[pd.DataFrame], pd.DataFrame]


@pytest.fixture(scope="module")
def embedded() -> Inputs:
    return read_inputs(ROOT / "data")[0]


def questions_after(
    inputs: Inputs, kind: str, change: Change, corrections: pd.DataFrame | None = None
) -> list[Finding]:
    """What is asked about a further Stand in which one table differs, and which may have corrections."""
    files = inputs.stands[max(inputs.stands)]
    file = f"staende/{NEXT}/{kind}.csv"
    frame = change(inputs.files[files[kind]].frame.copy()).reset_index(drop=True)
    frame.index += 2
    tables = {file: Table(file, frame, {}, True)}
    files = {name: found for name, found in files.items() if name != "berichtigungen"} | {kind: file}
    if corrections is not None:
        files["berichtigungen"] = f"staende/{NEXT}/berichtigungen.csv"
        tables[files["berichtigungen"]] = Table(files["berichtigungen"], corrections, {}, True)
    return list(questions(replace(inputs, stands=inputs.stands | {NEXT: files}, files=inputs.files | tables)))


def put(column: str, value: str | None, row: int = 20) -> Change:
    """One cell of a row."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        frame.iloc[row, frame.columns.get_loc(column)] = value
        return frame

    return change


def added(row: int = 0, **cells: str | None) -> Change:
    """A copy of a row at the end, with these cells; German headers with blanks are written with ``_``."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        known = {"".join(header.split()).replace("-", ""): header for header in frame.columns}
        new = frame.iloc[[row]].assign(**{known[name]: value for name, value in cells.items()})
        return pd.concat([frame, new])

    return change


def new_project(**cells: str) -> Change:
    """A project that says of itself what no other one does, with these cells."""
    return added(20, **{"ProjektID": "neu", "Titel": "Neu", "Kurzbeschreibung": "Ganz neu.", **cells})


def column(name: str, change: Callable[[pd.Series], pd.Series | list[str]]) -> Change:
    """A whole column."""
    return lambda frame: frame.assign(**{name: list(change(frame[name]))})


def shifted(name: str, days: int) -> Change:
    """Every full day of a column, this many days later."""

    def later(text: str) -> str:
        exact = is_possible(text) and partial_date(text).precision == "day"
        return (partial_date(text).first + timedelta(days=days)).isoformat() if exact else text

    return column(name, lambda texts: texts.map(later, na_action="ignore"))


def moved(name: str, first: int, last: int, rows: int) -> Change:
    """The cells of these rows of a column so many rows further down; those at their rim come from outside."""

    def change(texts: pd.Series) -> list[str]:
        return [*texts[:first], *texts.shift(rows)[first:last], *texts[last:]]

    return column(name, change)


def paid(amount: str, day: str) -> Change:
    """What is paid out of a grant of 3.6 million euros."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        frame = frame.assign(**{"Ausgezahlt (EUR)": None, "Ausgezahlt bis": None})
        return put("Ausgezahlt bis", day, 3)(put("Ausgezahlt (EUR)", amount, 3)(frame))

    return change


def emptied(name: str, count: int) -> Change:
    """So many of the filled cells of a column empty, from the first on."""
    return column(name, lambda texts: texts.mask(texts.index.isin(texts.dropna().index[:count])))


def half_moved(frame: pd.DataFrame) -> pd.DataFrame:
    """The keys of four rows given on among them, and another cell of four others different."""
    keys, leads = frame["Projekt-ID"].tolist(), frame["Federführung"].tolist()
    others = [f"{lead} neu" for lead in leads[4:8]]
    return frame.assign(
        **{"Projekt-ID": [*keys[1:4], keys[0], *keys[4:]], "Federführung": [*leads[:4], *others, *leads[8:]]}
    )


def swapped(frame: pd.DataFrame) -> pd.DataFrame:
    """Day and month the other way round where that is a date."""
    days = frame["Erreicht"].str.fullmatch(r"\d{4}-\d{2}-(0[1-9]|1[0-2])") & (
        frame["Erreicht"].str[5:7] != frame["Erreicht"].str[8:]
    )
    turned = frame["Erreicht"].str.replace(r"(\d{4})-(\d{2})-(\d{2})", r"\1-\3-\2", regex=True)
    return frame.assign(Erreicht=frame["Erreicht"].where(~days.fillna(False).astype(bool), turned))


FALSE = {
    "one column sorted alone": ("projekte", column("Titel", lambda texts: texts.sort_values()), "Titel", "allein sortiert"),
    "a column of few names sorted alone": ("foerderung", column("Ebene", lambda texts: texts.sort_values()), "Ebene", "allein sortiert"),
    "one column moved by a row": ("quellen", column("URL", lambda texts: [texts.iloc[-1], *texts.iloc[:-1]]), "URL", "verschoben"),
    "a few cells moved down": ("foerderung", moved("Fördergeber", 39, 43, 1), "Fördergeber", "4 Zeilen, was im Stand vom 28.11.2026 in der Zeile darüber stand"),
    "a few cells moved down, two of them equal": ("foerderung", moved("Fördergeber", 35, 39, 1), "Fördergeber", "3 Zeilen, was im Stand vom 28.11.2026 in der Zeile darüber stand"),
    "a few cells moved down, and another one before them": ("foerderung", lambda frame: put("Fördergeber", "Stiftung", 39)(moved("Fördergeber", 40, 43, 1)(frame)), "Fördergeber", "4 Zeilen, was im Stand vom 28.11.2026 in der Zeile darüber stand"),
    "a few cells moved up": ("foerderung", moved("Fördergeber", 39, 43, -1), "Fördergeber", "in der Zeile darunter stand"),
    "keys moved by a row": ("projekte", column("Projekt-ID", lambda keys: [*keys.iloc[1:], keys.iloc[0]]), "Projekt-ID", "88 Kennungen"),
    "as many keys moved as other rows changed": ("projekte", half_moved, "Projekt-ID", "4 Kennungen"),
    "more than a fifth of a column emptied": ("foerderung", emptied("Anmerkung", 17), "Anmerkung", "17 von 80 Angaben"),
    "all reached made unknown": ("meilensteine", column("Status laut Quelle", lambda texts: texts.replace("erreicht", "unbekannt")), "Status laut Quelle", "nicht mehr erreicht"),
    "one milestone going back": ("meilensteine", lambda frame: frame.assign(**{"Status laut Quelle": frame["Status laut Quelle"].mask(frame["Meilenstein-ID"] == "smart-region-kreis-unna-m1", "geplant")}), "Status laut Quelle", "1 Meilenstein ist nicht mehr erreicht"),
    "a column emptied": ("projekte", column("Status laut Quelle", lambda texts: [None] * len(texts)), "Status laut Quelle", "leer"),
    "a column that few fill emptied": ("foerderung", column("Bewilligt", lambda texts: [None] * len(texts)), "Bewilligt", "leer"),
    "a fifth of a column different": ("projekte", column("Kurzbeschreibung", lambda texts: [f"{text} Neu." if row < 20 else text for row, text in enumerate(texts)]), "Kurzbeschreibung", "20 von 88 Werten"),
    "the other calendar of Excel": ("meilensteine", shifted("Erreicht", -1462), "Erreicht", "um 1.462 Tage früher"),
    "a day lost in another time zone": ("projekte", shifted("Status vom", -1), "Status vom", "um 1 Tag früher"),
    "day and month swapped": ("meilensteine", swapped, "Erreicht", "Tag und Monat"),
    "the same grant again": ("foerderung", added(FörderID="neu-f1"), "Förder-ID", "„neu-f1“ sagt dasselbe wie „smart-region-kreis-unna-f1“"),
    "the same grant of another project": ("foerderung", added(FörderID="neu-f1", ProjektID="dos-2030", Programm=None, QuelleID="q-42c4f56c"), "Förder-ID", "sagt dasselbe"),
    "the same grant to the same project, spelled otherwise": ("foerderung", added(FörderID="neu-f1", Empfänger="Kreisverwaltung Unna", Bewilligt=None, QuelleID="q-42c4f56c", **{"Betrag(EUR)": "490000.00"}), "Förder-ID", "sagt dasselbe"),
    "the same grant of another project, its recipient spelled otherwise and without a day": ("foerderung", added(3, FörderID="neu-f1", ProjektID="5g-dos-fire", Empfänger="Hansestadt Schwerte", Bewilligt=None), "Förder-ID", "„neu-f1“ sagt dasselbe wie „dos-2030-f3“"),
    "the same grant of another project, from another source": ("foerderung", added(3, FörderID="neu-f1", ProjektID="5g-dos-fire", Empfänger="Hansestadt Schwerte", QuelleID="q-d5e31e5d"), "Förder-ID", "„neu-f1“ sagt dasselbe wie „dos-2030-f3“"),
    "the same project again": ("projekte", added(ProjektID="neu", Titel="Interkommunale  Zusammenarbeit „Smart Region“ Kreis Unna"), "Projekt-ID", "sagt dasselbe"),
    "a project copied with another title": ("projekte", added(ProjektID="neu", Titel="Ganz anders"), "Projekt-ID", "sagt dasselbe"),
    "the same source again": ("quellen", added(QuelleID="q-neu"), "Quelle-ID", "sagt dasselbe"),
    "the same source with another title": ("quellen", added(QuelleID="q-neu", Titel="Ganz anders"), "Quelle-ID", "sagt dasselbe"),
    "a project that becomes another one": ("projekte", put("Titel", "Glasfaserausbau „Weiße Flecken“ in Unna", 22), "Projekt-ID", "„unna-glasfaser-flaechendeckend“ sagt dasselbe wie „unna-weisse-flecken“"),
    "a project described like another one": ("projekte", put("Kurzbeschreibung", "Das Klinikum Unna baut unter anderem ein Patientenportal für Aufnahme und Entlassung auf.", 25), "Projekt-ID", "„luenen-weisse-flecken“ sagt dasselbe wie „khzg-christliches-klinikum-unna“"),
    "a project copied with a number as digits": ("projekte", added(5, ProjektID="neu", Titel="Ganz anders", Kurzbeschreibung="9 Messstationen erfassen Niederschlag, Wind und Feinstaub in den Stadtteilen von Schwerte."), "Projekt-ID", "sagt dasselbe"),
    "the same milestone in other words": ("meilensteine", added(6, MeilensteinID="neu-m1", Meilenstein="Der Umsetzungsphase Ende – Phase zwei"), "Meilenstein-ID", "„neu-m1“ sagt dasselbe wie „dos-2030-m4“"),
    "a milestone that becomes another one of its project": ("meilensteine", lambda frame: put("Projekt-ID", "dos-2030", 20)(put("Meilenstein", "Ende der Umsetzungsphase (Phase 2)", 20)(frame)), "Meilenstein-ID", "sagt dasselbe"),
    "the exact amount beside the rounded one": ("foerderung", added(3, FörderID="neu-f1", Bewilligt=None, **{"Betrag(EUR)": "3600000.50"}), "Förder-ID", "„neu-f1“ sagt dasselbe wie „dos-2030-f3“"),
    "an amount of five per cent less": ("foerderung", added(3, FörderID="neu-f1", **{"Betrag(EUR)": "3420000"}), "Förder-ID", "sagt dasselbe"),
    "a source that leads to the page of another one": ("quellen", lambda frame: put("URL", frame["URL"].iloc[3].replace("https://", "http://www.") + "?utm_source=mail&utm_medium=x#mehr")(frame), "Quelle-ID", "sagt dasselbe"),
    "days that count up": ("meilensteine", column("Aktuelle Planung", lambda texts: [*(f"2027-01-0{day}" for day in range(1, 6)), *texts.iloc[5:]]), "Aktuelle Planung", "zählen von Zeile zu Zeile"),
    "amounts that count up": ("foerderung", lambda frame: pd.concat([frame, *(added(FörderID=f"neu-f{row}", Programm=f"Neues {row}", **{"Betrag(EUR)": f"5100{row}"})(frame).tail(1) for row in range(4))]), "Betrag (EUR)", "zählen von Zeile zu Zeile"),
    "the same milestone again": ("meilensteine", added(MeilensteinID="neu-m1"), "Meilenstein-ID", "sagt dasselbe"),
    "one column upside down": ("quellen", lambda frame: frame.assign(URL=frame["URL"].iloc[::-1].to_numpy()), "URL", "anderen Zeile"),
    "an approval of the future": ("foerderung", added(FörderID="neu-f1", Bewilligt="2049-05-01", **{"Betrag(EUR)": "51000"}), "Bewilligt", "nach dem Stand"),
    "a source of the future": ("quellen", put("Veröffentlicht", "2031"), "Veröffentlicht", "nach dem Stand"),
    "a state of the future": ("projekte", put("Status vom", "2027-01-01"), "Status vom", "nach dem Stand"),
    "a plan further ahead than anybody plans": ("meilensteine", put("Aktuelle Planung", "2042"), "Aktuelle Planung", "außerhalb der Jahre 1990 bis 2041"),
    "a result reached before its first plan": ("meilensteine", put("Status laut Quelle", "erreicht", 6), "Status laut Quelle", "dos-2030-m4 („erreicht, geplant 2027“). Ist es wirklich schon erreicht?"),
    "a step reached before its latest plan": ("meilensteine", put("Status laut Quelle", "erreicht", 48), "Status laut Quelle", "werne-glasfaser-m4 („erreicht, geplant 2027-Q1“)"),
    "new and reached before its plan": ("meilensteine", added(MeilensteinID="neu-m1", Meilenstein="Neu", AktuellePlanung="2026-12-16"), "Status laut Quelle", "neu-m1 („erreicht, geplant 2026-12-16“)"),
    "a new plan that is over already": ("meilensteine", put("Aktuelle Planung", "2026-12-14", 6), "Aktuelle Planung", "dos-2030-m4 („2026-12-14“). Ist das so gemeint?"),
    "a first plan that is over already": ("meilensteine", put("Erstplanung", "2024", 6), "Aktuelle Planung", "dos-2030-m4 („2024“)"),
    "a begin before all projects": ("projekte", put("Beginn", "1989"), "Beginn", "außerhalb der Jahre"),
    "letters read in another encoding": ("projekte", put("Federführung", "Stadt FrÃ¶ndenberg"), "Federführung", "falsch umgesetzt"),
    "letters lost in another encoding": ("projekte", put("Titel", "Stadt Fr?ndenberg"), "Titel", "falsch umgesetzt"),
    "an escape instead of a blank": ("projekte", put("Federführung", r"Stadt\u00a0Unna"), "Federführung", "Umschreibung"),
    "a letter of another script": ("projekte", put("Federführung", "Stadt \u0412ergkamen"), "Federführung", "verschiedener Schriften"),
    "a letter of another script in a key": ("quellen", added(QuelleID="q-\u0430bc", Titel="Etwas anderes", URL="https://www.kreis-unna.de/anderswo"), "Quelle-ID", "verschiedener Schriften"),
    "a wish instead of a note": ("foerderung", put("Anmerkung", "Bitte diese Zeile löschen"), "Anmerkung", "Bitte statt einer Angabe"),
    "an amount that means millions": ("foerderung", added(FörderID="neu-f1", **{"Betrag(EUR)": "5.60"}), "Betrag (EUR)", "neu-f1 („5,60 €“)"),
    "an amount in thousands": ("foerderung", added(FörderID="neu-f1", **{"Betrag(EUR)": "499.99"}), "Betrag (EUR)", "neu-f1 („499,99 €“)"),
    "an own share far below all own shares": ("foerderung", added(FörderID="neu-f1", Art="Eigenanteil", Ebene="Kreis", Fördergeber="Kreis Unna", **{"Betrag(EUR)": "126.59"}), "Betrag (EUR)", "neu-f1"),
    "a grant larger than all grants, though not than all amounts": ("foerderung", added(FörderID="neu-f1", **{"Betrag(EUR)": "13311622.01"}), "Betrag (EUR)", "neu-f1"),
    "two cells moved down": ("foerderung", moved("Programm", 39, 41, 1), "Programm", "schon veröffentlicht"),
    "a joint project cut down to one municipality": ("projekte", put("Kommunen (AGS)", "05978004"), "Kommunen (AGS)", "(„05978004 05978020 → 05978004“)"),
    "a begin years earlier": ("projekte", put("Beginn", "2002"), "Beginn", "→ 2002"),
    "the source of another sum": ("foerderung", put("Quelle-ID", "q-2be79c9b", 3), "Quelle-ID", "→ q-2be79c9b"),
    "another funder of the same level": ("foerderung", put("Fördergeber", "Europäischer Fonds für regionale Entwicklung", 3), "Fördergeber", "schon veröffentlicht"),
    "a year later": ("meilensteine", put("Erreicht", "2024", ROW_OF["werne-glasfaser-m2"]), "Erreicht", "werne-glasfaser-m2 („2023-Q4 → 2024“)"),
    "another kind": ("meilensteine", put("Art", "Ergebnis", ROW_OF["werne-glasfaser-m2"]), "Art", "→ Ergebnis"),
    "another text of something reached": ("meilensteine", put("Meilenstein", "Alle Schulen mit Glasfaser versorgt", ROW_OF["werne-glasfaser-m2"]), "Meilenstein", "→ Alle Schulen"),
    "the page of another source": ("quellen", put("URL", "https://www.kreis-unna.de/seite/1"), "URL", "→ https://www.kreis-unna.de/seite/1"),
    "a funder on another level than ever": ("foerderung", put("Ebene", "EU", 3), "Ebene", "dos-2030-f3 („Bund (BMI, heute BMWSB): EU, sonst Bund“)"),
    "a known funder, spelled otherwise, on another level": ("foerderung", added(FörderID="neu-f1", Fördergeber="Bund/Land NRW", **{"Betrag(EUR)": "51000"}), "Ebene", "neu-f1 („Bund/Land NRW: Land, sonst Bund und Land“)"),
    "a new funder on two levels": ("foerderung", lambda frame: added(FörderID="neu-f2", Fördergeber="Stiftung", Ebene="Privat", **{"Betrag(EUR)": "62000"})(added(FörderID="neu-f1", Fördergeber="Stiftung", Ebene="EU", **{"Betrag(EUR)": "51000"})(frame)), "Ebene", "neu-f1 („Stiftung: EU, sonst Privat“), neu-f2 („Stiftung: Privat, sonst EU“)"),
    "a result reached before its project begins": ("meilensteine", added(6, MeilensteinID="neu-m1", Meilenstein="Neu", Erstplanung=None, Erreicht="2019-12-31", StatuslautQuelle="erreicht"), "Erreicht", "neu-m1 („erreicht 2019-12-31, Beginn 2020“)"),
    "a project led by a municipality that takes no part": ("projekte", put("Federführung", "Stadt Kamen", 2), "Federführung", "schwerte-datenplattform-dashboards („Stadt Kamen, beteiligt 05978028“)"),
    "a recipient of another municipality than its key": ("foerderung", put("Empfänger-AGS", "05978004", 3), "Empfänger-AGS", "dos-2030-f3 („Stadt Schwerte, 05978004 (Bergkamen)“)"),
    "a recipient that takes no part": ("foerderung", added(3, FörderID="neu-f1", ProjektID="werne-buergerportal", Empfänger="Stadt Selm", EmpfängerAGS="05978032", **{"Betrag(EUR)": "250000"}), "Empfänger", "neu-f1 („Stadt Selm, werne-buergerportal: 05978040“)"),
    "money of another district that counts": ("foerderung", put("Zählweise", "zählt", 4), "Empfänger-AGS", "dos-2030-f4 („Stadt Dortmund, 05913000“)"),
    "a total volume that counts": ("foerderung", added(FörderID="neu-f1", Art="Gesamtvolumen", Programm="Neues", **{"Betrag(EUR)": "51000"}), "Zählweise", "neu-f1"),
    "an investment of the state": ("foerderung", added(FörderID="neu-f1", Art="Investition", **{"Betrag(EUR)": "9000000"}), "Art", "neu-f1 („Investition von Land NRW, Ebene Land“)"),
    "a grant to oneself, spelled otherwise": ("foerderung", added(FörderID="neu-f1", ProjektID="werne-buergerportal", Fördergeber="Werne", Empfänger="Stadt Werne", EmpfängerAGS="05978040", Ebene="Kommune", **{"Betrag(EUR)": "51000"}), "Art", "neu-f1 („Zuwendung von Werne an Stadt Werne“)"),
    "grant and own share above the whole": ("foerderung", added(FörderID="neu-f1", ProjektID="kreis-unna-mobilstationen", Art="Eigenanteil", Fördergeber="Kreis Unna", Ebene="Kreis", **{"Betrag(EUR)": "42000.01"}), "Betrag (EUR)", "(„Zuwendung und Eigenanteil: 207.000,01 € von 207.000,00 €“)"),
    "a title of another municipality": ("projekte", put("Titel", "Serviceportal der Stadt Werne", 64), "Titel", "„Serviceportal der Stadt Werne, beteiligt 05978032“"),
    "grants above the whole": ("foerderung", added(FörderID="neu-f1", ProjektID="dos-2030", **{"Betrag(EUR)": "8800000.01"}), "Betrag (EUR)", "neu-f1 („Zuwendung, zählt: 12.400.000,01 € von 12.400.000,00 €“)"),
    "a delay to a time before the first plan": ("meilensteine", lambda frame: put("Status laut Quelle", "verzögert", 6)(put("Aktuelle Planung", "2026-12", 6)(frame)), "Aktuelle Planung", "dos-2030-m4 („geplant 2026-12, zuerst 2027“)"),
    "a first plan of what was reached already": ("meilensteine", put("Erstplanung", "2024-Q2", 46), "Erstplanung", "werne-glasfaser-m2 („2024-Q2“)"),
    "more paid out than granted": ("foerderung", paid("3600000.01", "2026-06"), "Ausgezahlt (EUR)", "dos-2030-f3 („3.600.000,01 € von 3.600.000,00 €“)"),
    "a payment of the future": ("foerderung", paid("3600000", "2026-12-16"), "Ausgezahlt bis", "nach dem Stand"),
    "a payment of less than 100 euros": ("foerderung", paid("99.99", "2026-06"), "Ausgezahlt (EUR)", "dos-2030-f3 („99,99 €“)"),
    "a payment that means millions": ("foerderung", paid("3.60", "2026-06"), "Ausgezahlt (EUR)", "dos-2030-f3 („3,60 €“)"),
    **{f"„{text}“ instead of a text": ("projekte", put("Kurzbeschreibung", text), "Kurzbeschreibung", "Platzhalter") for text in (
        "x", "xx", "???", "…", "tbd", "TBD: Text folgt", "XXX klären", "Lorem ipsum dolor sit amet", "Noch klären!", "Wann???", "n. n.")},
    "an address of a search": ("quellen", put("URL", "https://www.google.com/search?q=dos"), "URL", "Suchmaschine"),
    "an address of a host": ("quellen", put("URL", "https://www.werne.de/"), "URL", "Startseite"),
    "a decision at the address of a host": ("projekte", lambda frame: put("Beschluss (URL)", "https://www.werne.de")(frame.assign(**{"Beschluss (URL)": None})), "Beschluss (URL)", "Startseite"),
    "an area that nobody knows": ("projekte", put("Kommunen (AGS)", "05978004 05999000"), "Kommunen (AGS)", "„05999000“"),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_what_is_well_formed_and_false_is_asked_once(name: str, embedded: Inputs) -> None:
    kind, change, header, words = FALSE[name]
    (found,) = questions_after(embedded, kind, change)
    assert (found.severity, found.file, found.column) == ("question", f"staende/{NEXT}/{kind}.csv", header)
    assert words in found.message
    assert found.line
    assert found.question.startswith("f-")


HONEST: dict[str, tuple[str, Change]] = {
    "nothing": ("projekte", lambda frame: frame),
    "another order of rows": ("projekte", lambda frame: frame.sort_values("Titel")),
    "some states": ("projekte", column("Status laut Quelle", lambda texts: [f"Neu {row}" if row < 15 else text for row, text in enumerate(texts)])),
    "a fifth of a column emptied": ("foerderung", emptied("Anmerkung", 16)),
    "a value emptied": ("projekte", put("Ende", None, 1)),
    "a new plan for the day of the Stand": ("meilensteine", put("Aktuelle Planung", "2026-12-15", 6)),
    "a first plan corrected beside a later one": ("meilensteine", put("Erstplanung", "2024-12", 48)),
    "an older plan of what is reached": ("meilensteine", put("Aktuelle Planung", "2024", 4)),
    "a milestone reached as planned": ("meilensteine", put("Status laut Quelle", "erreicht", 84)),
    "a milestone reached in the month of its plan": ("meilensteine", lambda frame: put("Aktuelle Planung", "2026-12", 6)(put("Status laut Quelle", "erreicht", 6)(frame))),
    "a milestone reached early, on a day": ("meilensteine", lambda frame: put("Erreicht", "2026-12", 6)(put("Status laut Quelle", "erreicht", 6)(frame))),
    "a milestone postponed by as long as anybody plans": ("meilensteine", put("Aktuelle Planung", "2041")),
    "a grant of the same amount from somebody else": ("foerderung", added(FörderID="neu-f1", Fördergeber="Bund (BMVI)", Ebene="Bund")),
    "a yearly grant": ("foerderung", added(3, FörderID="neu-f1", Bewilligt="2021-09-08")),
    "an amount of more than five per cent less": ("foerderung", added(3, FörderID="neu-f1", **{"Betrag(EUR)": "3419999"})),
    "a near amount of another programme": ("foerderung", added(3, FörderID="neu-f1", Programm="Smart Cities, Nachtrag", **{"Betrag(EUR)": "3500000"})),
    "an amount that replaces another one": ("foerderung", added(17, FörderID="neu-f1", Zählweise="beantragt", Bewilligt=None, **{"Betrag(EUR)": "6400000"})),
    "the next phase": ("meilensteine", added(6, MeilensteinID="neu-m1", Meilenstein="Ende der Umsetzungsphase (Phase 3)")),
    "another page of the same address": ("quellen", added(QuelleID="q-neu", Titel="Ganz anders", URL="https://ris.bergkamen.de/bi/vo0050.asp?__kvonr=2072535")),
    "a page of an application": ("quellen", lambda frame: added(QuelleID="q-neu", URL="https://rat.example.org/#/2")(added(QuelleID="q-neuer", URL="https://rat.example.org/#/1")(frame))),
    "days apart": ("meilensteine", column("Aktuelle Planung", lambda texts: ["2027-01-01", "2027-01-02", "2027-02-01", "2027-02-02", *texts.iloc[4:]])),
    "a grant of a hundredth of the smallest": ("foerderung", added(FörderID="neu-f1", **{"Betrag(EUR)": "500"})),
    "an own share of a hundredth of the smallest": ("foerderung", added(FörderID="neu-f1", Art="Eigenanteil", Ebene="Kreis", Fördergeber="Kreis Unna", **{"Betrag(EUR)": "126.60"})),
    "a grant as large as the largest": ("foerderung", added(FörderID="neu-f1", **{"Betrag(EUR)": "13311622"})),
    "a total as large as the largest": ("foerderung", added(FörderID="neu-f1", Art="Gesamtvolumen", Zählweise="Gesamtangabe", **{"Betrag(EUR)": "70000000"})),
    "a known funder on its level": ("foerderung", added(FörderID="neu-f1", Fördergeber="Bund/Land NRW", Ebene="Bund und Land", **{"Betrag(EUR)": "51000"})),
    "a new funder": ("foerderung", added(FörderID="neu-f1", Fördergeber="Stiftung", Ebene="Privat", **{"Betrag(EUR)": "51000"})),
    "the same grant on another day in another project": ("foerderung", added(3, FörderID="neu-f1", ProjektID="5g-dos-fire", Empfänger="Hansestadt Schwerte", Bewilligt="2021-09-08")),
    "a date told more precisely": ("meilensteine", put("Erreicht", "2023-11-14", ROW_OF["werne-glasfaser-m2"])),
    "a date told less precisely": ("foerderung", put("Bewilligt", "2020", 3)),
    "a title put right": ("projekte", put("Titel", "Gigabit-Anbindung der Schulen in Bergkamen und in Kamen")),
    "a text that was missing": ("foerderung", put("Programm", "Neu", 28)),
    "grants as large as the whole": ("foerderung", added(FörderID="neu-f1", ProjektID="dos-2030", **{"Betrag(EUR)": "8800000"})),
    "a begin in the first year that any has": ("projekte", new_project(Beginn="1990")),
    "a grant with its own share as large as the whole": ("foerderung", added(FörderID="neu-f1", ProjektID="kreis-unna-mobilstationen", Art="Eigenanteil", Fördergeber="Kreis Unna", Ebene="Kreis", **{"Betrag(EUR)": "42000"})),
    "an investment of the town's company": ("foerderung", added(FörderID="neu-f1", Art="Investition", Fördergeber="Stadtwerke Lünen", Ebene="Kommune", **{"Betrag(EUR)": "9000000"})),
    "a total volume that does not count": ("foerderung", added(FörderID="neu-f1", Art="Gesamtvolumen", Zählweise="Gesamtangabe", **{"Betrag(EUR)": "510000"})),
    "a recipient of the whole district": ("foerderung", added(FörderID="neu-f1", ProjektID="selm-serviceportal", **{"Betrag(EUR)": "51000"})),
    "a part of another district": ("foerderung", added(4, FörderID="neu-f1", Bewilligt="2021", **{"Betrag(EUR)": "51000"})),
    "a title that names one of several": ("projekte", put("Titel", "Glasfaserausbau Kamen", 18)),
    "the same step in another project": ("meilensteine", added(MeilensteinID="neu-m1", ProjektID="dos-2030")),
    "the same meeting another time": ("meilensteine", lambda frame: added(12, MeilensteinID="neu-m1", Erreicht="2026-12-01")(frame.assign(Erreicht=frame["Erreicht"].fillna("2025-12-01")) if pd.isna(frame["Erreicht"].iloc[12]) else frame)),
    "letters of another language": ("projekte", new_project(Titel="Çağlar, Łódź, Ñandú und Ærø; µg/m³, „Ä“, Â. β-Test")),
    "a question in a title": ("projekte", new_project(Titel="Wie weiter? Bürger fragen: was nun?")),
    "a removal in a sentence": ("projekte", new_project(Kurzbeschreibung="Der Antrag auf Löschung wurde bearbeitet, Zeilen entfallen.")),
    "a project known from outside": ("projekte", new_project(**{"Kommunen(AGS)": "05978004 05978020 05913000"})),
    "an earlier plan of what is not late": ("meilensteine", put("Aktuelle Planung", "2026-12", 6)),
    "a first plan of what is not reached": ("meilensteine", put("Erstplanung", "2027", 101)),
    "a grant paid out in full": ("foerderung", paid("3600000", "2026-12-15")),
    "a small payment": ("foerderung", paid("100", "2026-06")),
    "a source of a network with a short name": ("quellen", put("Herausgeber", "X")),
    "a question that is open": ("projekte", put("Status laut Quelle", "Die Finanzierung ist noch zu klären; wie weiter??")),
    "an address without a path": ("quellen", added(QuelleID="q-neu", Titel="Neu", URL="https://luener-infoblog.de/?p=3084")),
    "a document at a company that also searches": ("quellen", added(QuelleID="q-neu", Titel="Neu", URL="https://books.google.de/books?id=1")),
}  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_honest_work_is_not_asked_about(name: str, embedded: Inputs) -> None:
    assert questions_after(embedded, *HONEST[name]) == []


def test_the_real_stands_raise_no_question(embedded: Inputs) -> None:
    first = min(embedded.stands)
    assert list(questions(embedded)) == []
    assert list(questions(replace(embedded, stands={first: embedded.stands[first]}))) == []


def test_what_an_older_workbook_brings_back_is_asked_once_a_table(embedded: Inputs) -> None:
    first, second = sorted(embedded.stands)
    old, new = (
        embedded.files[embedded.stands[day]["meilensteine"]].frame.set_index("Meilenstein-ID").fillna("")
        for day in (first, second)
    )
    changed = [
        (key, column)
        for key in new.index.intersection(old.index)
        for column in old.columns.intersection(new.columns)
        if old.at[key, column] != new.at[key, column]
    ]
    assert len(changed) == 5

    def stale(frame: pd.DataFrame) -> pd.DataFrame:
        frame = frame.set_index("Meilenstein-ID")
        for key, column in changed:
            frame.at[key, column] = old.at[key, column] or None
        return frame.reset_index()

    (found,) = questions_after(embedded, "meilensteine", stale)
    assert found.column == "Meilenstein-ID"
    assert f"{len(changed)} Angaben sagen wieder, was im Stand vom {first:%d.%m.%Y} stand" in found.message

    # One cell of them is enough, also where it is emptied again; another value is an honest change.
    key, column = changed[0]
    row = list(new.index).index(key)
    (found,) = questions_after(embedded, "meilensteine", put(column, old.at[key, column] or None, row))
    assert f"{key} („{column}: {old.at[key, column] or 'leer'}“)" in found.message

    # A column that the older one did not have says nothing again.
    assert "Art" not in old.columns
    (found,) = questions_after(embedded, "meilensteine", put("Art", "Rückschlag", row))
    assert found.column == "Art"


def test_what_a_correction_explains_is_not_asked_about(embedded: Inputs) -> None:
    change = put("Kommunen (AGS)", "05978004")
    project = embedded.files[embedded.stands[max(embedded.stands)]["projekte"]].frame["Projekt-ID"].iloc[20]

    def corrections(key: str, column: str) -> pd.DataFrame:
        cells = ["projekte", key, column, "05978004 05978020", "05978004", "Nur Bergkamen", "2026-12-15"]
        return pd.DataFrame([dict(zip(TABLES["berichtigungen"].headers, cells, strict=True))])

    assert len(questions_after(embedded, "projekte", change, corrections("ein-anderes", "Kommunen (AGS)"))) == 1
    assert len(questions_after(embedded, "projekte", change, corrections(project, "Titel"))) == 1
    assert questions_after(embedded, "projekte", change, corrections(project, "Kommunen (AGS)")) == []


def left_out(inputs: Inputs, kind: str, row: int) -> tuple[Inputs, pd.DataFrame]:
    """Three Stände of which the latest lacks a row that both others have; and its table with that row."""
    first, last = sorted(inputs.stands)
    files, file = inputs.stands[last], f"staende/{last}/without.csv"
    frame = inputs.files[files[kind]].frame
    key = TABLES[kind].key[0]
    assert frame[key].iloc[row] in set(inputs.files[inputs.stands[first][kind]].frame[key])
    without = Table(file, frame.drop(frame.index[row]), {}, True)
    stands = {first: inputs.stands[first], BETWEEN: inputs.stands[first], last: files | {kind: file}}
    return replace(inputs, stands=stands, files=inputs.files | {file: without}), frame


def test_a_row_that_comes_back_after_it_was_left_out_is_asked(embedded: Inputs) -> None:
    inputs, frame = left_out(embedded, "quellen", 3)
    (found,) = questions_after(inputs, "quellen", lambda _: frame.copy())
    assert (
        f"1 Zeile ist wieder da, die im Stand vom 28.11.2026 entfallen war: {frame['Quelle-ID'].iloc[3]} "
        f"(„zuletzt im Stand vom {BETWEEN:%d.%m.%Y}“)" in found.message
    )


def test_the_level_of_a_funder_is_known_from_any_earlier_stand(embedded: Inputs) -> None:
    inputs, frame = left_out(embedded, "foerderung", 40)
    assert frame["Fördergeber"].tolist().count("Stadtwerke Lünen") == 1

    def again(level: str) -> Change:
        """Another sum of the funder of the row that was left out."""
        return added(FörderID="neu-f1", Art="Investition", Fördergeber="Stadtwerke Lünen", Ebene=level)

    assert questions_after(inputs, "foerderung", again("Kommune")) == []
    (found,) = questions_after(inputs, "foerderung", again("Privat"))
    assert "neu-f1 („Stadtwerke Lünen: Privat, sonst Kommune“)" in found.message


def test_an_area_outside_is_known_that_the_stand_before_names(embedded: Inputs) -> None:
    assert embedded.region
    without = [entry for entry in embedded.region.comparison if entry.level != "neighbour"]
    inputs = replace(embedded, region=embedded.region.model_copy(update={"comparison": without}))
    change = put("Kommunen (AGS)", "05978004 05978020 05913000")
    assert questions_after(inputs, "projekte", change) == questions_after(embedded, "projekte", change)


def test_the_same_question_keeps_its_id_and_another_change_has_another(embedded: Inputs) -> None:
    first, again, other = (
        questions_after(embedded, "quellen", put("Veröffentlicht", year))[0].question
        for year in ("2031", "2031", "2032")
    )
    assert first == again != other


def test_many_doubles_are_one_question(embedded: Inputs) -> None:
    def doubled(frame: pd.DataFrame) -> pd.DataFrame:
        return pd.concat([frame, frame.assign(**{"Meilenstein-ID": frame["Meilenstein-ID"] + "-neu"})])

    (found,) = questions_after(embedded, "meilensteine", doubled)
    assert found.message.startswith("121 Zeilen sagen dasselbe")
    assert "und 116 weitere" in found.message


@pytest.mark.parametrize(("count", "questions"), [(5, 5), (6, 1)])
def test_a_few_doubles_are_asked_about_one_by_one(count: int, questions: int, embedded: Inputs) -> None:
    def doubled(frame: pd.DataFrame) -> pd.DataFrame:
        few = frame.tail(count)
        return pd.concat([frame, few.assign(**{"Meilenstein-ID": few["Meilenstein-ID"] + "-neu"})])

    assert sum("dasselbe" in found.message for found in questions_after(embedded, "meilensteine", doubled)) == questions


def test_doubles_that_were_there_before_are_asked_about_only_when_another_comes(embedded: Inputs) -> None:
    latest = max(embedded.stands)
    files = embedded.stands[latest]
    frame = embedded.files[files["meilensteine"]].frame
    twice = pd.concat([frame, frame.tail(1).assign(**{"Meilenstein-ID": "noch-einmal"})])
    file = f"staende/{latest}/twice.csv"
    stands = embedded.stands | {latest: files | {"meilensteine": file}}
    inputs = replace(embedded, stands=stands, files=embedded.files | {file: Table(file, twice, {}, True)})
    elsewhere = {"MeilensteinID": "neu", "Meilenstein": "Etwas ganz anderes"}
    assert not [
        found for found in questions_after(inputs, "meilensteine", added(0, **elsewhere)) if "dasselbe" in found.message
    ]
    (found,) = questions_after(inputs, "meilensteine", added(len(twice) - 1, MeilensteinID="zum-dritten-mal"))
    assert "dasselbe" in found.message


@pytest.mark.parametrize(
    ("day", "today", "is_asked"),
    [
        ("2026-12-20", date(2026, 12, 20), False),
        ("21.12.2026", date(2026, 12, 20), True),
        # The Stand before still had what is corrected.
        ("2026-11-28", date(2026, 12, 20), False),
        ("27.11.2026", date(2026, 12, 20), True),
        # A Stand of a later day is made in good time.
        ("2026-11-20", date(2026, 11, 20), False),
        ("2026-12-15", date(2026, 12, 1), False),
        ("2026-12-16", date(2026, 12, 1), True),
    ],
)
@pytest.mark.parametrize("column", ["Ende", None])
def test_a_correction_of_a_day_to_come_or_of_before_its_mistake_is_asked(
    day: str, today: date, is_asked: bool, column: str | None, embedded: Inputs
) -> None:
    file = f"staende/{NEXT}/berichtigungen.csv"
    row = {
        "Tabelle": "projekte",
        "Kennung": "dos-2030",
        "Spalte": column,
        "Alt": "2026",
        "Neu": "2027",
        "Grund": "Verlängert",
    }
    table = Table(file, pd.DataFrame([row | {"Datum": day}], index=[2], dtype="str"), {}, True)
    stands = embedded.stands | {NEXT: embedded.stands[max(embedded.stands)] | {"berichtigungen": file}}
    found = list(questions(replace(embedded, stands=stands, files=embedded.files | {file: table}), today))
    assert [(one.file, one.line, one.column) for one in found] == [(file, 2, "Datum")] * is_asked


def test_a_correction_without_a_reason_is_asked(embedded: Inputs) -> None:
    file = f"staende/{NEXT}/berichtigungen.csv"
    row = {"Tabelle": "projekte", "Kennung": "dos-2030", "Spalte": "Ende", "Alt": "2026", "Neu": "2027", "Grund": "x"}
    table = Table(file, pd.DataFrame([row | {"Datum": str(NEXT)}], index=[2], dtype="str"), {}, True)
    stands = embedded.stands | {NEXT: embedded.stands[max(embedded.stands)] | {"berichtigungen": file}}
    (found,) = questions(replace(embedded, stands=stands, files=embedded.files | {file: table}), NEXT)
    assert (found.line, found.column) == (2, "Grund")
