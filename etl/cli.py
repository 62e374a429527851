"""The command line of the project office and the operator, in German."""

import typer

from config import settings
from etl import release

app = typer.Typer(help="Von den Eingaben zur Veröffentlichung.", no_args_is_help=True)


@app.callback()
def main() -> None:
    """Von den Eingaben zur Veröffentlichung."""


@app.command()
def build() -> None:
    """Prüft alle Eingaben, baut die Veröffentlichung und schaltet sie frei."""
    published = release.build(settings().data_dir, settings().releases, print)
    print(published.release_id)
