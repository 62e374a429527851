"""The command line of the project office and the operator, in German."""

import importlib
from typing import Any

import typer

from config import settings
from etl.commands.german_help import Command, Group

COMMANDS = {
    "template": "workbook",
    "feedback": "feedback",
    "import": "workbook",
    "withdraw": "withdraw",
    "diff": "difference",
    "check": "publish",
    "build": "publish",
    "releases": "releases",
    "rollback": "releases",
    "gc": "releases",
    "fetch": "official",
    "ingest": "official",
    "report": "meeting_folder",
    "new-region": "new_region",
}
"""The module of every command, in the order of the help."""


class Commands(Group):
    """All commands; a module is imported when its command is asked for, since each needs other large libraries."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of this name, or None if there is none."""
        # What is meant by an unknown name is looked for among all.
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.commands.update(_commands(COMMANDS[name]))
        return self.commands.get(cmd_name)


def _commands(module: str) -> dict[str, Any]:
    group = importlib.import_module(f"etl.commands.{module}").app
    for known in group.registered_commands:
        known.cls = Command
    return dict(typer.main.get_group(group).commands)


app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, cls=Commands)


@app.callback()
def main() -> None:
    """Von den Tabellen der Projektleitstelle zur Veröffentlichung."""
    # A wrong setting ends every command, also one that would not read it.
    settings()
