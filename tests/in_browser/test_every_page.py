"""Every address, opened as the very first thing a new visitor does: whole, German, silent, and usable by everyone."""

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.in_browser.looks import ADDRESSES, CHOSEN, MOST_SHIFT, TABLES, Seen, holding, look
from tests.once import once

CHARTS = {"/", "/foerderung", "/meilensteine", "/indikatoren", "/vergleich", *ADDRESSES[-2:]}
MAPS = {"/": 1, "/karte": 1, "/indikatoren": 1}


@pytest.fixture(scope="package")
def seen(
    returning: BrowserContext, server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Seen]]:
    """Each page is opened once per run of all workers; the tests look at what was noted down."""
    page = holding(returning.new_page())

    def found(address: str) -> Seen:
        number = [*ADDRESSES, *CHOSEN].index(address)
        return once(tmp_path_factory, f"seen-{number}", lambda _: look(page, server, address))

    yield found
    page.close()


every_page = pytest.mark.parametrize("address", ADDRESSES)


@pytest.mark.parametrize("address", [*ADDRESSES, *CHOSEN])
def test_the_first_view_is_the_page_that_takes_its_place(address: str, seen: Callable[[str], Seen]) -> None:
    found = seen(address)
    assert found.first["headings"]
    assert found.live == found.first
    assert found.shift < MOST_SHIFT
    assert found.different_pixels < 60


@every_page
def test_every_page_opens_as_the_very_first_request(address: str, seen: Callable[[str], Seen]) -> None:
    found = seen(address)
    assert found.status == 200
    for facts in (found.facts, found.phone):
        assert facts["failures"] == []
        assert len(facts["headings"]) == 1
        assert len(facts["headings"][0]) > 3


@every_page
def test_a_page_makes_no_errors_and_asks_no_foreign_host(address: str, seen: Callable[[str], Seen]) -> None:
    found = seen(address)
    assert found.foreign == []
    assert found.errors == []
    assert found.console == []


@every_page
def test_a_page_never_scrolls_sideways(address: str, seen: Callable[[str], Seen]) -> None:
    assert seen(address).facts["wide"] <= 0
    assert seen(address).phone["wide"] <= 0
    # A window of 1280 pixels has 320 where everything is four times as large.
    assert seen(address).narrow["wide"] <= 0


@pytest.mark.parametrize("address", sorted(TABLES))
def test_no_table_is_wider_than_its_page_and_every_row_has_its_name(address: str, seen: Callable[[str], Seen]) -> None:
    found = seen(address).odd_tables
    assert len(found) == 3
    assert set(itertools.chain.from_iterable(found.values())) == set()


@pytest.mark.parametrize(
    ("address", "desk", "phone"),
    [("/", 1800, 3750), ("/foerderung", 2400, 4300), ("/meilensteine", 2450, 3850), (ADDRESSES[-1], 2550, 4350)],
)
def test_a_page_is_no_higher_than_it_should_be(
    address: str, desk: int, phone: int, seen: Callable[[str], Seen]
) -> None:
    assert seen(address).facts["height"] <= desk
    assert seen(address).phone["height"] <= phone


@every_page
def test_a_page_is_german(address: str, seen: Callable[[str], Seen]) -> None:
    facts = seen(address).facts
    assert facts["lang"] == "de"
    assert "Smart-Region-Monitor" in facts["title"]
    english = r"\b(Loading|Running|Choose|Search|Download|Show|Fullscreen|Deploy|Select all|Press|None|nan|NaT|undefined|Help|Page|file upload)\b"
    names = [name for _, name, _ in facts["stops"]]
    assert re.findall(english, "\n".join([facts["text"], *names])) == []
    # German numbers have no point before one or two decimals.
    assert re.findall(r"\d\.\d{1,2}\s(?:€|%|Mio\.)", facts["text"]) == []


@every_page
def test_the_title_names_the_page(address: str, seen: Callable[[str], Seen]) -> None:
    for facts in (seen(address).facts, seen(address).phone):
        assert facts["title"].startswith(f"{facts['headings'][0]} – ")


@every_page
def test_every_table_has_a_name(address: str, seen: Callable[[str], Seen]) -> None:
    names = seen(address).facts["tables"]
    assert "" not in names
    assert len(set(names)) == len(names)


