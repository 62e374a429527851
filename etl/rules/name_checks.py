"""Names of funders and programmes: what the files that give them must hold, and which names they lack."""

from collections.abc import Iterator, Mapping

from etl.messages.findings import Finding, error, warning
from etl.messages.german import quoted
from etl.reading.csv_file import Table
from etl.reading.inputs import NAMES, Inputs
from etl.reading.text_columns import different
from etl.rules.cross_checks import duplicate_findings

SPELLING, NAME, ADDITION = "Schreibweise", "Name", "Zusatz"


def name_findings(inputs: Inputs) -> Iterator[Finding]:
    """Find lines that give no name or a second one, and funders and programmes that have no line yet."""
    for kind, table in inputs.names.items():
        headers = [SPELLING, NAME, ADDITION]
        missing = [header for header in headers if header not in table.columns]
        for header in missing if table.is_complete else ():
            yield error(table.file, f"Die Spalte fehlt. Erwartet werden {quoted(headers)}.", line=1, column=header)
        if missing:
            continue
        for header in (SPELLING, NAME):
            for line in table.lines_without(header):
                yield error(table.file, "Das Feld ist leer, muss aber gefüllt sein.", line=line, column=header)
        yield from duplicate_findings(table, (SPELLING,))
        yield from _unnamed_findings(inputs, NAMES[kind], table.file, set(different(table.columns[SPELLING])))


def spellings(names: Table | None) -> Mapping[str, str]:
    """The one name of each spelling that a file of names gives."""
    return {spelling: name for _, spelling, name in names.rows(SPELLING, NAME)} if names else {}


def _unnamed_findings(inputs: Inputs, column: str, file: str, known: set[str]) -> Iterator[Finding]:
    """Each name without a line once, where the latest Stand has it first."""
    for stand_date in reversed(inputs.stands):
        funding = inputs.table(stand_date, "foerderung")
        for line, name in funding.breaches(column, known.__contains__):
            if name not in known:
                known.add(name)
                message = (
                    f"Diese Schreibweise steht nicht in {file} und zählt deshalb als eigener Name. Bitte dort eine Zeile "
                    f"ergänzen: die Schreibweise, der Name, unter dem sie zählen soll, und was sie sonst noch sagt."
                )
                yield warning(funding.file, message, line=line, column=column, value=name)
