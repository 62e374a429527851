"""The log only grows, and a change to it is noticed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.messages.refusals import RefusedError
from etl.office import audit_log
from etl.office.audit_log import HEAD, LOG, append, entries


def filled(folder: Path, count: int = 4) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        append(folder, {"operation": str(number), "name": "Änne\n„x“", "reason": "<b>"})
    return folder / LOG


def test_every_entry_is_one_line_and_names_the_one_before(tmp_path: Path) -> None:
    lines = filled(tmp_path).read_text("utf-8").splitlines()
    assert [json.loads(line)["number"] for line in lines] == [1, 2, 3, 4]
    assert [json.loads(line)["hash"] for line in lines[:-1]] == [json.loads(line)["previous"] for line in lines[1:]]
    assert [entry["reason"] for entry in entries(tmp_path)] == ["<b>"] * 4


def test_the_same_step_is_logged_once(tmp_path: Path) -> None:
    filled(tmp_path)
    append(tmp_path, {"operation": "3", "name": "Änne\n„x“", "reason": "<b>"})
    assert len(entries(tmp_path)) == 4


def without_line(lines: list[bytes]) -> list[bytes]:
    return [lines[0], *lines[2:]]


def line(number: int, previous: str) -> bytes:
    """A line that is sound by itself."""
    entry: dict[str, object] = {"number": number, "operation": "forged", "previous": previous}
    return json.dumps(entry | {"hash": audit_log._hash(entry)}).encode()


def hash_of(found: bytes) -> str:
    return str(json.loads(found)["hash"])


def with_more_lines(lines: list[bytes]) -> list[bytes]:
    fifth = line(5, hash_of(lines[-1]))
    return [*lines, fifth, line(6, hash_of(fifth))]


@pytest.mark.parametrize(
    "change",
    [
        without_line,
        with_more_lines,
        lambda lines: [lines[0], line(2, hash_of(lines[0])), *lines[2:]],
        lambda lines: lines[:2],
        lambda lines: [],
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: [*lines[:2], lines[1], *lines[2:]],
        lambda lines: [line.replace(b"<b>", b"<i>") for line in lines],
        lambda lines: [*lines, b"{}", b"{}"],
        lambda lines: [line.replace(b'": ', b'":\t', 1) for line in lines],
        lambda lines: [line.replace(b"{", b'{"operation": "y", ', 1) for line in lines],
    ],
    ids=[
        "removed",
        "continued",
        "forged",
        "end-removed",
        "emptied",
        "exchanged",
        "doubled",
        "rewritten",
        "added",
        "blank",
        "said-twice",
    ],
)
def test_a_change_is_noticed_and_nothing_more_is_written(
    change: Callable[[list[bytes]], list[bytes]], tmp_path: Path
) -> None:
    log = filled(tmp_path)
    log.write_bytes(b"".join(line + b"\n" for line in change(log.read_bytes().splitlines())))
    before = log.read_bytes()
    with pytest.raises(RefusedError, match="Protokoll"):
        append(tmp_path, {"operation": "x"})
    assert log.read_bytes() == before


@settings(max_examples=30)
@given(place=st.integers(min_value=0), byte=st.integers(min_value=0, max_value=255))
def test_any_other_byte_is_noticed(place: int, byte: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("log")
    log = filled(folder, 2)
    content = bytearray(log.read_bytes())
    place %= len(content)
    if content[place] == byte:
        return
    content[place] = byte
    log.write_bytes(content)
    with pytest.raises(RefusedError):
        entries(folder)


@pytest.mark.parametrize("length", [1, 40, -1])
def test_a_line_that_was_cut_off_is_no_entry(length: int, tmp_path: Path) -> None:
    log = filled(tmp_path)
    line = log.read_bytes().splitlines()[0]
    with log.open("ab") as out:
        out.write(line[:length])
    append(tmp_path, {"operation": "x"})
    assert [entry["operation"] for entry in entries(tmp_path)] == ["0", "1", "2", "3", "x"]


def test_a_line_whose_note_was_not_written_counts(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    note = (tmp_path / HEAD).read_text("utf-8")
    append(tmp_path, {"operation": "3"})
    (tmp_path / HEAD).write_text(note, "utf-8")
    append(tmp_path, {"operation": "3"})
    assert len(entries(tmp_path)) == 4
