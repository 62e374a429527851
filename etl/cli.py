"""The command line of the project office and the operator, in German."""

import typer

from etl.commands import difference, office, official, publish, region, releases
from etl.commands.german_help import Command, Group

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, cls=Group)
for group in (office, difference, publish, releases, official, region):
    for known in group.app.registered_commands:
        known.cls = Command
    app.add_typer(group.app)


@app.callback()
def main() -> None:
    """Von den Tabellen der Projektleitstelle zur Veröffentlichung."""
