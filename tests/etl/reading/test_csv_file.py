"""A table remembers the line of every record and changes no text."""

from pathlib import Path

import pytest

from etl.reading.csv_file import Table, read_csv
from etl.rules.rejects import split_rejects


def table(path: Path, content: str) -> Table:
    """Read a file of this content, which has no mistake."""
    (path / "t.csv").write_bytes(content.encode())
    read, findings = read_csv(path / "t.csv", "t.csv")
    assert not findings
    return read


def test_a_record_is_known_by_the_line_where_it_starts(tmp_path: Path) -> None:
    read = table(tmp_path, 'A,B\n1,"one\ntwo\nthree"\n\n2,x\n')
    assert list(read.rows("A", "B")) == [(2, "1", "one\ntwo\nthree"), (6, "2", "x")]
    assert read.texts == {2: '1,"one\ntwo\nthree"', 6: "2,x"}


def test_keys_keep_their_zero_and_words_for_nothing_stay_words(tmp_path: Path) -> None:
    assert list(table(tmp_path, "A,B\n05978004,NA\n").rows("A", "B")) == [(2, "05978004", "NA")]


def test_an_empty_cell_is_no_value(tmp_path: Path) -> None:
    read = table(tmp_path, "A,B\n1,\n2,\u00a0 \n")
    assert read.frame["B"].isna().all()
    assert (read.known("A"), read.known("B")) == (["1", "2"], [])
    assert [read.lacks(column) for column in "ABC"] == [False, True, True]
    assert list(read.rows("A", "B")) == []


@pytest.mark.parametrize("content", ["\ufeffA,B\r\n1,ü\r\n", "A,B\n1,ü", "A , B\n1 , ü \n"])
def test_marks_line_ends_and_blanks_of_excel_are_no_content(content: str, tmp_path: Path) -> None:
    read = table(tmp_path, content)
    assert list(read.rows("A", "B")) == [(2, "1", "ü")]


def test_a_table_with_a_lost_record_proves_no_key_unknown(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("A,B\n1,2\n3\n")
    read, findings = read_csv(tmp_path / "t.csv", "t.csv")
    assert [finding.line for finding in findings] == [3]
    assert read.known("A") is None


def test_of_equal_rows_the_first_is_kept(tmp_path: Path) -> None:
    kept, rejected, findings = split_rejects("quellen", table(tmp_path, "A,B\n1,\n2,\n1,\n1,\n"))
    assert kept.frame.index.tolist() == [2, 3]
    assert [(line, text) for _, line, _, text in rejected] == [(4, "1,"), (5, "1,")]
    assert [finding.severity for finding in findings] == ["warning", "warning"]
