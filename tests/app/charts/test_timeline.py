"""Timelines: every date is drawn as precisely as it is known and never more, for any number of rows."""

import datetime as dt
import itertools
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.charts import fonts, milestone_charts, theme
from app.charts.bars import BARS_BEFORE_REST
from app.charts.fit import fitted
from app.charts.fonts import SMALL
from app.charts.marks import MEDIUM, NARROW, WIDE, Layout, Line, Place, Rule, Text, day
from app.charts.timeline import TimelineChart
from app.data import queries
from app.data.selection import Selection
from tests.app.charts.drawings import MARKUP, bars, faults, faults_of_page, laid_out, points, texts
from tests.app.charts.tables import milestones, shifted
from tests.app.model import interval

STAND = dt.date(2026, 11, 23)
REACHED = theme.STATE["reached"][0]
DATES = st.sampled_from([None, "1998", "2019-Q2", "2020-02", "2023-05-17", "2027", "2040-Q4"])
MILESTONES = st.lists(
    st.fixed_dictionaries(
        {
            "project_title": st.text(min_size=1, max_size=120),
            "due": DATES,
            "begin": DATES,
            "end": DATES,
            "first_planned": DATES,
            "state": st.sampled_from(list(theme.STATE)),
        }
    ),
    min_size=1,
    max_size=20,
)


def timeline(*rows: dict[str, Any]) -> TimelineChart:
    found = milestone_charts.timeline(milestones(*rows), stand=STAND)
    assert found
    return found


def shifts(*rows: dict[str, Any]) -> TimelineChart:
    found = milestone_charts.shifts(shifted(*rows), stand=STAND)
    assert found
    return found


def spans(layout: Layout, colour: str) -> list[tuple[dt.date, dt.date]]:
    """First and last day of every bar of a colour."""
    found = [(bar.left, bar.right) for bar in bars(layout) if bar.series.colour == colour]
    return [(dt.date.fromordinal(int(left)), dt.date.fromordinal(int(right))) for left, right in found]


def titles(layout: Layout) -> list[Text]:
    return [mark for mark in layout.marks if isinstance(mark, Text) and not mark.lines[0].startswith("Stand ")]


def test_a_day_is_a_point() -> None:
    layout = laid_out(timeline({"due": "2023-05-17"}))
    assert [point.x for point in points(layout, "erreicht")] == [day(dt.date(2023, 5, 17))]
    assert spans(layout, REACHED) == []


@pytest.mark.parametrize("due", ["2023", "2023-Q3", "2024-02"])
def test_a_year_a_quarter_and_a_month_are_bars_of_their_whole_length(due: str) -> None:
    layout = laid_out(timeline({"due": due}))
    (span,) = spans(layout, REACHED)
    assert span == interval(due)
    (point,) = points(layout, "erreicht")
    assert day(span[0]) < point.x < day(span[1])


def test_what_stands_beside_the_pointer_is_no_more_precise_than_the_source() -> None:
    (point,) = points(laid_out(timeline({"due": "2023-Q3"})), "erreicht")
    assert "erreicht: 3. Quartal 2023" in point.tip
    assert not re.search(r"\d\d\.\d\d\.\d{4}", point.tip)


def test_the_run_of_a_project_is_drawn_where_begin_and_end_are_known() -> None:
    layout = laid_out(timeline({"begin": "2020", "end": "2023-Q2", "due": "2021"}))
    assert spans(layout, theme.NEUTRAL) == [(dt.date(2020, 1, 1), dt.date(2023, 6, 30))]


@pytest.mark.parametrize(("name", "expected"), [("begin", "Beginn: 2020"), ("end", "Ende: 2020")])
def test_a_begin_or_an_end_alone_does_not_say_how_long_a_project_runs(name: str, expected: str) -> None:
    layout = laid_out(timeline({name: "2020"}))
    assert spans(layout, theme.NEUTRAL) == [(dt.date(2020, 1, 1), dt.date(2020, 12, 31))]
    assert [point.tip for point in points(layout, "nur Beginn oder nur Ende bekannt")] == [expected]


def test_a_first_plan_is_shown_where_it_differs_from_what_came_of_it() -> None:
    layout = laid_out(timeline({"due": "2023-05-17", "first_planned": "2022-12-31", "delay_days": 137}))
    first, due = day(dt.date(2022, 12, 31)), day(dt.date(2023, 5, 17))
    assert [point.x for point in points(layout, "erste Planung")] == [first]
    assert [(mark.xs[:2], mark.series.dash) for mark in layout.marks if isinstance(mark, Line)] == [
        ((first, due), "dot")
    ]
    assert "137 Tage" in points(layout, "erreicht")[0].tip
    months = laid_out(timeline({"due": "2023-05", "first_planned": "2023-01", "delay_months": 4}))
    assert "4 Monate" in points(months, "erreicht")[0].tip
    equal = laid_out(timeline({"due": "2023-05-17", "first_planned": "2023-05-17"}))
    assert points(equal, "erste Planung") == []


