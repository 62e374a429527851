"""The layers of the ETL, from the ground up: a folder imports only those below it, so no circle can arise."""

import ast
from pathlib import Path

import pytest

from config import ROOT

LAYERS = {
    "etl": (
        "messages",
        "reading",
        "tables",
        "rules",
        "release",
        "workbook",
        "feedback",
        "merging",
        "difference",
        "office",
        "official",
        "new_region",
        "commands",
        "cli",
        "__main__",
    ),
    "etl/official": ("interface", "products", "formats", "adapters", "download", "ingest"),
}
FILES = [(package, file) for package in LAYERS for file in sorted((ROOT / package).rglob("*.py"))]


def layer_of(package: str, file: Path) -> str:
    """The folder or module right below a package that a file belongs to; empty for that of the package itself."""
    name = file.relative_to(ROOT / package).parts[0].removesuffix(".py")
    return "" if name == "__init__" else name


def imported(package: str, file: Path) -> set[str]:
    """Folders and modules right below a package that a file imports, also inside functions."""
    dotted = package.replace("/", ".") + "."
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.removeprefix(dotted).split(".")[0] for name in names if name.startswith(dotted)}


@pytest.mark.parametrize("package", LAYERS)
def test_every_folder_and_module_has_its_layer(package: str) -> None:
    found = {layer_of(package, file) for file in (ROOT / package).rglob("*.py")} - {""}
    assert found == set(LAYERS[package])


def above(package: str, file: Path) -> set[str]:
    """What a file imports that is neither in its own layer nor in one below it."""
    layers, own = LAYERS[package], layer_of(package, file)
    below = layers[: layers.index(own)] if own else ()
    return imported(package, file) - {own, *below}


def test_a_file_imports_only_layers_below_its_own() -> None:
    assert {f"{package}: {file}": found for package, file in FILES if (found := above(package, file))} == {}


def test_every_folder_says_what_it_is_for() -> None:
    folders = {file.parent for _, file in FILES}
    texts = {
        folder: ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) for folder in folders
    }
    assert [folder for folder, text in texts.items() if " " not in (text or "")] == []
