"""Nothing in the program names a district: which one it is stands in the data folder alone."""

import csv
import re
import tomllib

from config import ROOT

DATA = ROOT / "data"
FILES = [
    file
    for folder in ("app", "pages", "etl")
    for file in sorted((ROOT / folder).rglob("*"))
    if file.is_file() and file.suffix not in (".pyc", ".png")
]
PROGRAM = [
    *FILES,
    ROOT / "dashboard.py",
    ROOT / "config.py",
    ROOT / "palette.py",
    ROOT / "program.py",
    ROOT / "typeface.py",
]

# Official products whose name or address holds the name of their state; adapters must name what they read.
OFFICIAL = re.compile(
    r"Land NRW / Geobasis NRW|Landesdatenbank NRW|Geobasis NRW|IT\.NRW|(?:www\.)?(?:landesdatenbank|opengeodata|wfs|bezreg-koeln)\.nrw\.de"
)
ADAPTERS = ROOT / "etl" / "official"


def names() -> set[str]:
    """Everything in the embedded data folder that tells which district it is."""
    region = tomllib.loads((DATA / "region.toml").read_text("utf-8"))
    with (DATA / "raw" / "gemeinden.csv").open(encoding="utf-8") as file:
        places = {row["Name"] for row in csv.DictReader(file)}
    words = places | {name.split("/")[0] for name in places}
    words |= {entry["name"] for entry in region["comparison"] if entry["level"] != "country"}
    words |= {region["region"]["state"], region["operator"]["name"], region["region"]["district_ags"]}
    short = {word.removeprefix(kind) for word in words for kind in ("Kreis ", "Stadt ")}
    return words | short | {"NRW", "North Rhine", "North-Rhine"}


def test_the_guard_knows_whom_it_looks_for() -> None:
    assert names() >= {"Unna", "Schwerte", "05978", "NRW", "Nordrhein-Westfalen", "Dortmund", "Lünen"}


def test_no_file_of_the_program_names_the_district_or_its_state() -> None:
    # A German verb („kamen“) is no town: names count as they are written, keys wherever they stand.
    name = re.compile("|".join([r"05978\d*", *(rf"\b{re.escape(word)}\b" for word in names())]))
    count = re.compile(r"\b(?:ten|zehn) (?:\w+ )?(?:municipalit|Kommunen|Gemeinden|Städte)", re.IGNORECASE)
    found = []
    for file in PROGRAM:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            text = OFFICIAL.sub("", line) if file.is_relative_to(ADAPTERS) else line
            if name.search(text) or count.search(text):
                found.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()}")
    # An adapter may name an official product whose own name says it.
    assert found == [], "say it by region.toml, or add the product's name to OFFICIAL in tests/test_region.py"


def test_only_what_lies_in_the_data_folder_is_looked_for_there() -> None:
    # A path made from the project's own folder would ignore MONITOR_DATA_DIR.
    fixed = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in FILES
        if file.suffix == ".py"
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if re.search(r"ROOT\s*/\s*[\"']data[\"']", line)
    ]
    assert fixed == []
