"""What the office's page says to whom while a draft goes its way, compared with what it said before."""

import datetime as dt
import json
from collections.abc import Iterator
from html import escape
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash
from syrupy.assertion import SnapshotAssertion

from app import navigation
from app.office import worker
from app.office.session import EDITOR, RELEASER, Person
from app.surfaces.html.components import component
from app.surfaces.streamlit.office import parts
from app.surfaces.streamlit.office.draft_html import moment
from app.words.markdown import markdown
from config import ROOT
from etl.office import audit_log, office
from etl.release import store
from etl.release.build import build
from tests.app import as_text
from tests.app.test_snapshot import TextFile
from tests.etl.snapshots import steady
from tests.etl.test_snapshot_office import Desk

ANNA = Person("a", "*Anna*", frozenset({EDITOR}))
BERND = Person("b", "Bernd", frozenset({RELEASER}))
BOTH = Person("c", "Clara", frozenset({EDITOR, RELEASER}))
NOBODY = Person("d", "Dieter", frozenset())
EVA = Person("e", "Eva", frozenset({EDITOR}))
NEXT = "2025-12-31"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OF_STREAMLIT = {
    "id",
    "formId",
    "widthConfig",
    "heightConfig",
    "element",
    "allowHtml",
    "componentName",
    "styleConfig",
    "max",
    "labelVisibility",
    "elementType",
    "wrap",
}
"""What an element has of Streamlit's own and readers never see."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An office with one Stand, whose steps are done in this process."""
    times = count()
    desk = Desk(tmp_path)
    monkeypatch.setattr(office, "_now", lambda: dt.datetime(2025, 12, 31, 12, next(times)).astimezone().isoformat())
    monkeypatch.setattr(navigation, "ENTRIES", [*navigation.ENTRIES, navigation.OFFICE])
    monkeypatch.setenv("MONITOR_OFFICE_DIR", str(tmp_path / "office"))
    monkeypatch.setenv("MONITOR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(tmp_path / "releases"))

    def ask(action: str, person: Person | None = None, **more: object) -> dict[str, Any]:
        found = desk(action, **(who(person) if person else {}), **more)
        if "refused" in found:
            raise worker.OfficeError(found["refused"])
        return found

    monkeypatch.setattr(worker, "_ask", ask)
    worker._state.cache_clear()
    worker.open_points.cache_clear()
    return desk


class Visit:
    """Somebody's visit to the page, and what it has said so far."""

    def __init__(self, person: Person | None, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        # In Markdown, and that in JSON, it has backslashes.
        self.folder = escape(json.dumps(markdown(str(folder)))[1:-1])
        monkeypatch.setattr(parts, "person", lambda: person)
        self.test = AppTest.from_file(str(ROOT / "app" / "frame.py"), default_timeout=60)
        self.test._page_hash = calc_hash(navigation.OFFICE.address)
        self.test.run()

    @property
    def text(self) -> str:
        """What the page says between its head and its foot."""
        texts = "".join([*map(html, elements(self.test._tree))][1:-1])
        return as_text.page(steady(texts.replace(self.folder, "…")))

    def write(self, label: str, text: str) -> None:
        """Write into the first field with this label."""
        next(field for field in self.test.text_input if field.label == label).set_value(text)

    def press(self, label: str) -> None:
        """Press the first button with this label."""
        next(button for button in self.test.button if button.label == label).click().run()


def elements(block: Any) -> Iterator[Any]:
    """Every element of a page, from top to bottom."""
    for child in block.children.values():
        yield from elements(child) if hasattr(child, "children") else [child.proto]


def html(element: Any) -> str:
    """An element of ours as it is, one of Streamlit's own as the text of all that it tells."""
    name = type(element).__name__
    if name == "Html":
        return str(element.body)
    if name == "BidiComponent":
        return component(element)
    words = {name: value for name, value in MessageToDict(element).items() if name not in OF_STREAMLIT}
    return f"<p>{escape(f'{name} {json.dumps(words, ensure_ascii=False)}')}</p>" if words else ""


def test_what_the_page_says_to_whom(desk: Desk, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[tuple[str, str]] = []

    def look(name: str, visit: Visit) -> Visit:
        pages.append((name, visit.text))
        return visit

    def visit(person: Person | None) -> Visit:
        return Visit(person, desk.folder, monkeypatch)

    wrong = desk.book("Mappe.xlsx", ("Projekte", "J3", "Läuft *gut*"), ("Förderung", "I14", "viel"))
    one, two = (
        desk.book(f"{name}.xlsx", ("Projekte", "J3", name), ("Projekte", "J6", "bitte löschen"))
        for name in ("Eins", "Zwei")
    )
    build(desk.data, desk.folder / "releases")
    look("Niemand ist angemeldet", visit(None))
    look("Ohne Rolle", visit(NOBODY))
    look("Ohne Entwurf", visit(ANNA))
    desk("hand_in", **who(ANNA), workbooks={"ä <b>.xlsx": str(wrong)}, stand=NEXT)
    look("Wer freigibt, bei Fehlern", visit(BERND))
    anna = visit(ANNA)
    anna.test.file_uploader[0].set_value([("Mappe.xlsx", path.read_bytes(), XLSX) for path in (one, two)])
    anna.test.date_input[0].set_value(dt.date(2025, 12, 30))
    anna.test.run()
    anna.press("Mappen prüfen")
    look("Wer vorbereitet", anna)
    (radio,) = anna.test.radio
    radio.set_value(radio.options[-1])
    anna.write("Antwort auf Frage 1", "So *gemeint*")
    (draft,) = [found for found in desk("state", **who(BOTH))["drafts"] if found["conflicts"]]
    desk("check_again", **who(BOTH), draft=draft["draft_id"], seen=draft["mark"], decisions=[], answers={})
    anna.press("Übernehmen und noch einmal prüfen")
    look("Wem jemand zuvorgekommen ist, der muss nichts zweimal schreiben", anna)
    anna.press("Übernehmen und noch einmal prüfen")
    look("Wer selbst vorbereitet hat", anna)
    look("Wer nicht freigeben darf", visit(EVA))
    bernd = visit(BERND)
    bernd.press("Freigeben")
    look("Ohne Grund", bernd)
    bernd.write("Grund der Freigabe", "Quartal *4*")
    with monkeypatch.context() as patch:
        patch.setattr(store, "point_to", full)
        bernd.press("Freigeben")
    look("Der Datenträger ist voll", bernd)
    bernd.write("Grund der Freigabe", "Quartal *4*")
    bernd.press("Freigeben")
    look("Freigegeben", bernd)
    monkeypatch.setattr(parts, "_MOST_ENTRIES", 2)
    look("Der andere Entwurf ist veraltet, vom Protokoll stehen die jüngsten Zeilen da", visit(ANNA))
    clara = visit(BOTH)
    clara.write("Grund der Rücknahme", "Irrtum")
    clara.press("Freigabe zurücknehmen")
    look("Zurückgenommen", clara)
    clara.press("Zurückziehen")
    look("Zurückgezogen", clara)
    log = desk.folder / "office" / audit_log.LOG
    log.write_text(log.read_text("utf-8").replace("Quartal", "Halbjahr"), "utf-8")
    look("Das Protokoll ist verändert", visit(ANNA))
    for name in ("open_points", "state"):
        monkeypatch.setattr(worker, name, refuse)
        look(f"Ohne Antwort auf {name}", visit(ANNA))
    assert as_text.joined(iter(pages)) == snapshot.use_extension(TextFile)


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def refuse(*_: object) -> None:
    raise worker.OfficeError("Das *geht* nicht.")


def who(person: Person) -> dict[str, Any]:
    """Somebody as a request names them."""
    return {"person": person.key, "name": person.name, "roles": sorted(person.roles)}


@pytest.mark.parametrize("name", ["region.toml", "raw/gemeinden.csv"])
def test_the_page_names_a_missing_file_of_the_data(desk: Desk, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    build(desk.data, desk.folder / "releases")
    Visit(ANNA, desk.folder, monkeypatch)
    (desk.data / name).unlink()
    visit = Visit(ANNA, desk.folder, monkeypatch)
    (error,) = visit.test.error
    assert error.value == markdown(
        f"Die Datei „{desk.data / name}“ fehlt. "
        "Bis der Betreiber sie aus der Sicherung zurückgeholt hat, geht es hier nicht weiter."
    )


def new_draft(desk: Desk, *cells: tuple[str, str, object]) -> dict[str, Any]:
    """The draft of a workbook with other cells, which Anna has handed in."""
    book = desk.book("Mappe.xlsx", *cells)
    return desk("hand_in", **who(ANNA), workbooks={"M.xlsx": str(book)}, stand=NEXT)


def test_a_step_that_is_done_is_said_to_be_done_though_the_page_has_nothing_to_show(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(desk.data, desk.folder / "releases")
    new_draft(desk, ("Projekte", "J3", "Läuft"))
    visit = Visit(ANNA, desk.folder, monkeypatch)
    (desk.data / "raw" / "gemeinden.csv").unlink()
    visit.press("Zurückziehen")
    assert [found.value for found in visit.test.success] == ["Der Entwurf ist zurückgezogen."]
    assert [markdown("gemeinden.csv") in found.value for found in visit.test.error] == [True]


def test_who_only_says_no_reads_at_the_question_what_to_do_instead(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    build(desk.data, desk.folder / "releases")
    new_draft(desk, ("Projekte", "J6", "bitte löschen"))
    visit = Visit(ANNA, desk.folder, monkeypatch)
    assert "„Nein“ bestätigt nichts" in visit.text
    visit.write("Antwort auf Frage 1", "Nein")
    visit.press("Übernehmen und noch einmal prüfen")
    _, asked = visit.text.split("„Nein“ bestätigt nichts", 1)
    assert (
        "Die Antwort „Nein“ bestätigt das nicht: Was falsch ist, bitte in der Mappe berichtigen und sie neu prüfen lassen."
        in asked
    )


def test_only_who_can_answer_is_told_where(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    build(desk.data, desk.folder / "releases")
    new_draft(desk, ("Projekte", "J6", "bitte löschen"))
    here, others = "bitte unten unter „Fragen“ sagen", "Beantworten kann das, wer die Rolle „redaktion“ hat."
    texts = {person: Visit(person, desk.folder, monkeypatch).text for person in (ANNA, BERND, BOTH)}
    assert {person for person, text in texts.items() if here in text} == {ANNA, BOTH}
    assert {person for person, text in texts.items() if others in text} == {BERND}


def test_of_several_drafts_without_errors_only_one_can_be_released_and_each_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(desk.data, desk.folder / "releases")

    def sentence_counts() -> tuple[int, ...]:
        text = Visit(BERND, desk.folder, monkeypatch).text
        return tuple(map(text.count, ("bereit zur Freigabe.", "Von den 2 Entwürfen ohne Fehler", "ist überholt.")))

    new_draft(desk, ("Projekte", "J3", "Läuft 1"))
    new_draft(desk, ("Förderung", "I14", "viel"))
    assert sentence_counts() == (1, 0, 0)
    found = new_draft(desk, ("Projekte", "J3", "Läuft 2"))
    assert sentence_counts() == (0, 2, 0)
    desk("release", **who(BERND), draft=found["draft_id"], seen=found["mark"], reason="Quartal")
    assert sentence_counts() == (0, 0, 2)


def test_whoever_s_last_step_came_to_nothing_reads_why_on_the_next_visit(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(desk.data, desk.folder / "releases")
    draft = new_draft(desk, ("Projekte", "J3", "Läuft"))
    with monkeypatch.context() as patch:
        patch.setattr(store, "point_to", full)
        desk("release", **who(BERND), draft=draft["draft_id"], seen=draft["mark"], reason="Quartal")
    (given_up,) = (line for line in desk("state", **who(BERND))["log"] if line["action"] == "given_up")
    told = f"Ihr letzter Schritt ({moment(given_up['time'])} Uhr) ist nicht zu Ende gekommen. {given_up['reason']}"
    assert "Der Datenträger ist voll" in told
    warnings = {
        person: [found.value for found in Visit(person, desk.folder, monkeypatch).test.warning]
        for person in (ANNA, BERND)
    }
    assert warnings == {ANNA: [], BERND: [markdown(told)]}


def test_the_day_of_the_next_stand_is_today_or_the_day_after_the_latest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(desk.data, desk.folder / "releases")
    assert Visit(ANNA, desk.folder, monkeypatch).test.date_input[0].value == dt.date.today()
    later = {**desk("state", **who(ANNA)), "latest_stand": "2099-12-31", "first_free_day": "2100-01-01"}
    monkeypatch.setattr(worker, "state", lambda: later)
    (day,) = Visit(ANNA, desk.folder, monkeypatch).test.date_input
    assert (day.value, day.min) == (dt.date(2100, 1, 1), dt.date(2100, 1, 1))


def test_another_spelling_of_names_makes_the_state_asked_for_again(desk: Desk) -> None:
    build(desk.data, desk.folder / "releases")
    before = worker.state()["base"]
    (desk.data / "mapping").mkdir(exist_ok=True)
    (desk.data / "mapping" / "geldgeber.csv").write_text("Schreibweise,Name\nLand,Land NRW\n", "utf-8")
    assert worker.state()["base"] != before
