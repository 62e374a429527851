"""A valid data folder without projects for another district, made from two official files."""

import shutil
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd
from shapely import Point

from config import EMBEDDED
from data_dictionary import TABLES
from etl.messages.german import quoted
from etl.messages.refusals import InputError, RefusedError, UnreadableError, reason
from etl.new_region.toml_text import region_text, tables_text
from etl.official.adapters.mapping import states
from etl.official.adapters.recognition import UnknownFileError, adapter_for
from etl.official.formats.geojson import geojson_bytes
from etl.official.interface import Extract, Scope
from etl.official.products import product
from etl.reading.boundaries import METRES, in_degrees
from etl.reading.inputs import BOUNDARIES, OFFICE
from etl.reading.toml_files import Authority, Comparison, Law, Operator, Region, RegionFile, read_toml
from etl.rules.validation import CheckedInputs, checked_inputs
from etl.tables.boundaries import label_points

COUNTRY = Comparison(ags="DG", name="Deutschland", level="country")
LISTED = 60
NEEDED = ("Name", "Amtliche Bezeichnung", "Art", "Fläche (km²)")


@dataclass(frozen=True)
class Plan:
    """What is wanted: where, for which district, from which files."""

    folder: Path
    prefix: str
    boundaries: Path
    population: Path
    name: str = ""
    state: str = ""
    stand: date = field(default_factory=date.today)


@dataclass(frozen=True)
class NewRegion:
    """The folder that was made, and what was found in the files it is made of."""

    checked: CheckedInputs
    extracts: tuple[Extract, Extract]
    """Boundaries, then population."""
    hints: tuple[str, ...]
    """What a person has to fill in or look at, in German."""


