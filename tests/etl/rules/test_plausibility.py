"""Official values against the value before, the parts of a whole, the size of the region and the calendar."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from config import ROOT
from etl.messages.findings import Finding
from etl.official.ingest.ingest import Ingest, Piece, ingest
from etl.official.ingest.known_data import KnownData
from etl.official.interface import Extract, Scope
from etl.reading.inputs import stand_folders
from etl.release.stands import add_stand
from etl.rules.plausibility import COUNT, PEOPLE, Series, Values, plausibility, series
from etl.rules.validation import checked_inputs
from tests.stands import every_stand, meant

TODAY = date(2026, 11, 29)
BERGKAMEN = "05978004"
A, B, DISTRICT, STATE, COUNTRY = "05999004", "05999008", "05999", "05", "DG"
SCOPE = Scope(DISTRICT, {A: "Aental", B: "Beerg"}, "Kreis Berg", frozenset({DISTRICT, STATE, COUNTRY}))
NAMES = {**SCOPE.municipalities, "fast_pct": "Schnelles Netz", "ev_charging_stations": "Ladesäulen"}
SHARE, STATIONS = "fast_pct", "ev_charging_stations"
MANY = [f"{n}_pct" for n in range(30)]
UNITS = {STATIONS: COUNT, PEOPLE: COUNT, **dict.fromkeys((SHARE, *MANY), "% der Haushalte")}
Rows = dict[tuple[str, str, str], float]
"""Values by what is counted, region and day."""


def of(rows: Rows) -> Series:
    found: Series = {}
    for (what, region, day), value in rows.items():
        found.setdefault((what, region), {})[day] = value
    return found


def odd(found: Rows, known: Rows, *, confirmed: bool = False, breaks: tuple[int, ...] = ()) -> list[Finding]:
    values = Values(
        "a.csv", of(found), of(found), of(known), NAMES, DISTRICT, SCOPE.municipalities, {SHARE: breaks}, UNITS
    )
    return list(plausibility(values, of(known), TODAY, confirmed=confirmed))


def at(what: str, *values: float, region: str = A, years: tuple[int, ...] = (2024, 2025)) -> list[Rows]:
    return [{(what, region, f"{year}-12-31"): value} for year, value in zip(years, values, strict=True)]


@pytest.mark.parametrize(
    ("what", "before", "now", "region", "is_odd"),
    [
        (PEOPLE, 396_283, 14_961, DISTRICT, True),
        (PEOPLE, 396_283, 393_784, DISTRICT, False),
        (PEOPLE, 50_000, 47_500, A, False),
        (PEOPLE, 50_000, 47_000, A, True),
        (PEOPLE, 50_000, 53_000, A, True),
        (PEOPLE, 50_000, 0, A, True),
        (PEOPLE, 50_000, 50, A, True),
        (SHARE, 98, 0.98, A, True),
        (SHARE, 98, 83, A, False),
        (SHARE, 98, 82.9, A, True),
        (SHARE, 0, 88, A, False),
        (SHARE, 0, 88, DISTRICT, True),
        (SHARE, 10, 60, DISTRICT, False),
        (SHARE, 10, 60.1, DISTRICT, True),
        (PEOPLE, 100_000, 105_490, A, False),
        (PEOPLE, 100_000, 105_501, A, True),
        (STATIONS, 100, 70, A, False),
        (STATIONS, 100, 69, A, True),
        (STATIONS, 100, 799, A, False),
        (STATIONS, 100, 801, A, True),
        (STATIONS, 469, 12, DISTRICT, True),
        (STATIONS, 469, 400, DISTRICT, False),
        (STATIONS, 469, 4_690, DISTRICT, True),
        (STATIONS, 9, 0, A, False),
        (STATIONS, 10, 0, A, True),
    ],
)
def test_a_jump_is_a_question_with_both_values(
    what: str, before: float, now: float, region: str, *, is_odd: bool
) -> None:
    known, found = at(what, before, now, region=region)
    findings = odd(found, known)
    assert [finding.severity for finding in findings] == ["error"] * is_odd
    for finding in findings:
        for words in (region, "31.12.2025", "31.12.2024", "--confirm"):
            assert words in finding.message
    assert [finding.severity for finding in odd(found, known, confirmed=True)] == ["warning"] * is_odd


def test_a_later_value_judges_an_earlier_one_too() -> None:
    later, earlier = at(PEOPLE, 396_283, 14_961, region=DISTRICT, years=(2025, 2020))
    assert "14.961, am 31.12.2025 396.283" in odd(earlier, later)[0].message


def test_the_same_day_is_compared_first() -> None:
    known = at(PEOPLE, 100, 396_283, region=DISTRICT)
    found = at(PEOPLE, 14_961, region=DISTRICT, years=(2025,))[0]
    (finding,) = odd(found, {**known[0], **known[1]})
    assert "bekannt sind für diesen Tag 396.283" in finding.message


@pytest.mark.parametrize(("breaks", "count"), [((2025,), 0), ((2024,), 1), ((2026,), 1)])
def test_a_break_of_the_method_explains_a_jump(breaks: tuple[int, ...], count: int) -> None:
    known, found = at(SHARE, 85, 27)
    assert len(odd(found, known, breaks=breaks)) == count


def day(what: str, **values: float) -> Rows:
    keys = {"a": A, "b": B, "district": DISTRICT, "state": STATE, "country": COUNTRY}
    return {(what, keys[name], "2024-12-31"): value for name, value in values.items()}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (day(PEOPLE, a=100_000, b=50_000, district=150_000), ""),
        (day(PEOPLE, a=100_000, b=50_000, district=150_100), ""),
        (day(PEOPLE, a=100_000, b=50_000, district=150_200), "150.200, die Kommunen geben zusammen 150.000"),
        (day(PEOPLE, a=100_000, district=200_000), ""),
        (day(PEOPLE, a=100_000, district=90_000), "100.000, mehr als 05999 mit 90.000"),
        (day(PEOPLE, district=90_000, state=80_000), "90.000, mehr als 05 mit 80.000"),
        (day(PEOPLE, state=90_000, country=80_000), "90.000, mehr als DG mit 80.000"),
        (day(STATIONS, a=1, b=2, district=3), ""),
        (day(STATIONS, a=1, b=2, district=4), "4, die Kommunen geben zusammen 3"),
        (day(SHARE, a=80, b=90, district=91), ""),
        (day(SHARE, a=80, b=90, district=91.5), "91,50, die Kommunen liegen zwischen 80 und 90"),
        (day(SHARE, a=80, b=90, district=95, state=90, country=85), "95, die Kommunen liegen"),
    ],
)
def test_a_whole_fits_its_parts(rows: Rows, told: str) -> None:
    messages = [finding.message for finding in odd(rows, {})]
    assert len(messages) == bool(told)
    assert told in "".join(messages)


def test_parts_may_be_known_already() -> None:
    rows = day(PEOPLE, a=100_000, b=50_000, district=151_000)
    whole = {key: value for key, value in rows.items() if key[1] == DISTRICT}
    assert "geben zusammen 150.000" in odd(whole, {key: rows[key] for key in rows.keys() - whole.keys()})[0].message


@pytest.mark.parametrize(
    ("found", "known", "told"),
    [
        (day(SHARE, a=100.5), {}, "100,50. Ein Anteil in „% der Haushalte“ liegt zwischen 0 und 100."),
        (day(SHARE, a=-1), {}, "-1. Ein Anteil in „% der Haushalte“ liegt zwischen 0 und 100."),
        (day(STATIONS, a=600), day(PEOPLE, a=500), "600. Das sind mehr, als dort Menschen leben (500)"),
        (day(STATIONS, a=-1), {}, "-1. Erwartet wird eine ganze Zahl ab 0"),
        (day("ev_power_kw", a=-1), {}, "-1. Die Zahl darf nicht negativ sein."),
        ({(PEOPLE, A, "2040-12-31"): 1000.0}, {}, "31.12.2040: Der Tag liegt in der Zukunft"),
    ],
)
def test_what_cannot_be_is_an_error_that_nobody_can_confirm(found: Rows, known: Rows, told: str) -> None:
    (finding,) = odd(found, known, confirmed=True)
    assert finding.severity == "error"
    assert told in finding.message


def test_a_value_of_today_can_be() -> None:
    assert odd({(PEOPLE, A, TODAY.isoformat()): 1000.0}, {}) == []


def test_more_stations_than_people_are_judged_by_the_most_people_there_ever_were() -> None:
    known = {(PEOPLE, A, "2023-12-31"): 500.0, (PEOPLE, A, "2022-12-31"): 700.0}
    assert not any("Menschen leben" in finding.message for finding in odd(day(STATIONS, a=600), known))


@pytest.mark.parametrize("year", [2024, 2030])
def test_an_edition_under_another_day_is_asked_about(year: int) -> None:
    known, found = ({(f"{n}_pct", A, f"{when}-06-30"): 50.0 + n for n in range(8)} for when in (year, 2025))
    # What stands between or beside them says nothing.
    known |= {(f"{n}_pct", A, "2024-12-31"): 49.0 + n for n in range(8)}
    (finding,) = odd(found, known)
    assert f"Alle 8 Werte vom 30.06.2025 sind auch die vom 30.06.{year}" in finding.message
    assert odd({**found, ("0_pct", A, "2025-06-30"): 51.5}, known) == []
    assert odd({key: found[key] for key in list(found)[:7]}, known) == []


def test_values_of_a_day_are_compared_with_those_of_another_day_only() -> None:
    known = {(f"{n}_pct", A, "2025-06-30"): 50.0 + n for n in range(10)}
    assert odd(known, known) == []


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ({STATE: 18_034_454}, "Der Wert vom 31.12.2025, 18.034.454, ist auch der vom 31.12.2024."),
        ({DISTRICT: 393_784, A: 49_143}, "Alle 2 Werte vom 31.12.2025 sind auch die vom 31.12.2024."),
        ({A: 49_143, B: 173}, "Alle 2 Werte vom 31.12.2025 sind auch die vom 31.12.2024."),
        ({A: 49_143, B: 17}, ""),
        ({A: 4_914, B: 4_914}, ""),
    ],
)
def test_a_few_counts_of_many_digits_are_no_chance(found: dict[str, float], told: str) -> None:
    known, new = ({(PEOPLE, key, f"{year}-12-31"): found[key] for key in found} for year in (2024, 2025))
    messages = [finding.message for finding in odd(new, known)]
    assert len(messages) == bool(told)
    assert told in "".join(messages)


@pytest.mark.parametrize("shares", [(0, 100) * 5, (0,) * 9 + (50,), (100,) * 9 + (50,)])
def test_shares_that_are_all_or_nothing_say_nothing_about_the_edition(shares: tuple[float, ...]) -> None:
    known, found = (
        {(f"{n}_pct", A, f"{year}-06-30"): share for n, share in enumerate(shares)} for year in (2024, 2025)
    )
    assert odd(found, known) == []


def by_speed(day: str = "2025-12-31", **values: float) -> Rows:
    return {(f"bb_hh_{name}_pct", A, day): value for name, value in values.items()}


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (by_speed(all_ge16=98.5, all_ge30=97.25, all_ge1000=97.25), ""),
        (by_speed(all_ge16=98.5, all_ge30=98.51), "98,51, mehr als „bb_hh_all_ge16_pct“ mit 98,50. Das eine ist Teil"),
        (by_speed(all_ge16=98.5, all_ge30=90, all_ge1000=95), "95, mehr als „bb_hh_all_ge30_pct“ mit 90"),
        (by_speed(all_ge100=60, catv_ge1000=60, dsl_ge100=60), ""),
        (by_speed(all_ge1000=60, catv_ge1000=61), "61, mehr als „bb_hh_all_ge1000_pct“ mit 60"),
        (by_speed(all_ge1000=60, dsl_ge100=61), ""),
        (by_speed(catv_ge1000=60, dsl_ge100=50), ""),
        (by_speed(wired_ge50=40, wired_ge1000=41), "41, mehr als „bb_hh_wired_ge50_pct“ mit 40"),
        (by_speed(all_ge16=40) | by_speed("2024-12-31", all_ge1000=41), ""),
        ({("bb_hh_all_ge16_pct", A, "2025-12-31"): 40, ("bb_schools_all_ge30_pct", A, "2025-12-31"): 41}, ""),
        ({("bb_hh_all_ge16_pct", A, "2025-12-31"): 40, ("bb_hh_all_ge30_pct", B, "2025-12-31"): 41}, ""),
    ],
)
def test_no_more_have_a_higher_speed_than_a_lower_one_nor_over_one_technology_than_over_all(
    found: Rows, told: str
) -> None:
    messages = [finding.message for finding in odd(found, {})]
    assert len(messages) == bool(told)
    assert told in "".join(messages)


def test_a_value_that_is_not_taken_stops_nothing() -> None:
    known, found = map(of, at(PEOPLE, 396_283, 14_961, region=DISTRICT))
    values = Values("a.csv", found, {}, known, NAMES, DISTRICT, SCOPE.municipalities, units=UNITS)
    findings = plausibility(values, known, TODAY, confirmed=False)
    assert [finding.severity for finding in findings] == ["warning"]


def test_many_errors_and_questions_are_counted_and_not_all_listed() -> None:
    known, found = (
        {(what, A, f"{year}-12-31"): value for what in MANY} for year, value in ((2024, 90.0), (2025, -1.0))
    )
    *listed, rest = odd(found, known)
    assert len(listed) == 20
    assert "Und 40 weitere ungewöhnliche Werte" in rest.message


def test_what_is_no_number_is_no_value() -> None:
    rows = pd.DataFrame(
        {"Kennzahl-ID": "k", "AGS": ["1", "1", "2", "2"], "Zeitpunkt": ["2023", "2024-06", "2024", "2025"]}
    )
    assert series("indikatoren", rows.assign(Wert=["1.5", "2", "viel", None])) == {
        ("k", "1"): {"2023-12-31": 1.5, "2024-06-30": 2.0}
    }
    people = pd.DataFrame({"AGS": [A, B], "Stichtag": "2024-12-31", "Einwohner": ["k. A.", "5100"]})
    assert series("bevoelkerung", people) == {(PEOPLE, B): {"2024-12-31": 5100.0}}


@pytest.mark.parametrize(
    ("table", "line", "told"),
    [
        (
            "bevoelkerung",
            f"{BERGKAMEN},2025-12-31,4914,Zensus 2022 Fortschreibung,https://example.org,",
            "4.914, am 31.12.",
        ),
        ("indikatoren", f"bb_hh_all_ge1000_pct,{BERGKAMEN},2021-12,0.85,", "0,85, am 30.06.2021"),
        ("indikatoren", f"bb_hh_all_ge1000_pct,{BERGKAMEN},2021-12,65,", ""),
    ],
)
def test_a_value_written_by_hand_is_asked_about_until_somebody_has_answered(
    tmp_path: Path, table: str, line: str, told: str
) -> None:
    data = every_stand(tmp_path)
    latest = max(stand_folders(data).values()) / f"{table}.csv"
    result = add_stand(data, date(2026, 12, 31), {latest.name: f"{latest.read_text('utf-8')}{line}\n".encode()})
    assert [told in found.message for found in result.questions] == [True] * bool(told)
    assert not result.errors
    again = add_stand(
        data,
        date(2027, 1, 31),
        {latest.name: f"{latest.read_text('utf-8')}{line}\n".encode()},
        answers=meant,
    )
    assert not again.questions
    assert not checked_inputs(data).questions


@pytest.mark.parametrize(("own", "count"), [("2015, 2018, 2022", 0), ("2015, 2018", 1)])
def test_only_a_break_of_its_own_source_explains_a_jump_that_is_written_by_hand(
    tmp_path: Path, own: str, count: int
) -> None:
    data = every_stand(tmp_path)
    sources = data / "raw/sources.toml"
    text = sources.read_text("utf-8")
    own_line, other_line = "break_years = [2015, 2018, 2022]", "break_years = [2024]"
    assert own_line in text and other_line in text
    text = text.replace(own_line, f"break_years = [{own}]").replace(other_line, "break_years = [2022]")
    sources.write_text(text, "utf-8")
    latest = max(stand_folders(data).values()) / "indikatoren.csv"
    line = f"bb_hh_all_ge1000_pct,{BERGKAMEN},2022-12,0.85,\n"
    result = add_stand(data, date(2026, 12, 31), {latest.name: f"{latest.read_text('utf-8')}{line}".encode()})
    assert (len(result.questions), result.errors) == (count, [])


def embedded() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Inhabitants and indicators as they are published."""
    folder = ROOT / "data" / "raw" / "staende" / "2026-11-28"
    return tuple(pd.read_csv(folder / f"{name}.csv", dtype="str") for name in ("bevoelkerung", "indikatoren"))


