"""Another district, made by the real command from files made in code: four municipalities, no project."""

from pathlib import Path

from typer.testing import CliRunner, Result

from etl.cli import app
from tests.etl.official.squares import vg250

PREFIX = "05999"
NAME = "Kreis Erfunden"
STAND = "2031-05-20"


def run(*arguments: object) -> Result:
    """Run one command of the command line."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def official_file(folder: Path, name: str = "vg250-ew_2030-12-31.gpkg") -> Path:
    """Boundaries, areas and inhabitants of two districts in one official file."""
    vg250().to_file(folder / name)
    return folder / name


def new_region(folder: Path, official: Path, *more: object, prefix: str = PREFIX) -> Result:
    """Make a data folder as an operator would."""
    files = ("--boundaries", official, "--population", official)
    return run("new-region", folder, "--prefix", prefix, *files, "--name", NAME, "--stand", STAND, *more)
