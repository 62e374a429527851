"""What the law wants an operator to say, and region.toml does not say yet."""

from collections.abc import Iterator

from etl.findings import Finding, warning
from etl.region import Operator

DUTIES = {
    "represented_by": ("§ 5 DDG", "wer den Betreiber vertritt"),
    "email": ("§ 5 DDG", "die E-Mail-Adresse des Betreibers"),
    "phone": ("§ 5 DDG", "einen zweiten schnellen Weg zum Betreiber, etwa die Telefonnummer"),
    "editor": ("§ 18 Abs. 2 MStV", "wer für die redaktionellen Texte verantwortlich ist, mit Anschrift"),
    "data_protection_officer": ("Art. 13 DSGVO", "wer Datenschutzbeauftragte oder Datenschutzbeauftragter ist"),
    "data_protection_email": ("Art. 13 DSGVO", "wie man die oder den Datenschutzbeauftragten erreicht"),
    "accessibility_email": ("§ 10b BGG NRW", "wohin Barrieren gemeldet werden können"),
    "accessibility_checked_on": ("§ 10b BGG NRW", "wann die Barrierefreiheit zuletzt geprüft wurde, etwa 2026-11-23"),
}


def legal_findings(operator: Operator, file: str) -> Iterator[Finding]:
    """One warning for each duty of the operator that is still empty."""
    for key, (law, what) in DUTIES.items():
        if not getattr(operator, key):
            message = f"Hier fehlt eine Pflichtangabe nach {law}: {what}."
            yield warning(file, message, column=f"operator.{key}")