def test_what_is_published_raises_no_question_but_one() -> None:
    people, indicators = embedded()
    found = {**series("bevoelkerung", people), **series("indikatoren", indicators)}
    keys = sorted({key for what, key in found if what == PEOPLE and len(key) == 8})
    scope = Scope("05978", dict(zip(keys, keys, strict=True)), comparison=frozenset({"05978", "05", "DG"}))
    breaks = dict.fromkeys((what for what, _ in found), (2015, 2018, 2022, 2023))
    values = Values("a.csv", found, found, {}, {}, scope.district_ags, scope.municipalities, breaks)
    messages = [finding.message for finding in plausibility(values, found, TODAY, confirmed=False)]
    assert len(messages) == 1, messages
    assert "59,43, am 31.12.2005 94,37" in messages[0]


def test_no_day_that_is_published_is_another_one_under_another_name() -> None:
    people, indicators = embedded()
    folder = ROOT / "data" / "raw" / "staende" / "2026-11-28"
    publishers = pd.read_csv(folder / "kennzahlen.csv").set_index("Kennzahl-ID")["Herausgeber"].to_dict()
    known = {**series("bevoelkerung", people), **series("indikatoren", indicators)}
    files: dict[tuple[str, str], Series] = {}
    for key, by_day in known.items():
        for day, value in by_day.items():
            files.setdefault((publishers.get(key[0], PEOPLE), day), {})[key] = {day: value}
    for (publisher, day), found in files.items():
        values = Values("a.csv", found, found, known, {}, DISTRICT, SCOPE.municipalities)
        messages = [finding.message for finding in plausibility(values, known, TODAY, confirmed=False)]
        assert not any("Ausgabe" in message for message in messages), (publisher, day, messages)


