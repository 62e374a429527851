"""What each column of an input table may hold: one schema per table, on the texts as they stand in the file."""

from collections.abc import Callable

import pandas as pd
import pandera.pandas as pa

from etl.messages.findings import Finding, error, warning
from etl.messages.german import quoted, suggestion
from etl.reading.inputs import OFFICE, REFERENCE
from etl.reading.money import NUMBER
from etl.reading.partial_dates import has_form, is_possible, partial_date
from etl.reading.text_columns import has_pattern, holds

COUNTING = ("zählt", "Gesamtangabe", "Teilbetrag", "Budgetrahmen", "überholt", "beantragt", "widersprüchlich")
KINDS = ("Zuwendung", "Eigenanteil", "Investition", "Gesamtvolumen")
LEVELS = ("EU", "Bund", "Bund und Land", "Land", "Kreis", "Kommune", "Privat")
STATES = ("erreicht", "geplant", "verzögert", "unbekannt")
ASSIGNED_BY = ("Quelle", "Redaktion")
BETTER = ("hoch", "niedrig", "neutral")


def matching(pattern: str, message: str) -> pa.Check:
    """Every value has this form from its first to its last character."""
    return pa.Check(lambda texts: has_pattern(texts, pattern), error=message)


def unlike(pattern: str, message: str) -> pa.Check:
    """No value has this form."""
    return pa.Check(lambda texts: texts.isna() | ~has_pattern(texts, pattern), error=message)


def where(rule: Callable[[str], bool], message: str) -> pa.Check:
    """Every value keeps this rule."""
    return pa.Check(lambda texts: holds(texts, rule), error=message)


def one_of(names: tuple[str, ...]) -> pa.Check:
    """Every value is one of these names."""
    return pa.Check.isin(names, error=f"Diesen Namen gibt es hier nicht. Erlaubt sind {quoted(names)}.")


def between(low: int, high: int) -> pa.Check:
    """Every number lies in this range; what is no number is for another check to report."""
    return where(
        lambda text: NUMBER.fullmatch(text) is None or low <= float(text) <= high,
        f"Die Zahl muss zwischen {low} und {high} liegen.",
    )


IS_NUMBER = matching(NUMBER.pattern, "Das ist keine Zahl. Erwartet wird eine Zahl mit Punkt statt Komma wie 12.5.")
IS_WHOLE = matching(r"-?[0-9]{1,9}", "Das ist keine ganze Zahl. Erwartet wird eine Anzahl ohne Trennzeichen wie 49143.")
IS_NOT_NEGATIVE = unlike("-[0-9].*", "Die Zahl darf nicht negativ sein.")
IS_AMOUNT = matching(
    NUMBER.pattern,
    "Das ist kein Betrag. Erwartet werden Euro als Zahl mit Dezimalpunkt, ohne Tausenderpunkt und ohne Währung, etwa 962351.70.",
)
IS_TO_THE_CENT = unlike(
    r"-?[0-9]+\.[0-9]{3,}",
    "Der Betrag ist feiner als ein Cent. Erwartet werden höchstens zwei Nachkommastellen.",
)
IS_NOT_TOO_LARGE = unlike(r"-?[0-9]{13,}(\..*)?", "Der Betrag hat mehr als zwölf Stellen vor dem Komma.")
IS_URL = matching(
    "https?://[^ ]+", "Das ist keine Adresse. Erwartet wird ein Link, der mit https:// oder http:// beginnt."
)
IS_MUNICIPALITY_KEY = matching(
    r"[0-9]{8}",
    "Das ist kein amtlicher Gemeindeschlüssel. Erwartet werden acht Ziffern mit führender Null wie 01234567; "
    "Excel lässt die Null weg, wenn die Spalte nicht als Text formatiert ist.",
)
IS_DATE = where(
    has_form,
    "Das ist kein Datum. Erwartet wird 2023, 2023-Q3, 2023-05, 2023-05-17 oder 17.05.2023.",
)
IS_POSSIBLE = where(
    lambda text: not has_form(text) or is_possible(text),
    "Dieses Datum gibt es nicht. Bitte Tag, Monat, Quartal und Jahr prüfen.",
)
IS_DAY = where(
    lambda text: not is_possible(text) or partial_date(text).precision == "day",
    "Erwartet wird ein genauer Tag wie 2024-12-31.",
)


def needed(*checks: pa.Check) -> pa.Column:
    """Accept a column that every row must fill."""
    return pa.Column(checks=list(checks))


def optional(*checks: pa.Check) -> pa.Column:
    """Accept a column that may be empty."""
    return pa.Column(checks=list(checks), nullable=True)


def extra(*checks: pa.Check) -> pa.Column:
    """Accept a column that a file may lack and that may be empty."""
    return pa.Column(checks=list(checks), nullable=True, required=False)


