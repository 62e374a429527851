"""What openpyxl cannot write but Excel does."""

import re
import zipfile
from pathlib import Path

from openpyxl import load_workbook


def with_formula(source: Path, target: Path, sheet: str, place: str, formula: str, value: str, kind: str = "n") -> Path:
    """A copy of a workbook in which one cell has a formula and the value Excel last saw, of a kind: e is an error."""
    number = load_workbook(source, read_only=True).sheetnames.index(sheet) + 1
    part = f"xl/worksheets/sheet{number}.xml"
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name == part:
                text, count = re.subn(
                    rf'(<c r="{place}"[^>]*?)( t="\w+")?>.*?</c>',
                    rf'\1 t="{kind}"><f>{formula}</f><v>{value}</v></c>',
                    data.decode(),
                )
                assert count == 1
                data = text.encode()
            after.writestr(name, data)
    return target