def known_data() -> KnownData:
    """What is published, for a district of one municipality."""
    people, indicators = embedded()
    tables = {
        "bevoelkerung": people,
        "indikatoren": indicators,
        "gemeinden": pd.DataFrame({"AGS": ["05978004"], "Name": "Bergkamen"}),
        "kennzahlen": pd.DataFrame({"Kennzahl-ID": ["x"], "Name": ["X"], "Einheit": ["Anzahl"]}),
    }
    return KnownData(Scope("05978", {"05978004": "Bergkamen"}, "Kreis Unna", frozenset({"05978"})), tables)


def test_what_an_adapter_asks_stops_all_until_somebody_has_looked() -> None:
    piece = Piece(Path("a"), "a", Extract("t", 1, questions=("Ist das alles?",)), None, TODAY)

    def answers(*, confirm: bool) -> list[tuple[str, str]]:
        found = ingest([piece], known_data(), {}, TODAY, accept=False, confirm=confirm).findings
        return [(finding.severity, finding.message) for finding in found if finding.file == "a"]

    ((severity, message),) = answers(confirm=False)
    assert (severity, message.startswith("Ist das alles? "), "--confirm" in message) == ("error", True, True)
    assert answers(confirm=True) == [("warning", "Ist das alles?")]


def test_ingest_compares_with_the_known_tables() -> None:
    row = {"AGS": "05978", "Stichtag": "2025-12-31", "Einwohner": "14961", "Basis": "x", "Quelle (URL)": "x"}
    piece = Piece(Path("a"), "a", Extract("t", 1, {"bevoelkerung": pd.DataFrame([row])}), None, TODAY)

    def result(*, confirm: bool) -> Ingest:
        return ingest([piece], known_data(), {}, TODAY, accept=False, confirm=confirm)

    (finding,) = [finding for finding in result(confirm=False).findings if finding.file == "a"]
    assert "Kreis Unna (05978), Einwohner, 31.12.2025: 14.961, am 31.12.2024 393.784" in finding.message
    assert finding.severity == "error"
    assert [found.severity for found in result(confirm=True).findings if found.file == "a"] == ["warning"]
