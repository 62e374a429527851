"""Every page, run by Streamlit itself: no exception under any filter, and figures that are what the data say."""

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from html import unescape
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from app import navigation
from app.data import queries
from app.data.selection import Selection
from app.exhibits import EXHIBITS
from app.exhibits.tables import TABLES
from app.surfaces.streamlit.parts.prose import filled_template
from app.words import table_columns
from app.words.text import t
from benchmarks.session import Session
from config import ROOT
from tests.app import model, shown
from tests.app.asking import Answer, ask
from tests.app.conftest import raw

ENTRIES = {entry.key: entry for entry in navigation.ENTRIES}
FILTERED = [entry.key for entry in navigation.ENTRIES if entry.filters]
FILTERS = ("kommune", "handlungsfeld", "ebene", "jahr")
SELECTIONS = {
    "everything": {},
    "one municipality": {"kommune": ["05978024"]},
    "several municipalities": {"kommune": ["05978004", "05978028"]},
    "the district": {"kommune": ["05978"]},
    "a municipality without own grants": {"kommune": ["05978012"]},
    "a field": {"handlungsfeld": ["bildung-kultur-freizeit"]},
    "a level": {"ebene": ["Land"]},
    "a year": {"jahr": ["2021"]},
    "several at once": {"kommune": ["05978028", "05978"], "ebene": ["Bund", "Land"], "jahr": ["2020", "2021", "2022"]},
    "nothing left": {"kommune": ["05978008"], "handlungsfeld": ["sicherheit-und-vertrauen"], "jahr": ["2005"]},
}
# Every page whole, and every other choice on one page, each on another; the small district of edges is seen in
# test_snapshot.py under more.
VIEWS = [
    *((key, "everything") for key in FILTERED),
    *zip(itertools.cycle(reversed(FILTERED)), [name for name in SELECTIONS if name != "everything"]),
]
STAMMERING = re.compile(
    r"(?<![\d.,])1 (?:Projekte|Meilensteine|Ergebnisse|Kommunen|Beträge|Bewilligungen|Zuwendungen|Schritte|Tage|Monate)\b"
    r"|[^.…]\.\.(?!\.)|uelle: \w*uelle:|\b0 Eingabezeilen|\w [,;.](?=\s)|: \."
)
"""What nobody would say aloud: one of what are several, a dot too many, a word twice."""
CODES = {"single", "joint", "district", "reached", "planned", "overdue", "no_feedback", "True", "False", "None", "nan", "NaT", "<NA>"}  # fmt: skip


def opened(key: str = "overview", chosen: dict[str, list[str]] | None = None, **parameters: str) -> AppTest:
    """A page as a visitor sees it who opens its address with these filters and parameters."""
    test = AppTest.from_file(str(ROOT / "app" / "frame.py"), default_timeout=60)
    # As the browser asks for a page: Streamlit's test only goes to another one from a page that was opened before.
    test._page_hash = calc_hash(ENTRIES[key].address)
    test.query_params = {**(chosen or {}), **parameters}
    return test.run()


@cache
def seen(key: str, selection: str = "everything") -> AppTest:
    """A page that tests only look at."""
    return opened(key, SELECTIONS[selection])


def chosen_in(test: AppTest, name: str) -> set[str]:
    """What is chosen in the field of this name: keys, or the name on screen of what is chosen where the address says nothing."""
    (form,) = (found["html"] for found in components(test, "form") if f' name="{name}"' in found["html"])
    (field,) = re.findall(rf'<select [^>]*name="{name}".*?</select>', form) or [form]
    options = re.findall(r'<option value="([^"]*)" selected>(.*?)</option>', field)
    return {unescape(key or shown) for key, shown in options} or set(
        re.findall(rf'name="{name}" value="([^"]*)" checked', form)
    )