def test_states_differ_by_symbol() -> None:
    layout = laid_out(timeline(*({"due": "2023-05-17", "state": state} for state in theme.STATE)))
    symbols = [series.symbol for series in layout.legend]
    assert len(set(symbols)) == len(symbols) == len(theme.STATE)


@pytest.mark.parametrize("width", [NARROW, MEDIUM, WIDE])
@pytest.mark.parametrize("last", [2030, 2040, 2060, 2099])
def test_the_number_of_a_year_stays_inside_of_the_picture(last: int, width: float) -> None:
    layout = laid_out(timeline({"due": "2000"}, {"due": str(last)}), width)
    half = fonts.width("2000", SMALL) / 2
    across = width - layout.left - layout.right
    places = [layout.left + layout.x.share(tick.value) * across for tick in layout.x.ticks]
    assert places and all(half <= place <= width - half for place in places)


@pytest.mark.parametrize("width", [NARROW, MEDIUM, WIDE])
def test_the_stand_is_a_dashed_line_with_its_date_inside_of_whole_years(width: float) -> None:
    layout = laid_out(timeline({"due": "2026-11-01"}), width)
    (line,) = [mark for mark in layout.marks if isinstance(mark, Rule) and mark.dash]
    assert line.left == line.right == day(STAND)
    assert "Stand 23.11.2026" in texts(layout)
    assert [tick.text for tick in layout.x.ticks] == ["2026"]
    assert layout.x.first == day(dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "mit einem datierten Meilenstein in einem Projekt"),
        (5, "mit 5 datierten Meilensteinen in 5 Projekten"),
        (200, "mit 200 datierten Meilensteinen in 200 Projekten"),
    ],
)
def test_any_number_of_projects_is_drawn_on_a_page(count: int, words: str) -> None:
    found = timeline(*({"project_title": f"Projekt {i}", "due": f"20{10 + i % 20}"} for i in range(count)))
    layout = laid_out(found)
    assert [text.lines[0] for text in titles(layout)] == [f"Projekt {i}" for i in range(count)]
    steps = {below.y - above.y for above, below in itertools.pairwise(titles(layout))}
    assert len(steps) <= 1
    assert f"Zeitleiste {words}." in found.alt
    assert layout.rest == ""


def test_projects_of_the_same_name_have_a_row_each() -> None:
    rows = ({"project_id": key, "project_title": "Gleich", "due": "2020"} for key in "ab")
    assert [text.lines for text in titles(laid_out(timeline(*rows)))] == [("Gleich",)] * 2


def test_what_has_no_date_at_all_is_not_drawn() -> None:
    found = timeline({"project_title": "Ohne"}, {"project_title": "Mit", "due": "2020"})
    assert [row.title for row in found.rows] == ["Mit"]
    assert milestone_charts.timeline(milestones({}), stand=STAND) is None


def test_a_project_without_dated_milestones_says_so() -> None:
    assert timeline({"begin": "2020"}).alt == "Zeitleiste ohne datierte Meilensteine in einem Projekt."


def test_the_alternative_text_counts_what_is_drawn(everything: Selection) -> None:
    table = queries.timeline_rows(everything)
    found = milestone_charts.timeline(table, stand=everything.stand)
    assert found
    dated = table[table.due.notna()]
    with_date = table[table[["due", "begin", "end"]].notna().any(axis=1)]
    assert f"mit {len(dated)} datierten Meilensteinen in {with_date.project_id.nunique()} Projekten" in found.alt
    assert "am 23.11.2026" in found.alt
    layout = laid_out(found)
    names = {"reached": "erreicht", "planned": "geplant", "overdue": "überfällig", "no_feedback": "ohne Rückmeldung"}
    for state, count in dated.state.value_counts().items():
        assert f"{names[str(state)]} {count}" in found.alt
        assert len(points(layout, names[str(state)])) == count


def test_every_bar_of_the_release_is_as_long_as_its_date(everything: Selection) -> None:
    table = queries.timeline_rows(everything)
    layout = laid_out(milestone_charts.timeline(table, stand=everything.stand))
    for state, (colour, _) in theme.STATE.items():
        if colour == theme.NEUTRAL:  # what was dropped stands in the account alone; the runs have its colour
            continue
        of_state = table[(table.state == state) & table.due.notna()]
        assert spans(layout, colour) == [interval(due) for due in of_state[of_state.due_precision != "day"].due]


# First plans and what came of them


def test_a_shift_is_drawn_as_precisely_as_it_is_known() -> None:
    layout = laid_out(shifts({}))
    assert spans(layout, theme.NEUTRAL) == [(dt.date(2022, 1, 1), dt.date(2022, 12, 31))]
    (line,) = [mark for mark in layout.marks if isinstance(mark, Line)]
    assert (line.xs[1], line.series.dash) == (day(dt.date(2024, 5, 1)), "")


