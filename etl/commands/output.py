"""What the command line prints: findings, the account of every file, the release. Decides nothing."""

from collections import Counter
from collections.abc import Sequence
from textwrap import shorten

import duckdb
from rich.console import Console
from rich.table import Table

from etl.messages.findings import Finding
from etl.messages.german import counted, number
from etl.release.build import Release
from etl.release.row_accounts import accounts

LABELS = {"error": ("Fehler", "bold red"), "question": ("Frage", "bold magenta"), "warning": ("Warnung", "yellow")}
GRANTS = "select sum(amount_eur) from current_funding where counting = 'zählt' and kind = 'Zuwendung'"


def printable(text: str) -> str:
    """A line in which nothing that stands in a table can command the terminal."""
    return "".join(letter if letter.isprintable() else "␣" for letter in text.replace("\n", " "))


def print_findings(console: Console, findings: Sequence[Finding]) -> None:
    """Print each finding in two lines, where and what, then how many there are."""
    for found in findings:
        label, style = LABELS[found.severity]
        value = "" if found.value is None else f": „{shorten(found.value, 80, placeholder=' …')}“"
        console.print(label, style=style, end=" ")
        console.print(printable(f"{found.place}{value}"), markup=False, soft_wrap=True)
        console.print(printable(f"    {found.message}"), markup=False, soft_wrap=True)
    count = Counter(found.severity for found in findings)
    asked = f"{counted(count['question'], 'Frage', 'Fragen')}, " if count["question"] else ""
    warnings = counted(count["warning"], "Warnung", "Warnungen")
    console.print(f"{number(count['error'], 0)} Fehler, {asked}{warnings}.")


def print_release(console: Console, release: Release) -> None:
    """Print where the rows of every file went, then the release and its headline."""
    table = Table(box=None, pad_edge=False)
    table.add_column("Datei", no_wrap=True)
    for heading in ("gelesen", "geladen", "abgewiesen"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Gründe")
    for account in accounts(release.checked, release.tables):
        counts = (account.read, account.loaded, account.rejected)
        table.add_row(account.file, *(number(count, 0) for count in counts), " ".join(account.reasons))
    console.print(table)
    with duckdb.connect(release.path, read_only=True) as connection:
        (grants,) = connection.execute(GRANTS).fetchall()[0]
    console.print(f"Veröffentlichung {release.release_id}, Stand {release.stand_date:%d.%m.%Y}")
    console.print(f"Zuwendungen, die zählen: {'keine bekannt' if grants is None else f'{number(grants)} €'}")
