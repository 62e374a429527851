"""The fast reader of plain files understands exactly what the careful one understands, or leaves the file to it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.reading.csv_file import parsed, read_csv
from etl.reading.plain_csv import plain_frame

MARKS = st.text(st.sampled_from('ab"", ,\n\r\n;\u00a0\u2003ü\x1c\t0'), max_size=40)
CELLS = st.lists(
    st.tuples(*[st.text(st.sampled_from("aß,;\" \u00a0\u3000ä'\x85\t"), max_size=5)] * 3), min_size=1, max_size=6
)


def same_as_with_care(data: bytes, path: Path) -> None:
    """Compare both readers on these bytes."""
    (path / "t.csv").write_bytes(data)
    fast, findings = read_csv(path / "t.csv", "t.csv")
    careful, expected = parsed("t.csv", data.decode("utf-8-sig"))
    assert findings == expected
    assert fast.is_complete == careful.is_complete
    assert fast.frame.columns.tolist() == careful.frame.columns.tolist()
    assert list(fast.frame.index) == list(careful.frame.index)
    assert fast.frame.astype(object).to_numpy(na_value=None).tolist() == (
        careful.frame.astype(object).to_numpy(na_value=None).tolist()
    )
    assert dict(fast.texts) == dict(careful.texts)
    assert 1 not in fast.texts


@given(MARKS)
def test_any_text_is_read_as_with_care(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    same_as_with_care(f"A,B\n{text}".encode(), tmp_path_factory.getbasetemp())


@given(CELLS, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_any_quoted_cells_are_read_as_with_care(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], line_end: str, is_ended: bool, has_mark: bool
) -> None:
    lines = ["A,B,C", *(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)]
    text = line_end.join(lines) + (line_end if is_ended else "")
    same_as_with_care((("\ufeff" if has_mark else "") + text).encode(), tmp_path_factory.getbasetemp())


def test_a_plain_file_needs_no_care() -> None:
    frame = plain_frame('A,B\r\n1,"x, „y“ ""z"""\r\n2,\r\n'.encode(), ["A", "B"])
    assert frame is not None
    assert frame["B"].fillna("?").tolist() == ['x, „y“ "z"', "?"]


@pytest.mark.parametrize(
    "content",
    ['A,B\n1,"two\nlines"\n', "A,B\n1,2\n\n3,4\n", 'A,B\n1,a"b\n', "A,B\n1\n", "A,B\n1,2\r3,4\n", 'A,B\n1,"\n'],
)
def test_what_is_not_plain_is_left_to_care(content: str) -> None:
    assert plain_frame(content.encode(), ["A", "B"]) is None