def test_what_is_overdue_reaches_to_the_stand() -> None:
    found = shifts({"state": "overdue", "due": "2025"})
    layout = laid_out(found)
    assert [point.x for point in points(layout, "überfällig, bis zum Stand nicht erreicht")] == [day(STAND)]
    (line,) = [mark for mark in layout.marks if isinstance(mark, Line)]
    assert (line.xs[1], line.series.dash) == (day(STAND), "dash")
    assert "überschritten" in found.alt


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_row_names_delay_milestone_project_and_town(width: float) -> None:
    layout = laid_out(shifts({"title": "Ausbau", "project_title": "Netz für alle", "delay_months": 4}), width)
    (title,) = titles(layout)
    assert (title.lead, " ".join(title.lines)) == ("4 Monate", "4 Monate · Ausbau (Netz für alle, Musterstadt)")


@pytest.mark.parametrize(
    ("areas", "words"),
    [(["A", "B"], "Netz, A, B"), (["A", "B", "C"], "Netz, 3 Kommunen"), (None, "Netz")],
)
def test_of_many_towns_their_number_is_said(areas: list[str] | None, words: str) -> None:
    table = shifted({"title": "Ausbau", "project_title": "Netz"})
    table["areas"] = [areas]
    found = milestone_charts.shifts(table, stand=STAND)
    assert found
    assert found.rows[0].title == f"Ausbau ({words})"
    assert f"Ausbau ({words}): " in found.alt


def test_of_many_shifts_the_longest_are_drawn_and_the_chart_says_so() -> None:
    found = shifts(*[{}] * 30)
    assert (len(found.rows), found.hidden) == (BARS_BEFORE_REST, 15)
    assert laid_out(found).rest == "Gezeigt sind die 15 längsten von 30."
    assert found.alt.endswith("Gezeigt sind die 15 längsten von 30.")
    assert shifts(*[{}] * 20).hidden == 0
    # The question gives no more than the first of many, with the number of all.
    many = milestone_charts.shifts(shifted({}, {}).assign(shift_count=1500), stand=STAND)
    assert many
    assert many.hidden == 1498
    assert "1.500" in many.alt


def test_names_stand_in_the_alternative_text_as_they_are_written() -> None:
    assert MARKUP in shifts({"title": MARKUP}).alt


# Room


@given(rows=MILESTONES, width=st.integers(300, 1400), height=st.integers(150, 900))
@settings(deadline=None, max_examples=25)
def test_texts_have_room_at_every_width_and_height(rows: list[dict[str, Any]], width: int, height: int) -> None:
    found = milestone_charts.timeline(milestones(*rows), stand=STAND)
    if found:
        assert faults(laid_out(found, width)) == []
        assert faults_of_page(found, width) == []
        layout = found.layout(Place(width, height))
        assert layout is None or (faults(layout) == [] and layout.height <= height)


@given(rows=MILESTONES)
@settings(deadline=None, max_examples=20)
def test_what_is_left_out_is_counted(rows: list[dict[str, Any]]) -> None:
    chart = milestone_charts.timeline(milestones(*rows), stand=STAND)
    count = len(chart.rows) if chart else 0
    while chart:
        assert len(chart.rows) + chart.hidden == count
        assert (laid_out(chart).rest != "") == (chart.hidden > 0)
        chart = chart.reduced()


def test_a_small_place_shows_the_first_projects_and_counts_the_others() -> None:
    rows = [{"project_title": f"Projekt {i}", "due": "2020"} for i in range(30)]
    found = fitted(timeline(*rows), 800, 400, text=15, least=12)
    assert isinstance(found.chart, TimelineChart)
    count = len(found.chart.rows)
    assert 5 < count < 30
    assert found.layout.rest == f"und {30 - count} weitere Projekte"
    assert f"mit {count} datierten Meilensteinen in {count} Projekten" in found.chart.alt


def test_a_long_title_ends_with_a_word() -> None:
    layout = laid_out(timeline({"project_title": "Glasfaser für alle Schulen " * 20, "due": "2020"}))
    (title,) = titles(layout)
    assert len(title.lines) == 3
    assert re.search(r"(Glasfaser|für|alle|Schulen) …$", title.lines[-1])


def test_what_is_overdue_has_no_delay_in_numbers_yet() -> None:
    late = {"first_planned": "2024-01-01", "due": "2025-01-01", "delay_days": 366}
    assert [row.lead for row in shifts({**late, "state": "overdue"}, late).rows] == ["", "366 Tage"]
    (row,) = shifts({**late, "first_planned": None, "state": "overdue"}).rows
    assert len(row.marks) == 1
