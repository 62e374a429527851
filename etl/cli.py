"""The command line of the project office and the operator, in German."""

import typer

from etl.commands import difference, office, official, publish, region, releases

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)
for group in (office, difference, publish, releases, official, region):
    app.add_typer(group.app)


@app.callback()
def main() -> None:
    """Von den Tabellen der Projektleitstelle zur Veröffentlichung."""