def components(test: AppTest, name: str) -> Iterator[dict[str, Any]]:
    """Data of every component of that name, or of every part of that kind, in the order of the page."""

    def walk(node: Any) -> Iterator[Any]:
        for child in getattr(node, "children", {}).values():
            proto = getattr(child, "proto", None)
            component = getattr(proto, "component_name", "")
            if component.endswith("srm_parts"):
                yield from parts(json.loads(proto.bytes))
            elif component.endswith(f"srm_{name}"):
                yield json.loads(proto.json)
            yield from walk(child)

    def parts(found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for part in found:
            if part["kind"] == name:
                yield part
            yield from parts(part.get("parts", []))

    return walk(test._tree)


def list_of_projects(page: AppTest) -> dict[str, Any]:
    """The table of all projects."""
    return next(panel for panel in panels(page) if panel["title"] == t("projects.rows.heading"))


def texts_of(test: AppTest) -> list[str]:
    """HTML of every heading and text that is ours."""
    return [data["html"] for kind in ("header", "html") for data in components(test, kind)]


def title(test: AppTest) -> str:
    """The heading of the page."""
    (header,) = components(test, "header")
    return str(header["title"])


def notices(test: AppTest) -> list[str]:
    """What stands out of the page: what an address asks for and nobody knows, what is not there yet."""
    return [body for body in texts_of(test) if "srm-notice" in body]


def panels(test: AppTest) -> Iterator[dict[str, Any]]:
    """Tables of a page, and what stands with them."""
    return ({**data, **shown.panel(data["html"])} for data in components(test, "panel"))


def all_cards(test: AppTest) -> list[dict[str, str]]:
    """Headline figures of a page, in their order."""
    figures = (data["html"] for data in components(test, "html") if data["key"].startswith("figures-"))
    return [card for html in figures for card in shown.cards(html)]


def cards(test: AppTest) -> dict[str, dict[str, str]]:
    """The same by their labels."""
    return {card["label"]: card for card in all_cards(test)}


def plain_sentences(test: AppTest) -> list[str]:
    """What the page says in plain words."""
    (box,) = components(test, "plain")
    return shown.sentences(box["html"])


def answer(test: AppTest) -> str:
    """The sentences that answer the question of the overview."""
    body = next(body for body in texts_of(test) if "srm-answer" in body)
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", body)).strip()


def everything_said(test: AppTest) -> str:
    """All words of a page, those of tables and figures too."""
    texts = [element.value for kind in (test.markdown, test.info, test.warning, test.error) for element in kind]
    texts += texts_of(test)
    for name in ("panel", "plain"):
        texts += [unescape(data["html"]) for data in components(test, name)]
    return "\n".join(texts).replace("\u00a0", " ")


@pytest.mark.parametrize(("key", "selection"), VIEWS)
def test_a_page_opens_under_every_filter_and_shows_no_code(key: str, selection: str) -> None:
    test = seen(key, selection)
    assert not test.exception
    assert not test.error
    assert title(test)
    assert not re.search(r"\bnan\b|\bNaT\b|<NA>|\bNone\b", everything_said(test))
    assert not STAMMERING.findall(everything_said(test))


@pytest.mark.parametrize("key", [key for key in ENTRIES if key not in FILTERED])
def test_a_page_without_filters_opens_and_keeps_them(key: str) -> None:
    test = opened(key, {"kommune": ["05978024"]})
    assert not test.exception
    assert not test.error
    assert title(test)
    assert test.query_params["kommune"] == "05978024"
    # The filter is still shown, with a note that it changes nothing here.
    assert any("ohne Wirkung" in text and "Lünen" in text for text in texts_of(test))


@pytest.mark.parametrize("key", [key for key in FILTERED[::2] if "kommune" in ENTRIES[key].filters])
def test_an_active_filter_is_named_on_the_page_and_can_be_lifted(key: str) -> None:
    test = seen(key, "one municipality")
    (said,) = (text for text in texts_of(test) if "Aktiver Filter" in text)
    assert "Lünen" in said
    assert chosen_in(test, "kommune") == {"05978024"}
    # The way back to everything is a link, also for readers without scripts.
    assert 'href="?"' in said
    assert not any("Aktiver Filter" in text for text in texts_of(seen(key)))


def test_filters_go_along_from_page_to_page() -> None:
    test = opened("funding", {"kommune": ["05978024"], "jahr": ["2021"]})
    for key in ("milestones", "imprint", "projects", "overview"):
        test.switch_page(f"../pages/{key}.py").run()
        assert test.query_params["kommune"] == "05978024"
        assert any("Lünen" in text and "2021" in text for text in texts_of(test))


@pytest.mark.parametrize("value", ["99999999", "<script>", "5978024", ""])
def test_a_filter_that_does_not_exist_in_the_address_is_dropped(value: str) -> None:
    test = opened(kommune=value)
    assert not test.exception
    assert not any("Aktiver Filter" in text for text in texts_of(test))
    # What can only be one of them is understood.
    assert len(notices(test)) == (value not in ("", "5978024"))


# Figures


@pytest.mark.parametrize("selection", ["everything", "one municipality", "several at once", "nothing left"])
def test_the_grants_on_the_overview_are_what_the_raw_files_say(selection: str) -> None:
    chosen = SELECTIONS[selection]
    choice = model.Choice(
        municipalities=chosen.get("kommune", ()),
        fields=chosen.get("handlungsfeld", ()),
        levels=chosen.get("ebene", ()),
        years=[int(year) for year in chosen.get("jahr", ())],
    )
    shown, said = cards(seen("overview", selection)), answer(seen("overview", selection))
    parts = {part: model.total(choice, "Zuwendung", part) for part in ("single", "joint", "district")}
    labels = {"single": "Eigene Zuwendungen", "joint": "Gemeinsame Vorhaben", "district": "Kreisweite Vorhaben"}
    for part, amount in parts.items():
        if part != "district" or amount is not None:
            assert shown[labels[part]]["value"] == _short(amount)
    total = model.total(choice)
    told = [total] if total is not None and not choice.municipalities else parts.values()
    assert all(_short(amount) in said for amount in told if amount is not None)
    assert ("Eine Bewilligung, die zählt, ist dazu nicht bekannt." in said) == (total is None)
    projects = sum(int(shown[label]["value"]) for label in ("Fertig", "Laufend", "Ohne offenen Termin"))
    assert projects == len(model.chosen_projects(choice))


@pytest.mark.parametrize("places", [(), *(((ags,)) for ags in sorted(model.municipalities())[1::3])], ids=str)
def test_the_answer_is_read_back_from_the_raw_files(places: tuple[str, ...]) -> None:
    said = answer(opened("overview", {"kommune": list(places)}))
    states = model.states(model.Choice(municipalities=places))
    results = re.match(r"Von (?:(\d+) bekannten Ergebnissen|einem bekannten Ergebnis)", said)
    assert results or (not states and said.startswith("Ein Ergebnis ist dazu noch nicht bekannt."))
    numbers = {
        "reached": r"(sind|ist) (\d+|eines|keines nachweislich) da",
        "planned": r"(\d+|eines) (?:sind|ist) geplant",
        "overdue": r"(\d+|eines) (?:sind|ist) überfällig",
        "no_feedback": r"zu (\d+|einem) fehlt eine Rückmeldung",
    }
    words = {"eines": 1, "einem": 1, "keines nachweislich": 0}
    if len(states) > 1:
        assert results and int(results[1]) == len(states)
        for state, pattern in numbers.items():
            found = re.search(pattern, said)
            read = found.groups()[-1] if found else "keines nachweislich"
            assert words.get(read, read) in (states.count(state), str(states.count(state))), state
    share = model.gigabit(places[0] if places else model.DISTRICT)
    assert f"{share:.1f} % der Haushalte".replace(".", ",", 1) in said


def _short(amount: Decimal | None) -> str:
    if amount is None:
        return "keine Angabe"
    if amount >= 10**6:
        return f"{amount / 10**6:.1f} Mio. €".replace(".", ",", 1)
    return f"{round(amount):,} €".replace(",", ".")


def _exact(amount: Decimal | None) -> str:
    if amount is None:
        return "keine Zuwendung"
    text = f"{amount:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
    return f"{text.removesuffix(',00')} €"


def test_the_headline_is_the_same_on_every_page_that_shows_it() -> None:
    card = cards(seen("funding"))["Zuwendungen, die zählen"]
    assert card["value"] in answer(seen("overview"))
    assert _exact(model.total(model.Choice())) in card["text"]


def test_a_figure_leads_to_the_page_behind_it() -> None:
    linked = [card for card in cards(seen("overview")).values() if card["href"]]
    assert {card["href"].strip("/").partition("?")[0] for card in linked} == {
        *("indikatoren", "projekte", "foerderung", "meilensteine")
    }
    assert all(card["way"] for card in linked)


def test_every_page_says_stand_and_release(everything: Any) -> None:
    for key in ENTRIES:
        assert any("Stand 23.11.2026" in text and everything.release_id in text for text in texts_of(seen(key))), key


# Tables and files


@cache
def files(key: str) -> list[tuple[dict[str, Any], dict[str, Answer]]]:
    """Every table that stands alone on a page, and its files; those of a chart are tested in test_files.py."""
    alone = [panel for panel in panels(seen(key)) if "slug" not in panel]
    # A workbook, which takes longest, of the first one.
    return [
        (
            panel,
            {kind: ask(address) for kind, address in panel["files"].items() if kind != "XLSX" or panel is alone[0]},
        )
        for panel in alone
    ]


def lines_of(answer: Answer) -> list[list[str]]:
    """A file for Excel as it is read."""
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""), delimiter=";"))


