"""What the page of comparisons says in plain words."""

from app.data import queries
from app.data.selection import Selection
from app.sentences.plain import words
from app.sentences.plain.parts import Aside, box, ends, known_on, selection_sentence
from app.words import cells, units
from app.words.text import counted, t


def comparison(selection: Selection, places: tuple[str, ...]) -> list[str]:
    """Which areas stand beside each other, how many people live there, and how many projects there are."""
    areas = queries.comparison_figures(selection, *places)
    projects = areas[areas.project_count.notna() & (areas.region_level == "municipality")]
    return box(
        selection_sentence(selection),
        t("plain.comparison.about"),
        *(
            t("plain.municipality.people", name=row.name, n=words.about(row.population_count))
            for row in cells.records(
                areas[areas.population_count.notna() & (areas.region_level == "municipality")].head(1)
            )
        ),
        *((t("plain.comparison.projects"), *ends(projects, "project_count", _projects)) if len(projects) > 1 else ()),
        Aside(t("plain.comparison.joint")),
        known_on(selection),
    )


def _projects(count: units.Number) -> str:
    return counted("plain.value.project", int(count))
