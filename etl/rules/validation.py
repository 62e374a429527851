"""Everything that must hold before a release is built: all rules, all findings at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from etl.messages.findings import Finding, in_order
from etl.reading.csv_file import Table
from etl.reading.inputs import Inputs, read_inputs
from etl.rules import rejects
from etl.rules.appearance import appearance_findings
from etl.rules.boundary_checks import boundary_findings
from etl.rules.column_checks import column_findings
from etl.rules.cross_checks import cross_findings
from etl.rules.detail_checks import detail_findings
from etl.rules.history import history_findings
from etl.rules.legal import legal_findings
from etl.rules.name_checks import name_findings
from etl.rules.questions import questions


@dataclass(frozen=True)
class CheckedInputs:
    """A data folder read and checked."""

    inputs: Inputs
    """Without the rejected rows."""
    rejected: pd.DataFrame
    findings: Sequence[Finding]

    @property
    def errors(self) -> list[Finding]:
        """The findings that stop the publication."""
        return [found for found in self.findings if found.severity == "error"]

    @property
    def questions(self) -> list[Finding]:
        """What somebody has to answer before a new Stand is taken in."""
        return [found for found in self.findings if found.severity == "question"]


def checked_inputs(data_dir: Path, pending: Mapping[date, Path] | None = None) -> CheckedInputs:
    """Read a data folder and apply every rule to it; a finding in one file hides none in another.

    ``pending`` are folders that are read as if they were Stände already.
    """
    inputs, findings = read_inputs(data_dir, pending)
    rejected: list[rejects.Reject] = []
    kept: dict[str, Table] = {}
    for kind, table in inputs.tables():
        kept[table.file], left_out, found = rejects.split_rejects(kind, table)
        rejected += left_out
        findings += found
    inputs = replace(inputs, files=kept)
    for kind, table in inputs.tables():
        if len(table.frame.columns):
            findings += column_findings(kind, table)
    findings += [
        *cross_findings(inputs),
        *detail_findings(inputs),
        *history_findings(inputs),
        *boundary_findings(inputs),
        *name_findings(inputs),
    ]
    findings += [found for found in questions(inputs) if found.question not in inputs.answered]
    if inputs.region:
        findings += legal_findings(inputs.region, "region.toml")
        findings += appearance_findings(inputs.region, data_dir, "region.toml")
    return CheckedInputs(inputs, pd.DataFrame(rejected, columns=rejects.COLUMNS), in_order(findings))