def new_region(plan: Plan) -> NewRegion:
    """Make the folder; it appears whole or not at all.

    Raises RefusedError if the folder is taken, a file is not what it should be, or the two files do not fit together;
    InputError if the folder that was made has errors; it was removed again.
    """
    if plan.folder.exists() and (not plan.folder.is_dir() or any(plan.folder.iterdir())):
        raise RefusedError(
            f"{plan.folder} gibt es schon und ist nicht leer. Erwartet wird ein neuer oder leerer Ordner."
        )
    shapes, people = _read(plan.boundaries, plan.prefix), _read(plan.population, plan.prefix)
    places = _places(plan, shapes, people)
    known = _template()
    is_same_state = known.region.district_ags[:2] == plan.prefix[:2]
    region, hints = _region(plan, known, is_same_state=is_same_state)
    sources, unknown = _sources(plan, shapes, people, is_same_state=is_same_state)
    temporary = plan.folder.with_name(f".{plan.folder.name}.tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        _write(temporary, plan.stand, region, sources, places, shapes, people)
        checked = checked_inputs(temporary)
        if checked.errors:
            raise InputError(checked.findings)
        plan.folder.parent.mkdir(parents=True, exist_ok=True)
        if plan.folder.exists():
            plan.folder.rmdir()
        temporary.replace(plan.folder)
    except OSError as problem:
        raise RefusedError(f"{plan.folder} lässt sich nicht anlegen. {reason(problem)}") from problem
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return NewRegion(checked, (shapes, people), (*hints, *unknown))


def _read(path: Path, prefix: str) -> Extract:
    """What a file holds for the district; when it holds nothing, which districts are in it."""
    try:
        adapter = adapter_for(path)
        try:
            found = adapter.read(path, _scope(prefix))
        except UnreadableError:
            # Either it is damaged, or the district is not in it: then the file has other ones to name.
            found = Extract(adapter.name, 0, source=adapter.source)
        if _keys(found):
            return found
        everything = adapter.read(path, _scope(""))
    except (UnknownFileError, UnreadableError) as problem:
        raise RefusedError(f"{path.name}: {problem}") from problem
    except OSError as problem:
        raise RefusedError(
            f"{path} lässt sich nicht lesen. Fehlt das Recht dazu, oder ist die Datei noch in einem Programm geöffnet?"
        ) from problem
    districts = Counter(key[:5] for key in _keys(everything))
    if not districts:
        return found
    listed = ", ".join(f"{key} ({count})" for key, count in sorted(districts.items())[:LISTED])
    more = f" und {len(districts) - LISTED} weitere" if len(districts) > LISTED else ""
    raise RefusedError(
        f"In {path.name} beginnt kein Gemeindeschlüssel mit „{prefix}“. "
        f"Darin sind, mit der Zahl ihrer Gemeinden: {listed}{more}."
    )


def _scope(prefix: str) -> Scope:
    return Scope(prefix, {}, comparison=frozenset({prefix, prefix[:2], COUNTRY.ags}))


def _keys(found: Extract) -> set[str]:
    """Keys of all municipalities in a file."""
    keys = set() if found.boundaries is None else set(found.boundaries["ags"])
    return keys | {key for table in found.tables.values() for key in table.get("AGS", ()) if len(key) == 8}


def _places(plan: Plan, shapes: Extract, people: Extract) -> pd.DataFrame:
    """Rows of gemeinden.csv; a place is where its name stands on the map."""
    if shapes.boundaries is None:
        raise RefusedError(
            f"{plan.boundaries.name} ({shapes.title}) hat keine Grenzen. Erwartet werden amtliche Gemeindegrenzen."
        )
    if "bevoelkerung" not in people.tables or "gemeinden" not in people.tables:
        raise RefusedError(
            f"{plan.population.name} ({people.title}) nennt nicht Namen und Einwohnerzahlen der Gemeinden mit einem "
            "Stichtag. Erwartet wird zum Beispiel das Gemeindeverzeichnis."
        )
    # What the one file does not say, such as the area, the other one may.
    places = people.tables["gemeinden"].set_index("AGS")
    places = places.combine_first(shapes.tables["gemeinden"].set_index("AGS").reindex(places.index))
    places = places.reset_index().reindex(columns=["AGS", *NEEDED])
    drawn, counted = dict(shapes.boundaries[["ags", "name"]].values), dict(places[["AGS", "Name"]].values)
    for file, names, other in ((plan.population, drawn, counted), (plan.boundaries, counted, drawn)):
        if missing := [f"{key} ({name})" for key, name in names.items() if key not in other]:
            raise RefusedError(
                f"Die Dateien passen nicht zusammen, vielleicht haben sie einen anderen Gebietsstand. "
                f"In {file.name} fehlen: {', '.join(missing)}."
            )
    if unknown := [name for name in NEEDED if places[name].isna().any()]:
        raise RefusedError(
            f"Keine der beiden Dateien nennt für jede Gemeinde: {quoted(unknown)}. Das Gemeindeverzeichnis nennt alles."
        )
    points = {
        key: in_degrees(Point(*label_points([outline])))
        for key, outline in shapes.boundaries.set_index("ags").geometry.to_crs(METRES).items()
    }
    located = places.assign(
        Breite=[f"{points[key][1]:.6f}" for key in places["AGS"]],
        Länge=[f"{points[key][0]:.6f}" for key in places["AGS"]],
    )
    return located.reindex(columns=TABLES["gemeinden"].headers).sort_values("AGS")


def _name(plan: Plan) -> str:
    return plan.name or f"Kreis {plan.prefix}"


def _template() -> RegionFile:
    """The region that comes with the project: its fields of action, and the laws of its state."""
    known, problems = read_toml(EMBEDDED / "region.toml", "region.toml", RegionFile)
    if known is None:
        raise RefusedError(f"Die Vorlage {EMBEDDED / 'region.toml'} ist fehlerhaft: {problems[0].message}")
    return known


def _region(plan: Plan, known: RegionFile, *, is_same_state: bool) -> tuple[RegionFile, list[str]]:
    """What region.toml says, and what it cannot know; laws and authorities only of the same state."""
    state = plan.state or states().get(plan.prefix[:2], "")
    if not state:
        raise RefusedError(f"Wie heißt das Land mit dem Schlüssel „{plan.prefix[:2]}“? Bitte mit --state angeben.")
    name = _name(plan)
    hints = [] if plan.name else [f"Der Name ist nicht bekannt; in region.toml steht vorläufig „{name}“ (--name)."]
    comparison = (
        Comparison(ags=plan.prefix, name=name, level="district"),
        *([] if len(plan.prefix) == 2 else [Comparison(ags=plan.prefix[:2], name=state, level="state")]),
        COUNTRY,
    )
    region = RegionFile(
        region=Region(name=name, title=f"Smart-Region-Monitor {name}", district_ags=plan.prefix, state=state),
        comparison=comparison,
        field_of_action=known.field_of_action,
        operator=Operator(),
        law=known.law if is_same_state else Law(),
        complaint_body=known.complaint_body if is_same_state else Authority(),
        data_protection_authority=known.data_protection_authority if is_same_state else Authority(),
    )
    return region, hints


def _sources(plan: Plan, shapes: Extract, people: Extract, *, is_same_state: bool) -> tuple[str, list[str]]:
    """Text of sources.toml: what the files are, and the indicators' sources as the project knows them."""
    text = (EMBEDDED / "raw" / "sources.toml").read_text("utf-8")
    known = tomllib.loads(text)
    head = "\n".join(line for line in text.split("\n\n")[0].splitlines() if line.startswith("#"))
    projects = next(entry for entry in known["dataset"] if "projekte.csv" in entry["files"])
    hints = []
    datasets: list[dict[str, object]] = [
        projects | {"title": "Projekte, Förderung und Meilensteine", "publisher": _name(plan)}
    ]
    for kind, extract, file, files in (
        ("grenzen", shapes, plan.boundaries, ["grenzen.geojson"]),
        ("bevoelkerung", people, plan.population, ["bevoelkerung.csv", "gemeinden.csv"]),
    ):
        found = product(kind, extract.title, file, plan.stand.year)
        if "licence" not in found:
            found |= {"publisher": "nicht bekannt", "licence": "nicht bekannt"}
            hints.append(
                f"Wer {file.name} herausgibt, ist nicht bekannt; bitte in sources.toml bei „{kind}“ eintragen."
            )
        same = next(entry for entry in known["dataset"] if entry["id"] == kind)
        rhythm = {key: same[key] for key in ("period_days",) if key in same}
        datasets.append({"id": kind, "title": extract.title, **found, "files": files, **rhythm})
        # The same product of the same state is fetched from where the project fetches its own.
        if is_same_state and found["publisher"] in same["publisher"] and "download" in same:
            datasets[-1]["download"] = same["download"]
    datasets += [entry for entry in known["dataset"] if "kennzahlen.csv" in entry["files"]]
    parts = [f"{head}\n", tables_text("dataset", datasets)]
    parts += [tables_text(name, tables) for name, tables in known.items() if name != "dataset"]
    return "\n".join(parts), hints


def _write(
    folder: Path, stand: date, region: RegionFile, sources: str, places: pd.DataFrame, shapes: Extract, people: Extract
) -> None:
    raw = folder / "raw"
    office = raw / "staende" / stand.isoformat()
    office.mkdir(parents=True)
    (folder / "region.toml").write_text(region_text(region), "utf-8")
    (raw / "sources.toml").write_text(sources, "utf-8")
    assert shapes.boundaries is not None
    (raw / BOUNDARIES).write_bytes(geojson_bytes(shapes.boundaries))
    regions = {entry.ags for entry in region.comparison} | set(places["AGS"])
    counted = people.tables["bevoelkerung"]
    tables: Mapping[str, pd.DataFrame] = {
        "gemeinden": places,
        "bevoelkerung": counted[counted["AGS"].isin(regions)],
        **{name: pd.DataFrame(columns=TABLES[name].headers) for name in ("indikatoren", *OFFICE)},
    }
    for name, table in tables.items():
        table.to_csv((office if name in OFFICE else raw) / f"{name}.csv", index=False, lineterminator="\n")
    # What an indicator means is the same everywhere; its values are not.
    shutil.copyfile(EMBEDDED / "raw" / "kennzahlen.csv", raw / "kennzahlen.csv")
