"""What the law or a data portal wants an operator to say, and region.toml does not say yet."""

from collections.abc import Iterator

from etl.messages.findings import Finding, warning
from etl.reading.toml_files import RegionFile

STATE_LAW = "dem Landesrecht zur Barrierefreiheit"
DUTIES = {
    "operator.name": ("§ 5 DDG", "wer die Seite betreibt"),
    "operator.represented_by": ("§ 5 DDG", "wer den Betreiber vertritt"),
    "operator.email": ("§ 5 DDG", "die E-Mail-Adresse des Betreibers"),
    "operator.phone": ("§ 5 DDG", "einen zweiten schnellen Weg zum Betreiber, etwa die Telefonnummer"),
    "operator.editor": ("§ 18 Abs. 2 MStV", "wer für die redaktionellen Texte verantwortlich ist, mit Anschrift"),
    "operator.data_protection_officer": (
        "Art. 13 DSGVO",
        "wer Datenschutzbeauftragte oder Datenschutzbeauftragter ist",
    ),
    "operator.data_protection_email": ("Art. 13 DSGVO", "wie man die oder den Datenschutzbeauftragten erreicht"),
    "operator.accessibility_email": (STATE_LAW, "wohin Barrieren gemeldet werden können"),
    "operator.accessibility_checked_on": (
        STATE_LAW,
        "wann die Barrierefreiheit zuletzt geprüft wurde, etwa 2026-11-23",
    ),
    "law.accessibility": (
        STATE_LAW,
        "nach welchem Gesetz die Seite barrierefrei sein muss, so wie es nach „nach“ steht",
    ),
    "law.accessibility_statement": (STATE_LAW, "welcher Paragraf die Erklärung zur Barrierefreiheit verlangt"),
    "law.data_processing": ("Art. 13 DSGVO", "nach welchem Paragrafen des Landes Daten verarbeitet werden"),
    "complaint_body.name": (STATE_LAW, "welche Stelle Beschwerden über Barrieren schlichtet"),
    "complaint_body.law": (STATE_LAW, "nach welchem Gesetz diese Stelle schlichtet"),
    "data_protection_authority.name": ("Art. 13 DSGVO", "welche Behörde Beschwerden zum Datenschutz annimmt"),
}
NO_LICENCE = (
    "Die Lizenz der eigenen Daten fehlt: „dl-de/by-2-0“ (mit Namensnennung) oder „dl-de/zero-2-0“ (ohne Bedingung). "
    "Ohne sie lässt der Katalog für Datenportale diese Tabellen weg."
)


def legal_findings(region: RegionFile, file: str) -> Iterator[Finding]:
    """One warning for each thing that the operator has to say and that is still empty.

    The state's own law is named where it is known.
    """
    for key, (law, what) in DUTIES.items():
        part, _, name = key.partition(".")
        if not getattr(getattr(region, part), name):
            source = region.law.accessibility_statement or law if law == STATE_LAW else law
            yield warning(file, f"Hier fehlt eine Pflichtangabe nach {source}: {what}.", column=key)
    if not region.open_data.licence:
        yield warning(file, NO_LICENCE, column="open_data.licence")
