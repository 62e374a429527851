"""What is measured: every page of the dashboard, and the profiles that a parameter of the address opens."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import duckdb

from app.navigation import ENTRIES
from app.words.text import t

_QUERY = "from milestone_detail select state, count(*) as n group by state order by n desc"


@dataclass(frozen=True)
class View:
    """One address of the dashboard and its name in the tables."""

    name: str
    address: str
    query: str = ""
    has_filters: bool = False
    in_browser: bool = True

    @property
    def path(self) -> str:
        """Path and query below the server's address."""
        return f"/{self.address}" + (f"?{self.query}" if self.query else "")


def views(releases: Path) -> list[View]:
    """All pages in the order of the menu, each profile after its list."""
    project, municipality, funder = _examples(releases)
    profiles = {
        "funding": View("Förderung: one funder", "foerderung", urlencode({"geldgeber": funder})),
        "data": View("Daten: one table", "daten", "daten=milestone_detail"),
        "sql": View("SQL: one query", "daten/sql", urlencode({"abfrage": _QUERY})),
        "projects": View("Projekte: one project", "projekte", f"projekt={project}"),
        "municipalities": View("Kommunen: one profile", "kommunen", f"kommune={municipality}"),
    }
    found: list[View] = []
    for entry in ENTRIES:
        # One page of prose stands for all of them in the browser: they differ in their words alone.
        in_browser = entry.in_menu or entry.key == "accessibility"
        found.append(
            View(t(f"{entry.key}.menu"), entry.address, has_filters="kommune" in entry.filters, in_browser=in_browser)
        )
        if entry.key in profiles:
            found.append(profiles[entry.key])
    return found


def _examples(releases: Path) -> tuple[str, str, str]:
    """The project with most results, the municipality with most projects of its own, the funder of most amounts."""
    release = releases / f"{(releases / 'CURRENT').read_text(encoding='ascii').strip()}.duckdb"
    with duckdb.connect(release, read_only=True) as connection:
        project = connection.execute(
            "select project_id from project_detail order by result_count desc, project_id limit 1"
        ).fetchone()
        municipality = connection.execute(
            "select area_ags from project_municipality semi join municipality on area_ags = municipality_ags "
            "group by area_ags order by count(*) desc, area_ags limit 1"
        ).fetchone()
        funder = connection.execute(
            "select funder from funding_detail where funder is not null group by funder order by count(*) desc, funder limit 1"
        ).fetchone()
    if not project or not municipality or not funder:
        raise RuntimeError(f"{release}: no project, municipality or funder to open a profile of")
    return str(project[0]), str(municipality[0]), str(funder[0])
