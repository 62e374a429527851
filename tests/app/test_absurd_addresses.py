"""Whatever somebody writes into the address of a page, the answer is a page."""

import itertools
import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from streamlit.elements import exception

from app.exhibits.address_parameters import SHOWN
from app.navigation import ENTRIES, PAGES, entry
from app.surfaces.streamlit import address_state, slides, table_state
from app.words.escape import quotable
from tests.app.test_pages import opened
from tests.app.test_rows import QueryParams, long_table

NAMES = (*SHOWN, "drucken", "praesentation", "folie", "embed")
ABSURD = {
    "empty": "",
    "huge number": "9" * 5000,
    "below nothing": "-1",
    "superscript": "²",
    "NUL": "\x00",
    "no letters": "\ufffd",
    "5,000 letters": "x" * 5000,
    "a date that is none": "2026-02-31",
    "markup": "<b>**x**</b>' or 1=1 --",
}
SUBJECTS = [
    *(
        (entry.key, {})
        for entry in ENTRIES
        if entry.filters or entry.key in ("data", "methodology", "sql", "verification")
    ),
    ("projects", {"projekt": "smart-region-kreis-unna"}),
    ("municipalities", {"kommune": "05978024"}),
    ("map", {"kennzahl": "Kennzahl"}),
    ("milestones", {"bild": "zeitleiste"}),
    ("funding", {"tabelle": "funding.rows"}),
]
"""Pages, and what they show of one subject."""
# One of the values each, each page another than the one before it: one function reads the addresses of all of them, and
# tests/app/test_random_addresses.py tries others.
VIEWS = zip(itertools.cycle(ABSURD), SUBJECTS)


@pytest.mark.parametrize(("name", "page"), VIEWS, ids=str)
def test_a_page_with_absurd_parameters_is_a_page(name: str, page: tuple[str, dict[str, str]]) -> None:
    key, subject = page
    test = opened(key, **dict.fromkeys(NAMES, ABSURD[name]) | subject)
    assert not test.exception
    assert not test.error


def test_every_value_that_is_chosen_goes_along_to_another_page_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen = {"kommune": ["05978004", "05978024"], "stand": ["2026-11-23"]}
    monkeypatch.setattr(address_state.st, "query_params", QueryParams({**chosen, "tabelle": ["alle-betraege"]}))
    assert address_state.chosen_query() == "?kommune=05978004&kommune=05978024&stand=2026-11-23"
    monkeypatch.setattr(address_state.st, "query_params", QueryParams({"tabelle": ["alle-betraege"]}))
    assert address_state.chosen_query() == ""


@pytest.mark.parametrize("value", ABSURD.values(), ids=ABSURD)
def test_an_absurd_order_or_number_of_a_page_changes_nothing_but_is_named(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for parameters in (
        {"tabelle": ["funding.rows"], "seite": [value], "folge": [value]},
        {"tabelle": [f"alle-betraege~{value}~{value}"]},
        {"tabelle": [value]},
    ):
        monkeypatch.setattr(table_state.st, "query_params", QueryParams(parameters))
        monkeypatch.setattr(table_state.st, "session_state", {})
        is_named = "alle-betraege" in str(parameters) or "seite" in parameters
        # It is named, and that is all.
        page, column = (quotable(value), quotable(value.removeprefix("-"))) if is_named else ("", "")
        expected = table_state.TableState(is_named=is_named, unknown_page=page, unknown_column=column)
        assert table_state.state(long_table(1000)) == expected


def test_streamlit_still_has_the_english_sentence_that_ours_replaces() -> None:
    assert "This app has encountered an error" in Path(exception.__file__).read_text(encoding="utf-8")


def test_what_a_form_says_is_written_by_known_names_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        address_state.st, "query_params", QueryParams({"ansicht": ["Geld"], "indikator": ["Ladepunkte"]})
    )
    chosen = {"orte": ["05978028", "05978"], "thema": ["Mobilfunk 5G"], "indikator": [""], "fremd": ["x"]}
    # What a page shows of several parts a script has written into the address, of which the server may not know yet.
    scripts = (path.read_text("utf-8") for path in PAGES.glob("*.py"))
    switched = {name: "Zwei Größen" for text in scripts for name in re.findall(r'parts\.switch\(\s*"(\w+)"', text)}
    assert len(switched) > 3
    address_state.choose({"chosen": chosen, "query": f"?{urlencode(switched)}&thema=Breitband"})
    written = {name: value for name, value in address_state.st.query_params.items() if value}
    assert written == {**switched, "orte": ["05978028,05978"], "thema": ["Mobilfunk 5G"]}


def test_what_is_pressed_is_written_into_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    address, opened_pages, state = QueryParams({"jahr": ["2021"], "folie": ["3"]}), [], {}

    def switch_page(file: str, query_params: dict[str, list[str]]) -> None:
        opened_pages.append((file, query_params))

    monkeypatch.setattr(
        address_state, "st", SimpleNamespace(query_params=address, session_state=state, switch_page=switch_page)
    )
    for chosen in (["05978004"], []):
        address_state.choose_area({"key": "05978004", "query": ""})
        assert address["kommune"] == chosen
    act = address_state.ACTIONS
    act["print"]("whole")
    act["present"]("")
    assert (address["drucken"], address["praesentation"]) == ("true", "true")
    act["print"]("parts")
    monkeypatch.setattr(slides.st, "query_params", address)
    slides._leave()
    assert set(address) == {"jahr", "kommune"}
    act["open"]("/foerderung?ebene=Land")
    for _ in range(2):
        address_state.follow_link()
    assert opened_pages == [(entry("funding").file, {"jahr": ["2021"], "ebene": ["Land"]})]
