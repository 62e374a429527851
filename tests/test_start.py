"""The server as it starts: what it loads, and what the operator and the region set."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from config import ROOT
from tests.once import once
from tests.stands import first_stand

SCALE = ["#ffe9e0", "#f7b79d", "#d97a55", "#a84724", "#6b2409"]
COLOURS: dict[str, str | list[str]] = {"primary_light": "#9c2a10", "link_light": "#9c2a10", "sequential": SCALE}
SCRIPT = """
import json, sys
import dashboard
from app.charts import theme
from app.navigation import ENTRIES
from app.web.addresses import page
from app.web.api import routes
from streamlit import get_option

colours = ("theme.light.primaryColor", "theme.light.linkColor", "theme.dark.primaryColor")
print(json.dumps({
    "modules": [*sys.modules],
    "sql": [
        [entry.key for entry in ENTRIES if entry.key == "sql"],
        [route.path for route in routes() if "/sql/" in route.path],
        page({"path": "/daten/sql"}),
    ],
    "scale": theme.SEQUENTIAL,
    "colours": [*map(get_option, colours), len(get_option("theme.chartSequentialColors"))],
}))
"""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a server says that was started with colours of the region's own and without queries of visitors."""
    return once(tmp_path_factory, "start", start)


def start(folder: Path) -> dict[str, Any]:
    data_dir = first_stand(folder)
    path = data_dir / "region.toml"
    text = path.read_text("utf-8")
    for key, value in COLOURS.items():
        text = re.sub(rf"^{key} = .*$", f"{key} = {json.dumps(value)}", text, flags=re.MULTILINE)
    # As an editor under Windows saves it.
    path.write_text(text, "utf-8-sig")
    environment = {**os.environ, "MONITOR_DATA_DIR": str(data_dir), "MONITOR_SQL": "off"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def test_rdflib_is_not_loaded(started: dict[str, Any]) -> None:
    assert "app.web.api" in started["modules"]
    assert "rdflib" not in started["modules"]


def test_an_operator_can_switch_queries_off(started: dict[str, Any]) -> None:
    assert started["sql"] == [[], [], None]


def test_the_regions_own_colours_reach_the_app_and_streamlit(started: dict[str, Any]) -> None:
    own = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    assert started["scale"] == SCALE
    assert started["colours"] == ["#9c2a10", "#9c2a10", own["dark"]["primaryColor"], 10]
