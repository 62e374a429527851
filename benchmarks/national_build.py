"""Building a release of national size, beside the least that reading its files can cost."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks import build, national
from benchmarks.build import Build
from benchmarks.server import environment
from benchmarks.tables import Table


@dataclass(frozen=True)
class National:
    """What was built, the floor with and without types, and the build; all in one run."""

    rows: int
    megabytes: float
    typed_floor: Build
    text_floor: Build
    built: Build


def measured(folder: Path, share: float) -> National:
    """Write the data, read them with DuckDB alone, build their release; all below ``folder``."""
    data = folder / "data"
    national.write(data, national.NATIONAL.scaled(share))
    files = list((data / "raw").rglob("*.csv"))
    variables = environment(folder)
    return National(
        rows=sum(file.read_bytes().count(b"\n") - 1 for file in files),
        megabytes=sum(file.stat().st_size for file in files) / 2**20,
        typed_floor=build.measured(["benchmarks.floor", str(data)], variables),
        text_floor=build.measured(["benchmarks.floor", str(data), "--texts"], variables),
        built=build.build(folder / "releases", data),
    )


def table(found: National) -> Table:
    """Time and memory of the floor and of the build, and how many times the floor the build takes."""
    runs = (
        ("floor: `read_csv`, types detected", found.typed_floor),
        ("floor: `read_csv`, every column as text", found.text_floor),
        ("`python -m etl build`", found.built),
    )
    return Table(
        f"National size: {found.rows:,} rows in {found.megabytes:,.0f} MB of CSV files, five Stände",
        ("process", "s", "× floor", "CPU s", "× floor (CPU)", "peak memory MB"),
        tuple(
            (
                name,
                f"{run.seconds:.1f}",
                f"{run.seconds / found.typed_floor.seconds:.1f}",
                f"{run.cpu_seconds:.1f}",
                f"{run.cpu_seconds / found.typed_floor.cpu_seconds:.1f}",
                f"{run.peak_mb:,.0f}",
            )
            for name, run in runs
        ),
    )
