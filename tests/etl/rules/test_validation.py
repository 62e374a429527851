"""Each mistake is found once, at its place, in words that help; and nothing is published."""

import itertools
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from etl.messages.findings import Finding
from etl.messages.refusals import InputError
from etl.reading.csv_file import Table
from etl.release.build import Release, build
from etl.rules.cross_checks import LISTED, _no_such_key, kind_findings
from etl.rules.validation import checked_inputs
from tests.etl.defects import DEFECTS, STAND, Defect, cell, copy
from tests.stands import first_stand


@pytest.fixture(scope="session")
def usual(tmp_path_factory: pytest.TempPathFactory) -> set[Finding]:
    """The warnings of the first Stand."""
    return set(checked_inputs(first_stand(tmp_path_factory.mktemp("usual"))).findings)


def matches(finding: Finding, defect: Defect, line: int | None) -> bool:
    """Whether this is the finding that the defect must cause."""
    return (
        finding.severity == defect.severity
        and finding.file == (defect.found_in or defect.file)
        and (finding.line == line or bool(defect.found_in))
        and finding.column == defect.column
        and defect.text in finding.message
    )


def rounds() -> Iterator[list[Defect]]:
    """All defects that hide no other, then of each file one after the other that does."""
    alone: dict[str, list[Defect]] = {}
    for defect in DEFECTS:
        alone.setdefault(defect.file if defect.is_alone else "", []).append(defect)
    yield alone.pop("")
    for found in itertools.zip_longest(*alone.values()):
        yield [defect for defect in found if defect]


@pytest.mark.parametrize("defects", rounds(), ids=lambda defects: defects[0].rule)
def test_every_defect_is_found_once_at_its_place(defects: list[Defect], data_dir: Path, usual: set[Finding]) -> None:
    lines = [defect.apply(data_dir) for defect in defects]
    found = [finding for finding in checked_inputs(data_dir).findings if finding not in usual]
    for defect, line in zip(defects, lines, strict=True):
        assert sum(matches(finding, defect, line) for finding in found) == 1, defect.rule
    assert len(found) == len(defects), found


def test_every_empty_duty_of_the_operator_names_its_law(usual: set[Finding]) -> None:
    found = {finding.column: finding.message for finding in usual if finding.file == "region.toml"}
    assert "§ 5 DDG" in found["operator.represented_by"]
    assert "§ 18 Abs. 2 MStV" in found["operator.editor"]
    assert "Art. 13 DSGVO" in found["operator.data_protection_email"]
    assert "§ 10b BGG NRW" in found["operator.accessibility_email"]


def test_rows_without_a_key_are_not_called_the_same_row(data_dir: Path) -> None:
    path = data_dir / "raw" / STAND / "quellen.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write(",Stadt,Titel,2026,https://example.org\n" * 2)
    (found,) = checked_inputs(data_dir).errors
    assert (found.file, found.column) == (f"{STAND}quellen.csv", "Quelle-ID")
    assert "darf nur einmal vorkommen" not in found.message


def test_all_that_the_law_wants_an_operator_to_say_is_named(data_dir: Path) -> None:
    path = data_dir / "region.toml"
    before, _, rest = path.read_text("utf-8").partition("[operator]")
    rest = rest.partition("[[conflict]]")[0]
    path.write_text(f"{before}[operator]" + re.sub(r'^(\w+) = ".*"', r'\1 = ""', rest, flags=re.MULTILINE), "utf-8")
    checked = checked_inputs(data_dir)
    assert {found.column for found in checked.findings if "Pflichtangabe" in found.message} == {
        *(f"operator.{name}" for name in ("name", "represented_by", "email", "phone", "editor")),
        *(f"operator.{name}" for name in ("data_protection_officer", "data_protection_email")),
        *(f"operator.{name}" for name in ("accessibility_email", "accessibility_checked_on")),
        *(f"law.{name}" for name in ("accessibility", "accessibility_statement", "data_processing")),
        *("complaint_body.name", "complaint_body.law", "data_protection_authority.name"),
    }


def test_the_licence_of_the_own_data_is_asked_for_until_it_is_one_of_two(data_dir: Path, usual: set[Finding]) -> None:
    def findings(licence: str) -> list[Finding]:
        path = data_dir / "region.toml"
        path.write_text(re.sub(r'(?m)^licence = ".*"', f'licence = "{licence}"', path.read_text("utf-8")), "utf-8")
        return [found for found in checked_inputs(data_dir).findings if found.column == "open_data.licence"]

    assert [found.severity for found in usual if found.column == "open_data.licence"] == ["warning"]
    assert findings("dl-de/by-2-0") == findings("dl-de/zero-2-0") == []
    (wrong,) = findings("cc-by")
    assert wrong.severity == "error"
    assert "dl-de/by-2-0" in wrong.message
    assert "dl-de/zero-2-0" in wrong.message


