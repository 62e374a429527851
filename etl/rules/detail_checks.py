"""Rules for columns that a file may lack: who is responsible, what is paid out, why a date moves."""

import re
from collections.abc import Collection, Iterator

from etl.messages.findings import Finding, warning
from etl.reading.csv_file import Table
from etl.reading.inputs import Inputs

RESPONSIBLE, PAID_OUT, PAID_OUT_ON = "Zuständig", "Ausgezahlt (EUR)", "Ausgezahlt bis"
REASON, NOTE = "Grund der Verschiebung", "Erläuterung der Verschiebung"
FORM_OF_ADDRESS = re.compile(r"\b(Herrn?|Frau|Dr|Prof|Dipl)\b\.?[ -]|\S@\S", re.IGNORECASE)
ADDRESSED = {"projekte": ("Federführung",), "foerderung": ("Empfänger",), "meilensteine": (NOTE,)}
"""Columns that hold names of companies or whole sentences, so that only a form of address tells a person."""
NAME = re.compile(r"[A-ZÄÖÜ][a-zäöüßáéèç]+(-[A-ZÄÖÜ][a-zäöüßáéèç]+)?|[A-ZÄÖÜ]\.|van|von|de|der|den|zu|,")
OFFICE_OR_FUNCTION = re.compile(
    "(stadt|gemeinde|kreis|land|region|bürger|digital|smart|fach|projekt|personal|finanz|umwelt|verkehr|kultur|sozial|"
    "jugend|schul|sport|wirtschaft|zentral|stab|team|gruppe).*"
    "|.*(amt|rat|rätin|haus|stelle|werke?|dienste?|leit(er|erin|ung)|bereiche?|beauftragter?|büro|betriebe?|verein|verband|"
    "zentrum|agentur|gesellschaft|ministerium|direktor(in)?|manager(in)?|management|referent(in)?|referat|dezernat|technik|bau|"
    "hof|wehr|erei|stelle|....ung|service|it|edv|wesen|vorsitz|vorstand|netze?)",
    re.IGNORECASE,
)
"""Words by which an office or a function is known."""


def detail_findings(inputs: Inputs) -> Iterator[Finding]:
    """Every finding about these columns, in every Stand."""
    for stand_date in inputs.stands:
        projects, funding, milestones = (
            inputs.table(stand_date, kind) for kind in ("projekte", "foerderung", "meilensteine")
        )
        places = {name for _, name in inputs.table(stand_date, "gemeinden").rows("Name")}
        yield from person_findings(projects, places)
        for kind, columns in ADDRESSED.items():
            yield from address_findings(inputs.table(stand_date, kind), columns)
        yield from paid_out_findings(funding)
        yield from reason_findings(milestones)


def person_findings(projects: Table, places: Collection[str]) -> Iterator[Finding]:
    """Find what looks like the name of a person where an office or a function is expected."""
    for line, text in projects.breaches(RESPONSIBLE, lambda text: not is_like_a_person(text, places)):
        message = (
            "Das sieht nach dem Namen einer Person aus; die Angabe steht auf der öffentlichen Seite. Erwartet wird ein Amt "
            "oder eine Funktion wie „Stabsstelle Digitalisierung“."
        )
        yield warning(projects.file, message, line=line, column=RESPONSIBLE, value=text)


def address_findings(table: Table, columns: Collection[str]) -> Iterator[Finding]:
    """Find forms of address and addresses of mail where no person should be named."""
    for column in columns:
        for line, text in table.breaches(column, lambda text: not FORM_OF_ADDRESS.search(text)):
            message = "Hier ist vermutlich eine Person genannt; die Angabe steht auf der öffentlichen Seite. Bitte ohne ihren Namen."
            yield warning(table.file, message, line=line, column=column, value=text)


def is_like_a_person(text: str, places: Collection[str] = ()) -> bool:
    """Whether a text looks like the name or address of a person rather than an office or a function."""
    if FORM_OF_ADDRESS.search(text):
        return True
    # A comma stands between an office and a person, too: only before a single word it belongs to a name.
    return any(_is_name(part, places) for part in re.split(r"[()/;:]| - |,(?= *\S+ +\S)", text))


def paid_out_findings(funding: Table) -> Iterator[Finding]:
    """Find a payment of what is no grant, and days or amounts that are missing."""
    for line, text, kind in funding.rows(PAID_OUT, "Art"):
        if kind != "Zuwendung":
            message = f"Ausgezahlt wird eine Zuwendung; diese Zeile nennt „{kind}“."
            yield warning(funding.file, message, line=line, column=PAID_OUT, value=text)
    yield from _alone(funding, PAID_OUT, PAID_OUT_ON, "Es fehlt, bis zu welchem Tag das ausgezahlt ist.")
    yield from _alone(funding, PAID_OUT_ON, PAID_OUT, "Zu diesem Tag fehlt, was ausgezahlt ist.")


def reason_findings(milestones: Table) -> Iterator[Finding]:
    """Find a reason for a shift of what has not moved, and a sentence without one of the reasons."""
    yield from _alone(milestones, NOTE, REASON, f"Dazu fehlt in der Spalte „{REASON}“ einer der Gründe.")
    dated = {line for column in ("Aktuelle Planung", "Erreicht") for line, _ in milestones.rows(column)}
    states = dict(milestones.rows("Status laut Quelle"))
    for line, text in milestones.rows(REASON):
        if line not in dated and states.get(line) in ("geplant", "erreicht"):
            message = "Hier ist nichts verschoben: Es gibt keine andere Planung als die erste, und keine Verzögerung."
            yield warning(milestones.file, message, line=line, column=REASON, value=text)


def _alone(table: Table, column: str, other: str, message: str) -> Iterator[Finding]:
    """Find cells of a column in rows that leave the other one empty."""
    filled = {line for line, _ in table.rows(other)}
    for line, text in table.rows(column):
        if line not in filled:
            yield warning(table.file, message, line=line, column=column, value=text)


def _is_name(text: str, places: Collection[str]) -> bool:
    words = re.findall(r"[^\s,]+|,", text)
    return (
        2 <= sum(word[0].isupper() for word in words) <= 4
        and all(NAME.fullmatch(word) for word in words)
        and not any(OFFICE_OR_FUNCTION.fullmatch(word) or word in places for word in words)
    )