SCHEMAS = {
    "gemeinden": pa.DataFrameSchema(
        {
            "AGS": needed(IS_MUNICIPALITY_KEY),
            "Name": needed(),
            "Amtliche Bezeichnung": needed(),
            "Art": needed(),
            "Rechtsstellung": optional(),
            "Fläche (km²)": needed(IS_NUMBER, IS_NOT_NEGATIVE),
            "Webseite": optional(IS_URL),
            "Rathaus": optional(),
            "Breite": needed(IS_NUMBER, between(47, 56)),
            "Länge": needed(IS_NUMBER, between(5, 16)),
        },
        strict=True,
    ),
    "bevoelkerung": pa.DataFrameSchema(
        {
            "AGS": needed(),
            "Stichtag": needed(IS_DATE, IS_POSSIBLE, IS_DAY),
            "Einwohner": needed(IS_WHOLE, IS_NOT_NEGATIVE),
            "Basis": needed(),
            "Quelle (URL)": needed(IS_URL),
            "Anmerkung": optional(),
            "Abgerufen": extra(IS_DATE, IS_POSSIBLE, IS_DAY),
        },
        strict=True,
    ),
    "kennzahlen": pa.DataFrameSchema(
        {
            "Kennzahl-ID": needed(),
            "Thema": needed(),
            "Name": needed(),
            "Einheit": needed(),
            "Besser ist": needed(one_of(BETTER)),
            "Beschreibung": optional(),
            "Herausgeber": needed(),
            "Quelle (URL)": needed(IS_URL),
        },
        strict=True,
    ),
    "indikatoren": pa.DataFrameSchema(
        {
            "Kennzahl-ID": needed(),
            "AGS": needed(),
            "Zeitpunkt": needed(IS_DATE, IS_POSSIBLE),
            "Wert": needed(IS_NUMBER, IS_NOT_NEGATIVE),
            "Anmerkung": optional(),
            "Quelle (URL)": extra(IS_URL),
            "Abgerufen": extra(IS_DATE, IS_POSSIBLE, IS_DAY),
        },
        strict=True,
    ),
    "projekte": pa.DataFrameSchema(
        {
            "Projekt-ID": needed(),
            "Titel": needed(),
            "Kurzbeschreibung": needed(),
            "Federführung": needed(),
            "Kommunen (AGS)": needed(),
            "Handlungsfeld": needed(),
            "Handlungsfeld von": needed(one_of(ASSIGNED_BY)),
            "Beginn": optional(IS_DATE, IS_POSSIBLE),
            "Ende": optional(IS_DATE, IS_POSSIBLE),
            "Status laut Quelle": optional(),
            "Status vom": optional(IS_DATE, IS_POSSIBLE),
            "Quelle-ID": needed(),
        },
        strict=True,
    ),
    "foerderung": pa.DataFrameSchema(
        {
            "Förder-ID": needed(),
            "Projekt-ID": needed(),
            "Empfänger": needed(),
            "Empfänger-AGS": optional(),
            "Fördergeber": optional(),
            "Ebene": needed(one_of(LEVELS)),
            "Programm": optional(),
            "Art": needed(one_of(KINDS)),
            "Betrag (EUR)": needed(IS_AMOUNT, IS_NOT_NEGATIVE, IS_TO_THE_CENT, IS_NOT_TOO_LARGE),
            "Zählweise": needed(one_of(COUNTING)),
            "Bewilligt": optional(IS_DATE, IS_POSSIBLE),
            "Anmerkung": optional(),
            "Quelle-ID": needed(),
        },
        strict=True,
    ),
    "meilensteine": pa.DataFrameSchema(
        {
            "Meilenstein-ID": needed(),
            "Projekt-ID": needed(),
            "Meilenstein": needed(),
            "Erstplanung": optional(IS_DATE, IS_POSSIBLE),
            "Aktuelle Planung": optional(IS_DATE, IS_POSSIBLE),
            "Erreicht": optional(IS_DATE, IS_POSSIBLE),
            "Status laut Quelle": needed(one_of(STATES)),
            "Quelle-ID": needed(),
        },
        strict=True,
    ),
    "quellen": pa.DataFrameSchema(
        {
            "Quelle-ID": needed(),
            "Herausgeber": needed(),
            "Titel": needed(),
            "Veröffentlicht": optional(IS_DATE, IS_POSSIBLE),
            "URL": needed(IS_URL),
        },
        strict=True,
    ),
    "berichtigungen": pa.DataFrameSchema(
        {
            "Tabelle": needed(one_of((*OFFICE, *REFERENCE))),
            "Kennung": needed(),
            "Spalte": optional(),
            "Alt": optional(),
            "Neu": optional(),
            "Grund": needed(),
            "Datum": needed(IS_DATE, IS_POSSIBLE, IS_DAY),
        },
        strict=True,
    ),
}


def schema_findings(kind: str, file: str, frame: pd.DataFrame) -> list[Finding]:
    """One finding per column that is missing or unknown and per cell that breaks a rule of its column."""
    try:
        SCHEMAS[kind].validate(frame, lazy=True)
    except pa.errors.SchemaErrors as broken:
        columns = list(SCHEMAS[kind].columns)
        return [_finding(file, columns, case) for case in broken.failure_cases.to_dict("records")]
    return []


def _finding(file: str, columns: list[str], case: dict[str, object]) -> Finding:
    value = str(case["failure_case"])
    match case["check"]:
        case "column_in_dataframe":
            return error(file, f"Die Spalte fehlt. Erwartet werden {quoted(columns)}.", line=1, column=value)
        case "column_in_schema":
            message = "Diese Spalte wird nicht gelesen." + suggestion(value, columns)
            return warning(file, message, line=1, column=value)
        case "not_nullable":
            return error(file, "Das Feld ist leer, muss aber gefüllt sein.", line=_line(case), column=_column(case))
        case message:
            return error(file, str(message), line=_line(case), column=_column(case), value=value)


def _line(case: dict[str, object]) -> int:
    return int(str(case["index"]))


def _column(case: dict[str, object]) -> str:
    return str(case["column"])