@pytest.mark.parametrize("key", [*FILTERED, "methodology"])
def test_every_table_has_files_with_the_same_rows(key: str, everything: Any) -> None:
    assert any(panels(seen(key)))
    for panel, found in files(key):
        assert panel["files"].keys() == {"CSV", "XLSX", "JSON"}
        assert {answer.status for answer in found.values()} == {200}
        labels, count = panel["labels"], len(panel["rows"])
        lines, about = lines_of(found["CSV"]), json.loads(found["JSON"].body)
        assert [label for label in lines[0] if label in labels] == labels
        assert lines[1 + count] == []
        assert lines[2 + count] == [panel["title"]]
        assert any(
            panel["source"].partition(" Auswahl")[0].removesuffix(".")
            in line[0].replace(f", Veröffentlichung {everything.release_id}", "")
            for line in lines[-3:]
        )
        assert (about["meta"]["release_id"], about["meta"]["stand"]) == (everything.release_id, "2026-11-23")
        assert len(about["rows"]) == count
        if "XLSX" in found:
            assert load_workbook(io.BytesIO(found["XLSX"].body))["Daten"].max_row == 1 + count
        # What a page leaves out stands in no row, or says what the row is of and where it stands in the inputs.
        behind = {"Datei", "Zeile", *(t(f"column.{name}") for name in table_columns.KEYS)}
        for place, label in enumerate(lines[0]):
            column = [line[place] for line in lines[1 : 1 + count]]
            assert label in {*labels, *behind} or label.endswith("Monaten") or not any(column), label
        names = [re.findall('filename="(.+)"', answer.headers["content-disposition"])[0] for answer in found.values()]
        assert [name.partition(".")[2] for name in names] == [kind.lower() for kind in found]
        assert all(re.fullmatch(r"[a-z0-9-]+_2026-11-23(_excel)?[.][a-z]+", name) for name in names)