@every_page
def test_the_footer_says_stand_and_release_and_leads_to_the_legal_pages(
    address: str, seen: Callable[[str], Seen], release: Any
) -> None:
    footer = seen(address).facts["footer"]
    assert "Stand 23.11.2026" in footer
    assert release.release_id in footer
    for name in ("Barrierefreiheit", "Impressum", "Datenschutz"):
        assert name in footer


@pytest.mark.parametrize("address", MAPS)
def test_a_map_has_ten_shapes(address: str, seen: Callable[[str], Seen]) -> None:
    for facts in (seen(address).facts, seen(address).phone):
        assert facts["shapes"] == [10] * MAPS[address]
        assert all(alt.startswith("Karte der Kommunen") for alt in facts["mapAlts"])


@pytest.mark.parametrize("address", ADDRESSES[-2:])
def test_a_profile_shows_where_it_is(address: str, seen: Callable[[str], Seen]) -> None:
    facts = seen(address).facts
    assert facts["small"] == [10]
    assert all(alt.startswith("Lagekarte des Kreises") for alt in facts["mapAlts"])


@pytest.mark.parametrize("address", sorted(CHARTS))
def test_every_chart_has_an_alt_text_a_table_and_files(address: str, seen: Callable[[str], Seen]) -> None:
    facts = seen(address).facts
    assert facts["charts"]
    for chart in facts["charts"]:
        assert chart["role"] in ("figure", "img")
        assert re.match(r"(Balken|Säulen|Fluss|Linien|Zeitleiste|Karte|Kleine|Punkt|Matrix)", chart["alt"]), chart
    taken = [panel for panel in facts["panels"] if any(tool.startswith("Mitnehmen: ") for tool in panel["tools"])]
    assert len(taken) == len(facts["charts"]) + len(facts["shapes"]) + len(facts["small"])
    # Nothing else is there but what turns the pages of rows.
    tools = [[tool for tool in panel["tools"] if not re.match(r"\w+ Seite: ", tool)] for panel in taken]
    assert [found for found in tools if len(found) != 1] == []
    assert sum(panel["rows"] > 0 for panel in taken) == len(facts["charts"]) + len(facts["shapes"])


@every_page
def test_everything_that_can_be_saved_says_its_source(address: str, seen: Callable[[str], Seen], release: Any) -> None:
    for panel in seen(address).facts["panels"]:
        assert panel["source"].startswith("Quelle: ")
        assert "Stand 23.11.2026" in panel["source"]
        assert release.release_id not in panel["source"]


@every_page
def test_whatever_can_have_the_focus_has_a_name_and_links_called_alike_lead_to_the_same(
    address: str, seen: Callable[[str], Seen]
) -> None:
    stops = seen(address).facts["stops"]
    assert [(role, url) for role, name, url in stops if not name] == []
    targets: dict[str, set[str]] = {}
    for role, name, url in stops:
        if role == "link":
            targets.setdefault(name, set()).add(url)
    assert len(targets) >= 13
    assert {name: urls for name, urls in targets.items() if len(urls) > 1} == {}


@every_page
def test_headings_skip_no_level(address: str, seen: Callable[[str], Seen]) -> None:
    levels = seen(address).facts["levels"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1] == []


@pytest.mark.parametrize("place", ["desk", "phone"])
@every_page
def test_a_page_has_no_serious_barrier(address: str, place: str, seen: Callable[[str], Seen]) -> None:
    assert seen(address).violations[place] == []


@every_page
def test_the_look_follows_the_device(address: str, seen: Callable[[str], Seen]) -> None:
    assert seen(address).facts["dark"] != "rgb(255, 255, 255)"


@every_page
def test_forced_colours_hide_nothing(address: str, seen: Callable[[str], Seen]) -> None:
    found = seen(address).narrow
    assert found["faint"] == []
    assert len(found["stops"]) > 3
    assert [stop for stop, is_marked in found["stops"] if not is_marked] == []


@every_page
def test_nothing_moves_for_who_wants_no_motion(address: str, seen: Callable[[str], Seen]) -> None:
    assert seen(address).narrow["moving"] == []
