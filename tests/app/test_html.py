"""Pages as HTML: text from tables stays text, filters carry keys, and an unknown kind of element is no page."""

import asyncio
import datetime as dt
import json
import re
from collections import OrderedDict
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from app.data.cached_frame import CachedFrame
from app.data.selection import Selection
from app.navigation import ENTRIES
from app.surfaces import markdown, table_data
from app.surfaces.form import AnyOf, OneOf, Words, filter_form, form
from app.surfaces.html import elements, parts, tables
from app.surfaces.html.document import FirstView
from app.surfaces.html.links import origin_link
from app.surfaces.html.parts import Card
from app.surfaces.html.tables import Drawing, Panel
from app.surfaces.html.tree import tree
from app.surfaces.streamlit.table_state import TableControls, TableState
from app.surfaces.table_data import Column, Fold, TableData
from app.web import first_view, page_run
from app.words.text import t

HOSTILE = "<script>alert(1)</script> \"><img src=x onerror=alert(1)> ' & [x](javascript:alert(1))"


def messages_of(*made: Element) -> list[ForwardMsg]:
    """Messages of a page that consists of these elements."""
    messages = []
    for number, element in enumerate(made):
        message = ForwardMsg()
        message.metadata.delta_path.extend([0, number])
        message.delta.new_element.CopyFrom(element)
        messages.append(message)
    return messages


def element(kind: str, **fields: Any) -> Element:
    """An element of Streamlit's of a kind."""
    made = Element()
    found = getattr(made, kind)
    found.SetInParent()
    for name, value in fields.items():
        if isinstance(value, list):
            getattr(found, name).extend(value)
        else:
            setattr(found, name, value)
    return made


def part(kind: str, data: dict[str, Any]) -> Element:
    data = {"kind": kind, "key": kind, **data}
    return element("bidi_component", component_name="srm_parts", bytes=json.dumps([data]).encode())