@pytest.mark.parametrize("key", [*FILTERED, "methodology"])
def test_files_use_the_words_of_the_screen_not_codes(key: str) -> None:
    keys = {t(f"column.{name}") for name in table_columns.KEYS}
    for panel, answers in files(key):
        head, *lines = lines_of(answers["CSV"])[: 1 + len(panel["rows"])]
        cells = {*head, *(cell for line in lines for name, cell in zip(head, line, strict=True) if name not in keys)}
        found = {cell for cell in cells if cell in CODES or re.fullmatch(r"[a-z]+_[a-z_]+", cell)}
        assert found == set(), panel["title"]


def test_the_files_of_a_table_follow_filters_and_choices() -> None:
    test = opened("projects", {"ebene": ["Land"]}, suche="digital")
    panel = list_of_projects(test)
    answer = ask(panel["files"]["JSON"])
    found = json.loads(answer.body)
    assert len(found["rows"]) == len(panel["rows"]) > 0
    assert found["meta"]["filters"] == ["Ebene des Geldgebers: Land", "Suche: digital"]
    assert 'filename="liste-der-projekte-land-digital_2026-11-23.json"' in answer.headers["content-disposition"]


def test_every_table_stands_on_its_page() -> None:
    shown = {
        key for entry in navigation.ENTRIES for key in re.findall(r'"(\w+[.][\w.]+)"', entry.file.read_text("utf-8"))
    }
    patterns = re.compile(r"milestones[.](planned|reached|overdue|no_feedback)|changes[.]\w+")
    assert [table.key for table in TABLES if table.key not in shown and not patterns.fullmatch(table.key)] == []
    slugs = [found.slug for found in (*EXHIBITS, *TABLES)]
    assert len(slugs) == len(set(slugs))


