"""Any Stand can be looked at, and an old one shows what it showed; what was corrected is said."""

import datetime as dt
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from streamlit.testing.v1 import AppTest

from app.data import db, queries
from app.data.selection import Selection
from app.web import feed
from tests.app.test_pages import components, notices, opened, texts_of
from tests.stands import NEW, OLD

ATOM = {"a": feed.ATOM}


@pytest.fixture(autouse=True)
def shown(corrected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app read the release with two Stände."""
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(corrected))


def selection(stand: dt.date) -> Selection:
    return Selection(db.current_release(), stand)


def texts(page: AppTest) -> str:
    return " ".join(texts_of(page))


def test_the_latest_stand_is_shown_when_none_is_asked_for() -> None:
    page = opened()
    assert not page.exception
    assert "Stand 30.04.2027" in texts(page)
    assert "Sie sehen den Stand" not in texts(page)


def test_an_old_stand_is_shown_from_its_address_and_says_so() -> None:
    page = opened(stand="2026-11-23")
    assert "Stand 23.11.2026" in texts(page)
    assert "Sie sehen den Stand vom 23.11.2026" in texts(page)
    # The way back is a link, also for readers without scripts.
    assert 'href="?"' in texts(page)


def test_a_stand_stays_from_page_to_page_and_can_be_chosen() -> None:
    page = opened("methodology", stand="2026-11-23")
    (form,) = components(page, "form")
    assert '<option value="2026-11-23" selected>23.11.2026</option>' in form["html"]
    assert '<option value="">30.04.2027 (jüngster)</option>' in form["html"]
    page.switch_page("../pages/funding.py").run()
    assert "Stand 23.11.2026" in texts(page)
    assert page.query_params["stand"] == "2026-11-23"


@pytest.mark.parametrize("unknown", ["2020-01-01", "gestern", "<script>"])
def test_a_stand_that_does_not_exist_is_named_and_the_latest_shown(unknown: str) -> None:
    page = opened(stand=unknown)
    assert not page.exception
    assert "Stand 30.04.2027" in texts(page)
    (warning,) = notices(page)
    assert "gibt es nicht" in warning
    assert "<script" not in warning


def test_an_old_stand_has_the_money_the_sources_and_the_people_it_had() -> None:
    assert queries.funding_totals(selection(NEW)).grant_eur - queries.funding_totals(selection(OLD)).grant_eur == 10_000
    titles = [set(queries.source_rows(selection(stand)).all().source_title) for stand in (OLD, NEW)]
    assert titles[0] - titles[1] == {"Saftige Finanzspritze"}
    assert titles[1] - titles[0] == {"Neuer Titel"}
    people = [queries.municipality(selection(stand), "05978004").population_count for stand in (OLD, NEW)]
    assert people == [49143, 50000]


def test_a_correction_is_listed_from_its_stand_on() -> None:
    assert queries.corrections(selection(OLD)).empty
    found = queries.corrections(selection(NEW))
    assert set(found.row_key) == {"smart-region-kreis-unna-f1", "05978004 / 2024-12-31"}


def test_only_what_was_corrected_after_a_stand_is_a_correction_since() -> None:
    for since, found in ((OLD, {"smart-region-kreis-unna-f1"}), (NEW, set())):
        rows = queries.corrections_since(selection(NEW), since, ("foerderung",), ())
        assert set(rows.row_key) == found


def test_a_feed_was_updated_when_its_latest_entry_was() -> None:
    days = (dt.date(2027, 1, 1), dt.date(2027, 3, 1), dt.date(2027, 2, 1))
    made = [feed.Entry((str(day),), day, "t", "s", "methodik") for day in days]
    tree = ET.fromstring(feed.atom("https://x", "n.atom", "t", "methodik", NEW, made))
    assert tree.findtext("a:updated", namespaces=ATOM) == "2027-03-01T00:00:00Z"


def test_the_feed_tells_every_correction_in_german_and_escapes_it() -> None:
    tree = ET.fromstring(feed.corrections(db.current_release(), "https://monitor.example"))
    entries = tree.findall("a:entry", ATOM)
    assert len(entries) == 2
    summaries = [entry.findtext("a:summary", namespaces=ATOM) for entry in entries]
    assert "Vorher: 490.000 €. Nachher: 500.000 €. Grund: <b>Zahlendreher</b>. Seit dem Stand 30.04.2027." in summaries
    assert len({entry.findtext("a:id", namespaces=ATOM) for entry in entries}) == 2
    assert tree.findtext("a:updated", namespaces=ATOM) == "2027-03-30T00:00:00Z"
