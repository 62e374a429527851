"""What the last run of the tests found: pytest's report, condensed beside the releases and never a part of one.

A release is made from its inputs and rules alone; whether the program was tested changes no figure of it.
"""

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import parse

from etl.messages.german import counted
from etl.messages.refusals import UnreadableError, writing
from etl.reading.whole_files import write_whole

FILE = "test_results.json"
"""Its name in the folder of releases."""
LARGEST = 50_000_000
"""Bytes of a report that is read: five thousand cases have about one million."""
EXPECTED = "Erwartet wird der Bericht, den „make test“ schreibt."
_MODULE = re.compile(r"tests(\.\w+)*\.test_\w+")
_CASE = re.compile(r"(test_\w+)(\[.*\])?", re.DOTALL)
_ENDED = {"failure": "failed", "error": "failed", "skipped": "skipped"}
_WORST = ("passed", "skipped", "failed")


@dataclass(frozen=True)
class TestReport:
    """One whole run of all tests."""

    __test__ = False
    day: date
    program: str
    """Id of the program that was tested."""
    tests: dict[str, dict[str, int]]
    """Cases of each test (``tests/app/test_units.py::test_zero_is_known``) that passed, failed or were skipped."""

    @property
    def summary(self) -> str:
        """One sentence for who builds."""
        total = sum((Counter(test) for test in self.tests.values()), Counter[str]())
        parts = [counted(total["passed"], "Fall bestanden", "Fälle bestanden")]
        parts += [f"{total['failed']} nicht bestanden"] if total["failed"] else []
        parts += [f"{total['skipped']} übersprungen"] if total["skipped"] else []
        return f"Testlauf vom {self.day:%d.%m.%Y}: {', '.join(parts)}."


def whole_report(path: Path) -> TestReport:
    """The report at ``path``.

    Raises UnreadableError if it is no report of pytest, or one of a part of the tests.
    """
    root = _root(path)
    suites = list(root.iter("testsuite"))
    ended: dict[tuple[str, str], str] = {}
    for case in root.iter("testcase"):
        key = (case.get("classname", ""), case.get("name", ""))
        ended[key] = max(ended.get(key, "passed"), _ended(case), key=_WORST.index)
    said = {found.get("name"): found.get("value", "") for found in root.iter("property")}
    if not suites or not ended:
        raise UnreadableError(f"Darin steht kein Testlauf. {EXPECTED}")
    if not re.fullmatch("[0-9a-f]{12}", said.get("program", "")) or said.get("collected") != str(len(ended)):
        raise UnreadableError(f"Es ist kein ganzer Lauf aller Tests. {EXPECTED}")
    try:
        day = datetime.fromisoformat(suites[0].get("timestamp", "")).date()
    except ValueError:
        raise UnreadableError(f"Der Tag des Laufs fehlt. {EXPECTED}") from None
    tests: dict[str, Counter[str]] = {}
    for (module, name), outcome in ended.items():
        if _MODULE.fullmatch(module) and (case_name := _CASE.fullmatch(name)):
            tests.setdefault(f"{module.replace('.', '/')}.py::{case_name[1]}", Counter())[outcome] += 1
    return TestReport(day, said["program"], {name: dict(found) for name, found in sorted(tests.items())})


def _root(path: Path) -> Element:
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableError(f"Die Datei ist größer als jeder Testbericht. {EXPECTED}")
        root: Element = parse(path, forbid_dtd=True).getroot()
    except (OSError, ParseError, DefusedXmlException, ValueError) as problem:
        raise UnreadableError(f"Die Datei lässt sich nicht als XML lesen. {EXPECTED}") from problem
    return root


def _ended(case: Element) -> str:
    return max((_ENDED.get(part.tag, "passed") for part in case), key=_WORST.index, default="passed")


def keep(report: TestReport | None, releases_dir: Path) -> None:
    """Keep what a report says beside the releases, in place of what an earlier one said; nothing where there is none."""
    file = releases_dir / FILE
    with writing(releases_dir):
        if report is None:
            file.unlink(missing_ok=True)
            return
        write_whole(file, json.dumps(asdict(report), default=date.isoformat))
