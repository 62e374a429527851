"""What happens to a value that is known, new, or another: rules that hold for whatever the files say."""

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl.official.ingest.merge import (
    DIFFERENT,
    NEW,
    ROUNDED,
    SAME,
    changed_cells,
    contradictions,
    merge_table,
    without_repeats,
)

COLUMNS = ["Kennzahl-ID", "AGS", "Zeitpunkt", "Wert", "Anmerkung"]
PERIODS = ["2018", "2018-12", "2019-06-30", "30.06.2019"]


def table(*rows: tuple[str | None, ...], columns: list[str] = COLUMNS) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns, dtype="str")


def state(known: str, found: str) -> str:
    merge = merge_table("indikatoren", table(("k", "05", "2018", known, None)), table(("k", "05", "2018", found, None)))
    return str(merge.cells["state"].iloc[0])


ROWS = st.lists(
    st.tuples(
        st.sampled_from("kl"),
        st.sampled_from(["05", "05978"]),
        st.sampled_from(PERIODS),
        st.decimals(0, 100, places=2).map(str) | st.integers(0, 100).map(str),
        st.none() | st.just("Hinweis"),
    )
).map(lambda rows: without_repeats("indikatoren", table(*rows)))


KNOWN = table(
    ("k", "05", "2018", "28", "Hinweis"),
    ("k", "05", "2019-06-30", "44.90", None),
    ("k", "05978", "2018", "1", None),
    ("l", "05", "2018", "3", None),
)
"""A value that a file may repeat, round, change or leave out."""
FOUND = table(
    ("k", "05", "2018", "27.96", None),
    ("k", "05", "30.06.2019", "44.9", "Hinweis"),
    ("k", "05978", "2018", "2", None),
    ("k", "05978", "2018-12", "2", None),
)


def values(frame: pd.DataFrame) -> dict[tuple[str, ...], str]:
    plain = frame.replace({"30.06.2019": "2019-06-30"})
    return dict(
        zip(zip(plain["Kennzahl-ID"], plain["AGS"], plain["Zeitpunkt"], strict=True), plain["Wert"], strict=True)
    )


@settings(max_examples=8)
@given(ROWS, ROWS)
@example(KNOWN, FOUND)
@example(KNOWN.head(0), FOUND)
def test_nothing_known_is_lost_or_changed_unless_accepted(known: pd.DataFrame, found: pd.DataFrame) -> None:
    after = merge_table("indikatoren", known, found).table
    first = after.head(len(known))[COLUMNS].reset_index(drop=True)
    pd.testing.assert_frame_equal(first, known.reset_index(drop=True), check_dtype=False)
    assert values(after) == values(found) | values(known)
    assert changed_cells("indikatoren", known, after).empty


@settings(max_examples=8)
@given(ROWS, ROWS, st.booleans())
@example(KNOWN, FOUND, False)
@example(KNOWN, FOUND, True)
def test_merging_again_changes_nothing(known: pd.DataFrame, found: pd.DataFrame, accept: bool) -> None:
    once = merge_table("indikatoren", known, found, accept=accept).table
    again = merge_table("indikatoren", once, found, accept=accept)
    assert again.table.equals(once)
    assert again.count(NEW) == 0
    assert not accept or again.count(DIFFERENT) == 0


@settings(max_examples=8)
@given(ROWS, ROWS)
@example(KNOWN, FOUND)
@example(KNOWN.head(0), FOUND)
def test_every_value_that_changes_is_told(known: pd.DataFrame, found: pd.DataFrame) -> None:
    after = merge_table("indikatoren", known, found, accept=True).table
    assert set(values(known)) <= set(values(after))
    changed = changed_cells("indikatoren", known, after)
    told = {
        (row["Kennzahl-ID"], row["AGS"], row["Zeitpunkt"]): (row["known"], row["found"])
        for row in changed.to_dict("records")
    }
    before, now = values(known), values(after)
    assert told == {key: (before[key], now[key]) for key in before if before[key] != now[key]}


@settings(max_examples=8)
@given(ROWS, ROWS)
@example(KNOWN, FOUND)
@example(KNOWN.head(0), FOUND)
def test_every_value_of_a_file_is_in_one_state(known: pd.DataFrame, found: pd.DataFrame) -> None:
    merge = merge_table("indikatoren", known, found)
    assert sum(merge.count(kind) for kind in (NEW, SAME, ROUNDED, DIFFERENT)) == len(found)


@pytest.mark.parametrize(
    ("known", "found", "expected"),
    [
        ("44.90", "44.9", SAME),
        ("28", "27.96", ROUNDED),
        ("27.96", "28", ROUNDED),
        ("28", "28.5", ROUNDED),
        ("28", "28.51", DIFFERENT),
        ("49143", "49144", DIFFERENT),
        ("0.1", "0.25", DIFFERENT),
        ("66.30", "66.34", DIFFERENT),
    ],
)
def test_rounding_is_told_from_a_difference(known: str, found: str, expected: str) -> None:
    assert state(known, found) == expected


def test_what_describes_a_value_comes_and_goes_with_it() -> None:
    columns = ["AGS", "Stichtag", "Einwohner", "Basis", "Quelle (URL)", "Anmerkung"]
    known = table(("05", "2024-12-31", "10", "alt", "https://alt", "geschätzt"), columns=columns)
    found = table(
        ("05", "31.12.2024", "11", "neu", "https://neu", "2026-11-25"),
        columns=["AGS", "Stichtag", "Einwohner", "Basis", "Quelle (URL)", "Abgerufen"],
    )
    kept, taken = (merge_table("bevoelkerung", known, found, accept=accept).table for accept in (False, True))
    assert kept[columns].equals(known)
    assert taken.iloc[0].dropna().to_dict() == {
        "AGS": "05", "Stichtag": "2024-12-31", "Einwohner": "11", "Basis": "neu", "Quelle (URL)": "https://neu", "Abgerufen": "2026-11-25",
    }  # fmt: skip
    assert changed_cells("bevoelkerung", known, taken)["column"].tolist() == ["Einwohner", "Basis"]


def test_an_empty_cell_is_filled_and_a_text_is_not_overwritten() -> None:
    known = table(("05978004", "Bergkamen", None), columns=["AGS", "Name", "Art"])
    found = table(("05978004", "Bergkamen, Stadt", "Stadt"), columns=["AGS", "Name", "Art"])
    merge = merge_table("gemeinden", known, found)
    assert merge.table.iloc[0].tolist() == ["05978004", "Bergkamen", "Stadt"]
    assert (merge.count(NEW), merge.count(DIFFERENT)) == (1, 1)


def test_a_file_that_contradicts_itself_is_told() -> None:
    found = table(
        ("k", "05", "30.06.2019", "1", None), ("k", "05", "2019-06-30", "1", "x"), ("k", "05", "2019-06-30", "2", None)
    )
    assert contradictions("indikatoren", found)["Wert"].tolist() == ["2"]
    assert without_repeats("indikatoren", found)["Wert"].tolist() == ["1"]
