"""Help and complaints about a call in German; the library that reads the command line speaks English only."""

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup


class Command(TyperCommand):
    """One command with German help."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write how it is called, what it does and what can be named."""
        write_help(self, ctx, formatter)


class Group(TyperGroup):
    """All commands; what is wrong with a call is said in German and ends with exit code 2."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands."""
        write_help(self, ctx, formatter)

    def main(self, *args: Any, **more: Any) -> Any:
        """Run a command, as the library does, and end the process with its exit code."""
        more["standalone_mode"] = False
        try:
            code = super().main(*args, **more)
        except typer.TyperException as problem:
            typer.echo(complaint(problem), err=True)
            sys.exit(problem.exit_code)
        except typer.Abort:
            typer.echo("Abgebrochen.", err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def complaint(problem: typer.TyperException) -> str:
    """What is wrong with a call, and where help is; the help itself when nothing was named."""
    context = getattr(problem, "ctx", None)
    said = problem.format_message()
    if context is None:
        return german(said)
    if said == context.get_help():
        return said
    return f"{german(said)}\nHilfe: {context.command_path} --help"


def german(said: str) -> str:
    """The same complaint in German."""
    for pattern, sentence in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["patterns"]:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return str(sentence).format(*(part.replace("'", "") for part in found.groups()))
    return "Dieser Aufruf ist nicht zu verstehen."


def write_help(command: TyperCommand | TyperGroup, context: Any, formatter: Any) -> None:
    """Write usage, purpose, arguments, options and commands, each only if there are any."""
    params: list[Any] = list(command.get_params(context))
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name == "option"]
    commands: dict[str, Any] = {}
    if isinstance(command, TyperGroup):
        commands = {name: command.get_command(context, name) for name in command.list_commands(context)}
    parts = [_shown(param) if param.required else f"[{_shown(param)}]" for param in arguments]
    formatter.write_usage(
        context.command_path, " ".join(["[OPTIONEN]", *parts, *(["BEFEHL …"] if commands else [])]), prefix="Aufruf: "
    )
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(command.help or "")
    sections = {
        "Angaben": [(_shown(param), param.help or "") for param in arguments],
        "Optionen": [_option(param, context) for param in options],
        "Befehle": [(name, known.help or "") for name, known in commands.items()],
    }
    for title, rows in sections.items():
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)


def _shown(param: Any) -> str:
    return str(param.metavar or param.name)


def _option(param: Any, context: Any) -> tuple[str, str]:
    name = " / ".join(param.opts)
    if name in context.help_option_names:
        return name, "Zeigt diese Hilfe."
    if param.is_flag:
        return name, param.help or ""
    default = f" Sonst {param.default}." if isinstance(param.default, int) else ""
    return f"{name} {_shown(param)}", f"{param.help}{default}{' (nötig)' if param.required else ''}"