@pytest.mark.parametrize("key", [*FILTERED, "methodology"])
def test_a_table_shows_what_readers_ask_for_and_begins_with_its_first_rows(key: str, everything: Any) -> None:
    for panel in panels(seen(key)):
        assert everything.release_id not in panel["source"]
        assert not {"input_file", "input_line"} & set(panel["names"])
        for column in zip(*panel["rows"], strict=True):
            assert set(column) != {"keine Angabe"}
        if panel["state"] and panel["state"]["pages"] > 1:
            continue  # one of several pages of rows
        count, first = len(panel["rows"]), panel["first"]
        assert count <= 12 if first is None else (count > first + 2 and f"Alle {count} " in panel["whole"])


def test_every_project_of_the_list_leads_to_its_profile() -> None:
    panel = list_of_projects(seen("projects"))
    links = panel["links"][0]
    keys = {row["Projekt-ID"] for row in raw("projekte")}
    assert {link.removeprefix("/projekte?projekt=") for link in links} == keys
    assert len(links) == len(keys)


# Projects and municipalities


@pytest.mark.parametrize("row", raw("projekte")[::40], ids=lambda row: row["Projekt-ID"])
def test_a_project_has_a_page_with_all_its_money_and_milestones(row: dict[str, str]) -> None:
    test = opened("projects", projekt=row["Projekt-ID"])
    assert not test.exception
    assert title(test).replace("\\", "") == row["Titel"]
    tables = {panel["title"]: panel for panel in panels(test)}
    assert len(tables["Geld"]["rows"]) == sum(f["Projekt-ID"] == row["Projekt-ID"] for f in raw("foerderung"))
    milestones = [m["Meilenstein"] for m in raw("meilensteine") if m["Projekt-ID"] == row["Projekt-ID"]]
    assert sorted(cells[0] for cells in tables["Meilensteine"]["rows"]) == sorted(milestones)
    assert tables["Quellen"]["rows"]


@pytest.mark.parametrize("key", ["<b>x</b>", "x" * 5000])
def test_an_unknown_project_says_so_and_lists_all(key: str) -> None:
    test = opened("projects", projekt=key)
    assert not test.exception
    (notice,) = notices(test)
    assert "gibt es in diesem Stand nicht" in notice
    assert len(notice) < 700
    panel = list_of_projects(test)
    assert len(panel["rows"]) == len(raw("projekte"))


