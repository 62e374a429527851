"""Another district in a real browser: its own logo and colours, its map, kind words, and nothing from elsewhere."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request

from tests.district import NAME, new_region, official_file, run
from tests.etl.official.squares import KEYS, NAMES
from tests.in_browser.conftest import serving, settle

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="18"/></svg>'
COLOURS = {
    "primary_light": "#9c2a10",
    "primary_dark": "#b5482c",
    "link_light": "#9c2a10",
    "link_dark": "#f0a58c",
    "sequential": ["#ffe9e0", "#f7b79d", "#d97a55", "#a84724", "#6b2409"],
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard that serves the data folder of another district."""
    folder = tmp_path_factory.mktemp("district")
    data = folder / "data"
    assert new_region(data, official_file(folder)).exit_code == 0
    (data / "wappen.svg").write_text(LOGO, "utf-8")
    _set(data / "region.toml", {"logo": "wappen.svg", **COLOURS})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_DATA_DIR", str(data))
        patch.delenv("MONITOR_RELEASES_DIR", raising=False)
        built = run("build", "--yes")
        assert built.exit_code == 0, built.output
        with serving(data / "releases", folder / "log.txt") as found:
            yield found


def _set(path: Path, values: dict[str, object]) -> None:
    text = path.read_text("utf-8")
    for key, value in values.items():
        text = re.sub(rf"^{key} = .*$", f"{key} = {json.dumps(value)}", text, count=1, flags=re.MULTILINE)
    path.write_text(text, "utf-8")


def test_logo_colours_and_map_are_those_of_the_data_folder(
    visit: Callable[[str], Page], tab: Page, address: str
) -> None:
    foreign: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            foreign.append(request.url)

    tab.on("request", note)
    page = visit(address)
    logo = page.get_by_role("img", name=NAME)
    assert logo.is_visible()
    assert logo.evaluate("image => image.naturalWidth") > 0
    assert page.title().endswith(f" – Smart-Region-Monitor {NAME}")
    colours = [
        f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})" for colour in COLOURS["sequential"]
    ]
    assert page.locator("path.srm-area").count() == len(KEYS)
    # Names are not cut off at the edge of the drawing.
    frame = page.locator(".srm-map-drawing").bounding_box()
    assert frame is not None
    for name in NAMES:
        label = page.locator(".srm-map-wide text", has_text=name).bounding_box()
        assert label is not None
        assert frame["x"] <= label["x"]
        assert label["x"] + label["width"] <= frame["x"] + frame["width"]
    assert page.get_by_text("Noch ist kein Projekt erfasst").is_visible()
    # On a dark ground bright means much.
    for scheme, primary, fills in (("light", "#9c2a10", colours), ("dark", "#b5482c", colours[::-1])):
        page.emulate_media(color_scheme=scheme)
        # Streamlit hears of other colours and draws the page anew, on a busy machine later than a page seems to be at rest.
        colour = "getComputedStyle(document.querySelector('.srm-map')).getPropertyValue('--st-primary-color')"
        page.wait_for_function(f"primary => {colour} === primary", arg=primary)
        settle(page)
        swatches = "swatches => swatches.map(s => getComputedStyle(s).fill)"
        assert page.locator(".srm-swatch").evaluate_all(swatches) == fills, scheme
    page.remove_listener("request", note)
    assert foreign == []
