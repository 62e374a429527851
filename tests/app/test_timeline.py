"""The timeline: every date is drawn as precisely as it is known and never more, for any number of projects."""

import datetime as dt
import itertools
import re
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from app.charts import theme, timeline
from app.data import queries
from app.data.selection import Selection
from tests.app.model import interval

STAND = dt.date(2026, 11, 23)
DATES = ("begin", "end", "due", "first_planned")
PRECISION = {4: "year", 7: "month", 10: "day"}
MARKUP = "<script>alert(1)</script> & <a href='x'>"


def rows(*given: dict[str, Any]) -> pd.DataFrame:
    """Milestones by hand; dates are partial dates as text."""
    found = []
    for i, row in enumerate(given):
        full: dict[str, Any] = {
            "project_id": row.get("project_title", "Projekt"),
            "project_title": "Projekt",
            "title": f"Ziel {i}",
            "state": "reached",
            "delay_days": None,
            "delay_months": None,
            **dict.fromkeys(DATES),
            **row,
        }
        for name in DATES:
            known = interval(full[name] or "")
            full[f"{name}_first_date"], full[f"{name}_last_date"] = map(pd.Timestamp, known or (None, None))
            text = full[name] or ""
            full[f"{name}_precision"] = "quarter" if "Q" in text else PRECISION.get(len(text))
        found.append(full)
    frame = pd.DataFrame(found) if found else rows({}).iloc[:0]
    return frame.astype({f"{name}_{end}_date": "datetime64[us]" for name in DATES for end in ("first", "last")})


def drawn(*given: dict[str, Any]) -> go.Figure:
    return timeline.timeline(rows(*given), stand=STAND)


def alt(figure: go.Figure) -> str:
    return str(figure.layout.meta["alt"])


def marks(figure: go.Figure, name: str) -> Any:
    return next(trace for trace in figure.data if trace.mode == "markers" and trace.name == name)


def spans(figure: go.Figure, colour: str) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """First and last day of every bar of a colour."""
    found = []
    for trace in figure.data:
        if trace.mode == "lines" and trace.line.color == colour and not trace.line.dash:
            xs = [x for x in trace.x if x is not None and not pd.isna(x)]
            found += [(pd.Timestamp(a), pd.Timestamp(b)) for a, b in zip(xs[::2], xs[1::2], strict=True)]
    return found


REACHED = theme.STATE["reached"][0]


def test_a_day_is_a_point() -> None:
    figure = drawn({"due": "2023-05-17"})
    assert [pd.Timestamp(x) for x in marks(figure, "erreicht").x] == [pd.Timestamp("2023-05-17")]
    assert spans(figure, REACHED) == []


@pytest.mark.parametrize(
    ("due", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-Q3", "2023-07-01", "2023-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
    ],
)
def test_a_year_a_quarter_and_a_month_are_bars_of_their_whole_length(due: str, first: str, last: str) -> None:
    figure = drawn({"due": due})
    assert spans(figure, REACHED) == [(pd.Timestamp(first), pd.Timestamp(last))]
    (mark,) = marks(figure, "erreicht").x
    assert pd.Timestamp(first) < pd.Timestamp(mark) < pd.Timestamp(last)


def test_what_is_told_on_hovering_is_no_more_precise_than_the_source() -> None:
    (text,) = marks(drawn({"due": "2023-Q3"}), "erreicht").customdata
    assert "erreicht: 3. Quartal 2023" in text
    assert not re.search(r"\d\d\.\d\d\.\d{4}", text)


def test_the_run_of_a_project_is_drawn_where_begin_and_end_are_known() -> None:
    figure = drawn({"begin": "2020", "end": "2023-Q2", "due": "2021"})
    assert (pd.Timestamp("2020-01-01"), pd.Timestamp("2023-06-30")) in spans(figure, theme.NEUTRAL)


def test_a_begin_alone_does_not_say_how_long_a_project_runs() -> None:
    figure = drawn({"begin": "2020"})
    assert spans(figure, theme.NEUTRAL) == [(pd.Timestamp("2020-01-01"), pd.Timestamp("2020-12-31"))]
    assert "Beginn: 2020" in marks(figure, "nur Beginn oder nur Ende bekannt").customdata[0]


def test_an_end_alone_is_drawn_as_itself() -> None:
    figure = drawn({"end": "2027"})
    assert spans(figure, theme.NEUTRAL) == [(pd.Timestamp("2027-01-01"), pd.Timestamp("2027-12-31"))]
    assert "Ende: 2027" in marks(figure, "nur Beginn oder nur Ende bekannt").customdata[0]