def test_an_error_publishes_nothing_and_keeps_the_current_release(
    release: Release, data_dir: Path, published_dir: Path
) -> None:
    DEFECTS[0].apply(data_dir)
    with pytest.raises(InputError) as caught:
        build(data_dir, published_dir)
    assert [found.severity for found in caught.value.findings].count("error") == 1
    assert (published_dir / "CURRENT").read_text() == f"{release.release_id}\n"
    assert [path.name for path in published_dir.glob("*.duckdb")] == [release.path.name]


CONTENTS = [b"", b"\xff\xfe\x00", b'"', b"a,b\n1,2\n", b"\n\n", b"{}", b"[1]", b"\x00,\x00\n", b"AGS,,\n1,,\n"]
READ = ["gemeinden.csv", "indikatoren.csv", f"{STAND}projekte.csv", "sources.toml", "../region.toml", "grenzen.geojson"]


# Each round breaks every file, each with another content than the round before.
@pytest.mark.parametrize("first", [0, 3, 6])
def test_broken_files_are_findings_and_never_a_crash(first: int, data_dir: Path) -> None:
    for number, file in enumerate(READ, first):
        (data_dir / "raw" / file).write_bytes(CONTENTS[number % len(CONTENTS)])
    named = {finding.file for finding in checked_inputs(data_dir).errors}
    assert {file.removeprefix("../") for file in READ} <= named


def test_an_empty_folder_names_every_missing_file(tmp_path: Path) -> None:
    found = checked_inputs(tmp_path).errors
    assert {finding.file for finding in found} >= {"region.toml", "sources.toml", "gemeinden.csv", "grenzen.geojson"}
    assert any("keinen Stand" in finding.message for finding in found)


def test_a_question_that_is_answered_in_its_stand_is_not_asked_again(data_dir: Path) -> None:
    cell(0, "Veröffentlicht", "2031")(data_dir / "raw" / STAND / "quellen.csv")
    (asked,) = checked_inputs(data_dir).questions
    answers = data_dir / "raw" / STAND / "antworten.csv"
    # A line without an answer answers nothing.
    for answer, questions in (("", [asked]), ("ist so", [])):
        answers.write_text(f"Kennung,Frage,Antwort,Datum\n{asked.question},x,{answer},2026-11-29\n", "utf-8")
        assert checked_inputs(data_dir).questions == questions


def test_a_folder_that_is_no_day_is_an_error(data_dir: Path) -> None:
    names = ["2027-02-30", "2027-W01-1", "20270331", "neu"]
    for name in names:
        shutil.copytree(data_dir / "raw" / STAND, data_dir / "raw" / "staende" / name)
    assert sorted(finding.file for finding in checked_inputs(data_dir).errors) == [f"staende/{name}" for name in names]


def test_a_municipality_of_another_district_is_an_error(data_dir: Path) -> None:
    copy(0, AGS="05913000", Name="Dortmund")(data_dir / "raw" / "gemeinden.csv")
    messages = [finding.message for finding in checked_inputs(data_dir).errors]
    assert len(messages) == 2
    assert any("gehört nicht zum Kreis 05978" in message for message in messages)
    assert any("Für Dortmund fehlt die Fläche" in message for message in messages)


def test_the_office_is_told_of_milestones_without_a_kind_in_its_latest_stand(
    data_dir: Path, usual: set[Finding]
) -> None:
    path = data_dir / "raw" / STAND / "meilensteine.csv"
    rows = pd.read_csv(path, dtype="str")

    def told(findings: Iterable[Finding]) -> list[str]:
        return [found.message.split(".")[0] for found in findings if found.column == "Art"]

    assert told(usual) == ["Ohne Angabe der Art: 104 von 104 Meilensteinen"]
    for kinds, expected in ((["Beschluss"] * 103 + [None], 1), (["Ergebnis"] * 104, 0)):
        rows.assign(Art=kinds).to_csv(path, index=False)
        found = told(checked_inputs(data_dir).findings)
        assert found == [f"Ohne Angabe der Art: {expected} von 104 Meilensteinen"] * bool(expected)
    milestones = Table("meilensteine.csv", pd.DataFrame({"Art": ["Ergebnis", None]}, dtype="str"), is_complete=True)
    (one,) = kind_findings(milestones)
    assert one.message.startswith("Ohne Angabe der Art: 1 von 2 Meilensteinen. Er zählt als Ergebnis, auch wo es ")


def test_keys_of_a_whole_country_are_not_listed() -> None:
    few, many = ({f"{number:08}": "Ort" for number in range(count)} for count in (LISTED, LISTED + 1))
    assert _no_such_key("99999999", few).endswith("00000199 (Ort).")
    assert _no_such_key("99999999", many).endswith("Erlaubt sind die Schlüssel aus gemeinden.csv und region.toml.")