@pytest.mark.parametrize("ags", ["05978012", "05978024"])
def test_a_municipality_has_a_profile(ags: str) -> None:
    test = opened("municipalities", {"kommune": [ags]})
    assert not test.exception
    shown = cards(test)
    own, joint = (_short(model.total(model.Choice([ags]), "Zuwendung", part)) for part in ("single", "joint"))
    # Who takes part in joint grants and has none alone is not unknown.
    is_only_joint = own == "keine Angabe" and joint != own
    assert shown["Eigene Zuwendungen"]["value"] == ("nur gemeinsam" if is_only_joint else own)
    assert shown["Gemeinsame Vorhaben"]["value"] == joint


def test_a_search_narrows_the_list_of_projects() -> None:
    test = opened("projects", suche="Breitband")
    panel = list_of_projects(test)
    assert 0 < len(panel["rows"]) < len(raw("projekte"))
    test.query_params["suche"] = "gibtesnicht"
    assert not test.run().exception
    assert any("0 Projekte" in text for text in texts_of(test))


@pytest.mark.parametrize("measure", ["grant_per_head_eur", "density_count", "indicator"])
def test_the_map_shows_the_measure_that_is_chosen(measure: str) -> None:
    test = opened("map", kennzahl=t(f"map.measure.{measure}"))
    assert not test.exception
    assert chosen_in(test, "kennzahl") == {t(f"map.measure.{measure}")}
    (drawing,) = components(test, "map")
    assert drawing["html"].count('data-key="') == 10


def test_an_indicator_of_another_topic_can_be_chosen(everything: Selection) -> None:
    test = opened("indicators")
    # The last of some topics: the first is chosen where the address says nothing.
    for topic, names in list(queries.indicators(everything).groupby("topic").name)[1::3]:
        name = names.iloc[-1]
        test.query_params.update({"thema": topic, "indikator": name})
        assert not test.run().exception, (topic, name)
        assert (chosen_in(test, "thema"), chosen_in(test, "indikator")) == ({topic}, {name})


def test_an_indicator_alone_says_its_topic_and_one_of_another_topic_gives_way() -> None:
    assert chosen_in(opened("indicators", indikator="Ladepunkte"), "thema") == {"Ladeinfrastruktur"}
    test = opened("indicators", indikator="Ladepunkte", thema="Mobilfunk 5G")
    assert chosen_in(test, "thema") == {"Mobilfunk 5G"}
    assert not test.exception


# When there is no release


def test_without_a_release_a_page_says_so_in_german(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(tmp_path))
    test = opened()
    assert not test.exception
    assert "lässt sich keine Veröffentlichung lesen" in test.error[0].value


@pytest.mark.parametrize(
    ("template", "kept"),
    [
        ("# A\n\n{!region.name}leer\n\n# B\n\nText", "# B\n\nText"),
        ("# A\n\n## B\n\n{!region.name}leer", ""),
        ("# A\n\n## B\n\nText", "# A\n\n## B\n\nText"),
        ("Folgendes:\n\n{!region.name}leer\n\n## B\n\nText", "## B\n\nText"),
        ("Folgendes:\n\nText", "Folgendes:\n\nText"),
        ("Folgendes.\n\n## B\n\nText", "Folgendes.\n\n## B\n\nText"),
    ],
)
def test_what_leads_to_nothing_is_left_out_of_a_text(template: str, kept: str) -> None:
    assert filled_template(template) == kept


def test_visitors_of_the_benchmark_find_what_can_be_chosen() -> None:
    visitor = Session("http://127.0.0.1")
    for element in seen("overview").get("bidi_component"):
        visitor._remember(json.loads(element.proto.bytes))
    assert visitor.filters["kommune"] == [*model.municipalities(), "05978"]
