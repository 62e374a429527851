"""The text of the e-mail that goes with a sheet, as plain text to copy."""

from etl.feedback.open_points import OpenPoint, OpenPoints
from etl.messages.german import counted
from etl.reading.partial_dates import german_date


def message(asked: OpenPoints) -> str:
    """Subject and text."""
    milestones = [point for point in asked.points if point.milestone]
    projects = [point for point in asked.points if not point.milestone]
    count = counted(len(asked.points), "Angabe", "Angaben")
    lines = [
        f"Betreff: {asked.title}: Bitte um Rückmeldung zu {count} ({asked.name})",
        "",
        "Guten Tag,",
        "",
        f"im Stand vom {asked.stand_date:%d.%m.%Y} ist für {asked.name} offen, was unten steht.",
        f"Bitte füllen Sie dazu in der Mappe „{asked.file_name}“ die letzten drei Spalten aus und schicken Sie sie zurück:",
        "",
        "  Erreicht am    wann der Meilenstein erreicht wurde",
        "  Neuer Termin   wann er jetzt erreicht werden soll; bei einem Projekt sein Ende",
        "  Grund          warum sich der Termin verschiebt, oder was sonst fehlt",
        "",
        "Ein Datum ist so genau, wie es bekannt ist: 17.05.2027, 2027-05, 2027-Q3 oder 2027.",
        "Was nicht bekannt ist, bleibt leer.",
    ]
    if milestones:
        lines += ["", "Meilensteine", *(_milestone(point) for point in milestones)]
    if projects:
        lines += [
            "",
            "Projekte, zu denen etwas fehlt",
            *(_line(f"{point.project_title}: {point.why}") for point in projects),
        ]
    return "\n".join([*lines, "", "Freundliche Grüße", asked.sender, ""])


def _milestone(point: OpenPoint) -> str:
    planned = f"geplant war {german_date(point.planned)}" if point.planned else "ohne Termin"
    return _line(f"{point.project_title}: {point.milestone} ({planned}, {point.why})")


def _line(text: str) -> str:
    """One line, whatever a table holds."""
    return f"- {' '.join(text.split())}"