def test_a_first_plan_is_shown_where_it_differs_from_what_came_of_it() -> None:
    figure = drawn({"due": "2023-05-17", "first_planned": "2022-12-31", "delay_days": 137})
    assert [pd.Timestamp(x) for x in marks(figure, "erste Planung").x] == [pd.Timestamp("2022-12-31")]
    assert "137 Tage" in marks(figure, "erreicht").customdata[0]
    same = drawn({"due": "2023-05-17", "first_planned": "2023-05-17"})
    assert "erste Planung" not in [trace.name for trace in same.data]


def test_states_differ_by_symbol() -> None:
    figure = drawn(*({"due": "2023-05-17", "state": state} for state in theme.STATE))
    symbols = [trace.marker.symbol for trace in figure.data if trace.mode == "markers"]
    assert len(set(symbols)) == len(symbols) == len(theme.STATE)


def test_the_stand_is_a_dashed_line_with_its_date() -> None:
    figure = drawn({"due": "2023"})
    (line,) = [shape for shape in figure.layout.shapes if shape.line.dash == "dash"]
    assert (line.x0, line.x1) == ("2026-11-23", "2026-11-23")
    assert "Stand 23.11.2026" in [note.text for note in figure.layout.annotations]


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "ohne datierte Meilensteine in 0 Projekten"),
        (1, "mit einem datierten Meilenstein in einem Projekt"),
        (5, "mit 5 datierten Meilensteinen in 5 Projekten"),
        (200, "mit 200 datierten Meilensteinen in 200 Projekten"),
    ],
)
def test_any_number_of_projects_is_drawn(count: int, told: str) -> None:
    figure = drawn(*({"project_title": f"Projekt {i}", "due": f"20{10 + i % 20}"} for i in range(count)))
    names = [note.text for note in figure.layout.annotations if note.text.startswith("Projekt ")]
    assert names == [f"Projekt {i}" for i in range(count)]
    assert figure.layout.height > 40 * count
    assert f"Zeitleiste {told}." in alt(figure)
    places = [note.y for note in figure.layout.annotations if note.text.startswith("Projekt ")]
    assert all(above - below == pytest.approx(1) for above, below in itertools.pairwise(places))


def test_projects_of_the_same_name_have_a_row_each() -> None:
    figure = drawn(
        {"project_id": "a", "project_title": "Gleich", "due": "2020"},
        {"project_id": "b", "project_title": "Gleich", "due": "2021"},
    )
    assert len([note for note in figure.layout.annotations if note.text == "Gleich"]) == 2


def test_what_has_no_date_at_all_is_not_drawn() -> None:
    figure = drawn({"project_title": "Ohne"}, {"project_title": "Mit", "due": "2020"})
    assert [note.text for note in figure.layout.annotations if note.text in ("Ohne", "Mit")] == ["Mit"]


def test_the_alt_text_counts_what_is_drawn(everything: Selection) -> None:
    table = queries.timeline_rows(everything)
    figure = timeline.timeline(table, stand=everything.stand)
    dated = table[table.due.notna()]
    with_date = table[table[["due", "begin", "end"]].notna().any(axis=1)]
    told = alt(figure)
    assert f"mit {len(dated)} datierten Meilensteinen in {with_date.project_id.nunique()} Projekten" in told
    assert "am 23.11.2026" in told
    names = {"reached": "erreicht", "planned": "geplant", "overdue": "überfällig", "no_feedback": "ohne Rückmeldung"}
    for state, count in dated.state.value_counts().items():
        assert f"{names[str(state)]} {count}" in told
        assert len(marks(figure, names[str(state)]).x) == count


def test_every_bar_of_the_release_is_as_long_as_its_date(everything: Selection) -> None:
    table = queries.timeline_rows(everything)
    figure = timeline.timeline(table, stand=everything.stand)
    for state, (colour, _) in theme.STATE.items():
        if colour == theme.NEUTRAL:  # what was dropped stands in the account alone; the runs have its colour
            continue
        of_state = table[(table.state == state) & table.due.notna()]
        expected = [interval(due) for due in of_state[of_state.due_precision != "day"].due]
        assert [(a.date(), b.date()) for a, b in spans(figure, colour)] == expected


def test_titles_are_shown_as_they_are_written() -> None:
    # plotly reads texts as HTML; our own tags are <b> and <br>.
    figure = drawn({"project_title": MARKUP, "title": MARKUP, "due": "2020", "first_planned": "2019"})
    texts = [note.text for note in figure.layout.annotations]
    texts += [text for trace in figure.data if trace.customdata is not None for text in trace.customdata]
    assert [text for text in texts if "<script" in text or "<a " in text] == []