class Tags(HTMLParser):
    """Names of all tags, attributes that run something, and where links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.dangerous: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.dangerous += [
            name for name, value in attrs if name.startswith("on") or (value or "").startswith("javascript")
        ]


@given(st.text())
@example(HOSTILE)
def test_text_from_tables_is_text(text: str) -> None:
    columns = (
        Column("name", text, [text], [""], [""]),
        Column("source_title", "b", [text], [f"https://example.org/?{text}"], [text], is_number=True),
    )
    controls = TableControls("x", text, TableState(("name", False)), f"?{text}", 2, text)
    files, origins = {"CSV": f"/api/daten/x.csv?{text}"}, {"/": "", text: text}
    table = Panel(TableData(text, text, text, columns), controls, Fold(5, 9), files, origins)
    nothing = Panel(TableData(text, "", "", (Column("name", text, [], [], []),)), nothing=text)
    options = ((text, text), ("b", "B"))
    fields = (
        AnyOf("orte", text, options, (text,), none=text),
        OneOf("thema", text, options, text, "b"),
        Words("suche", text, text, text, 100),
    )
    figure = Card(text, text, text, href=f"/foerderung?{text}", way=text, way_name=text, origin=origin_link(text, text))
    page = elements.page(
        tree(
            messages_of(
                element("markdown", body=text),
                element("alert", body=text, format=2),
                part("panel", {"html": tables.panel(table)}),
                part("panel", {"html": tables.panel(replace(table, below=(text,), drawing=Drawing("x", "x", text)))}),
                part("panel", {"html": tables.panel(nothing)}),
                part("html", {"html": parts.cards([figure])}),
                part("plain", {"html": parts.plain_words(text, [text])}),
                part("switch", {"html": parts.switch(text, text, [text], text)}),
                part("paper", {"html": parts.page_tools(text, text, text)}),
                part("form", {"html": form(fields)}),
            )
        )
    )
    found = Tags(page)
    assert not found.tags & {"script", "img", "iframe", "style", "object"}
    assert found.dangerous == []


@pytest.mark.parametrize("text", ["[x](javascript:alert(1))", "<b>x</b>", "![x](https://example.org/x.png)"])
def test_markdown_runs_nothing_and_fetches_nothing(text: str) -> None:
    found = Tags(markdown.block(text))
    assert found.tags <= {"p", "a"}
    assert found.dangerous == []


def test_a_filter_shows_names_and_carries_keys() -> None:
    options = (("05978004", "Bergkamen"), ("05978024", "<b>Lünen"))
    found = filter_form((AnyOf("kommune", "Kommune", options, ("05978024",)),), None, (("jahr", "2021"),))
    assert '<input type="checkbox" name="kommune" value="05978024" checked><span>&lt;b&gt;Lünen</span>' in found
    assert '<input type="checkbox" name="kommune" value="05978004"><span>Bergkamen</span>' in found
    assert '<input type="hidden" name="jahr" value="2021">' in found
    assert "<summary>&lt;b&gt;Lünen</summary>" in found
    # Folded together the form says of municipalities and years also that all of them are shown.
    every = tuple(AnyOf(name, name, (("k", "Name"),)) for name in ("kommune", "handlungsfeld", "ebene", "jahr"))
    assert "<summary>Alle Kommunen · alle Jahre</summary>" in filter_form(every, None)
    chosen = tuple(found._replace(chosen=("k",)) for found in every)
    assert f"<summary>{' · '.join(['Name'] * 4)}</summary>" in filter_form(chosen, None)
    assert "<summary>Stand wählen</summary>" in filter_form((), None)


def test_a_table_is_folded_when_more_than_two_rows_would_be_hidden() -> None:
    assert table_data.fold(12, 10) is None
    assert table_data.fold(13, 10) == (10, 13)


def test_of_a_bounded_list_no_more_can_be_chosen() -> None:
    options = tuple((key, key) for key in "abc")
    for chosen, closed in ((("a",), 0), (("a", "b"), 1)):
        assert form((AnyOf("orte", "Orte", options, chosen, most=2),)).count(" disabled") == closed


def test_what_is_usual_is_not_written_into_the_address() -> None:
    found = form((OneOf("thema", "Thema", (("a", "A"), ("b", "B")), "b", "a", "indikator"),))
    assert '<option value="">A</option><option value="b" selected>B</option>' in found
    assert 'data-resets="indikator"' in found


def test_what_is_drawn_anew_takes_the_place_of_what_was() -> None:
    first, second = messages_of(element("markdown", body="eins")), messages_of(element("markdown", body="zwei"))
    page = elements.page(tree([*first, *second]))
    assert "eins" not in page
    assert "zwei" in page
    # Something else stands before it later on.
    assert (
        elements.page(tree(messages_of(element("markdown", body="eins"), element("markdown", body="zwei"))[1:])) == page
    )


def test_pages_of_a_long_table_and_of_a_chart_can_be_turned_before_scripts_run() -> None:
    data = TableData("Tabelle", "", "", (Column("name", "Name", ["A"], [""], [""]),))
    controls = TableControls("x", "x", TableState(("name", True), 2, is_named=True), "?x", 3, "Zeilen 101 bis 200")
    shown = part("panel", {"html": tables.panel(Panel(data, controls))})
    page = elements.page(tree(messages_of(shown, element("pagination", num_pages=4, max_visible_pages=7, default=2))))
    assert 'value="2" aria-label="Seite: Tabelle"> von 3' in page
    ways = re.findall('<noscript><a href="(.*?)">(.*?)</a></noscript>', page)
    words = [t(f"panel.{name}") for name in ("first", "previous", "next", "last")]
    assert 'aria-sort="descending"' in page
    # Sorted the other way it begins with its first page.
    assert ways == [("?xx~name~1", "Name"), *zip([f"?xx~-name~{to}" for to in (1, 1, 3, 3)], words, strict=True)]
    assert re.findall(r'aria-label="Seite (\d)"( aria-current=page)?', page) == [
        ("1", ""),
        ("2", " aria-current=page"),
        ("3", ""),
        ("4", ""),
    ]


def test_a_view_of_another_release_is_none(monkeypatch: pytest.MonkeyPatch, everything: Selection) -> None:
    def view_of(release_id: str) -> FirstView | None:
        async def run(*_: str) -> list[ForwardMsg]:
            return messages_of(element("markdown", body=f"Veröffentlichung {release_id}"))

        monkeypatch.setattr(page_run, "messages", run)
        return asyncio.run(first_view.first_view(ENTRIES[0], f"suche={release_id}"))

    assert view_of("000000000000") is None
    for query in ("drucken=true", "praesentation=true", f"suche={'x' * 2000}"):
        assert asyncio.run(first_view.first_view(ENTRIES[0], query)) is None
    found = view_of(everything.release_id)
    assert found
    assert (found.release_id, found.stand) == (everything.release_id, str(everything.stand))


@pytest.fixture
def queries_run(monkeypatch: pytest.MonkeyPatch, everything: Selection) -> list[str]:
    """What pages are run for, one after the other; each says its release."""
    found = []

    async def run(_: str, query: str) -> list[ForwardMsg]:
        found.append(query)
        await asyncio.sleep(0)
        return messages_of(element("markdown", body=f"Veröffentlichung {everything.release_id}"))

    monkeypatch.setattr(page_run, "messages", run)
    return found


def test_a_first_view_that_several_ask_for_at_once_is_made_once(queries_run: list[str]) -> None:
    async def both() -> list[FirstView | None]:
        return await asyncio.gather(*(first_view.first_view(ENTRIES[0], "suche=zugleich") for _ in range(2)))

    first, second = asyncio.run(both())
    assert first is second is not None
    assert len(queries_run) == 1


def test_the_first_view_that_was_not_asked_for_longest_makes_room(
    queries_run: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def asked() -> None:
        for search in "abacab":
            await first_view.first_view(ENTRIES[0], f"suche={search}")

    monkeypatch.setattr(first_view, "_kept", OrderedDict())
    monkeypatch.setattr(first_view, "KEPT", 2)
    asyncio.run(asked())
    assert queries_run == [f"suche={search}" for search in "abcb"]


def test_an_unknown_kind_of_element_is_no_page(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def run(*_: str) -> list[ForwardMsg]:
        return messages_of(element("exception", message="Fehler"))

    monkeypatch.setattr(page_run, "messages", run)
    assert asyncio.run(first_view.first_view(ENTRIES[0], "suche=fehler")) is None
    assert "no first view of /" in caplog.text


def test_a_name_leads_to_its_page_and_what_stands_for_several_or_for_nobody_to_none() -> None:
    names = ["Bund & Land/NRW", "übrige Geldgeber", "ohne Angabe", None]
    rows = CachedFrame(
        pd.DataFrame(
            {
                "funder": names,
                "programme": names[::-1],
                "source_title": "T",
                "source_url": ["https://x.example/?a=b", *[None] * 3],
            }
        )
    )
    found = table_data.table_data(rows, ("funder", "programme", "source_title"), "Titel", "", dt.date(2026, 11, 28))
    assert [list(column.links) for column in found.columns] == [
        ["/foerderung?geldgeber=Bund%20%26%20Land%2FNRW", "", "", ""],
        ["", "", "", "/foerderung?programm=Bund%20%26%20Land%2FNRW"],
        ["https://x.example/?a=b", "", "", ""],
    ]


def test_where_a_row_is_one_line_what_is_asked_first_stands_beside_the_name() -> None:
    day = dt.date(2026, 11, 28)

    def beside(*columns: str) -> list[str]:
        rows = CachedFrame(
            pd.DataFrame({name: [1 if name.endswith(("_days", "_count", "_km2", "_eur")) else "x"] for name in columns})
        )
        found = table_data.table_data(rows, columns, "Titel", "", day)
        return [column.name for column in found.columns if column.is_beside]

    assert beside("title", "state", "delay_days") == ["state"]
    assert beside("title", "state", "due", "delay_days") == ["due"]
    assert beside("name", "population_count", "area_km2") == ["population_count"]
    # An amount alone would be misread.
    assert beside("project_title", "kind", "amount_eur", "counting") == ["kind", "amount_eur", "counting"]
