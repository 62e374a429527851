"""Files with areas: what a GeoPackage, a Shapefile, a GeoJSON or a ZIP archive of them holds; never writes beside them."""

import glob
import itertools
import re
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import geopandas
import pandas as pd
from shapely.errors import ShapelyError

from etl.messages.refusals import UnreadableError
from etl.reading.archives import opened, unpack

SQLITE, SHAPEFILE = b"SQLite format 3\0", b"\0\0\x27\x0a"
SUFFIXES = (".gpkg", ".shp", ".geojson", ".json")
BESIDE_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
HEAD_BYTES = 1024**2

# dvg2gem_nw, vg250_gem, VG250_GEM, nrw_gemeinden: the layer of the municipalities among those of states and districts.
MUNICIPAL = re.compile(r"gem(_|-|\d|$)|gemeinde(n|s|_|-|$)", re.IGNORECASE)
KEY_FIELDS = ("ags", "kn", "ags_0", "ars", "rs", "ars_0", "gemeindeschluessel", "schluessel")
KEY_IN_GEOJSON = re.compile(rb'"(' + "|".join(KEY_FIELDS).encode() + rb')"\s*:', re.IGNORECASE)


@dataclass(frozen=True)
class Layer:
    """One set of areas in a file, with the names of its attributes as they stand there; read within ``readable``."""

    path: Path
    name: str
    fields: tuple[str, ...] = ()

    def rows(self, **options: Any) -> geopandas.GeoDataFrame:
        """All rows with attributes as in the file, narrowed by the driver's options."""
        if self.path.suffix.lower() != ".shp" or self.path.with_suffix(".cpg").exists():
            return geopandas.read_file(self.path, layer=self.name, **options)
        # Nothing says how the letters of this Shapefile are stored; what is not UTF-8 gives itself away.
        try:
            return geopandas.read_file(self.path, layer=self.name, encoding="utf-8", **options)
        except UnicodeDecodeError:
            return geopandas.read_file(self.path, layer=self.name, encoding="cp1252", **options)

    def values(self, field: str) -> pd.Series:
        """All values of one attribute, as texts, without reading areas."""
        return pd.Series(self.rows(columns=[field], ignore_geometry=True)[field]).astype("str")


def may_hold_areas(path: Path) -> bool:
    """Whether a file, or a member of an archive, is of a form that holds areas with keys; reads beginnings only."""
    if not zipfile.is_zipfile(path):
        beside = {found.suffix.lower(): found for found in path.parent.glob(f"{glob.escape(path.stem)}.*")}
        return _begins_like_areas(_head(path), _head(beside[".dbf"]) if ".dbf" in beside else None)
    with _archive(path) as archive:
        return any(
            _begins_like_areas(*(_member_head(archive, parts.get(suffix)) for suffix in (main, ".dbf")))
            for main, parts in _data_sets(archive)
        )


@contextmanager
def unpacked(path: Path) -> Iterator[list[Path]]:
    """Give the data sets of a file, those that are named like municipalities first; an archive is unpacked for as long.

    Raises UnreadableError when the archive is damaged or too large.
    """
    if not zipfile.is_zipfile(path):
        yield [path]
        return
    with tempfile.TemporaryDirectory(prefix="grenzen-") as folder:
        with _archive(path) as archive:
            members, found = [], []
            for number, (main, parts) in enumerate(_data_sets(archive)):
                target = Path(folder) / str(number) / PureWindowsPath(parts[main].filename).stem
                for suffix in BESIDE_SHAPEFILE if main == ".shp" else (main,):
                    if suffix in parts:
                        members.append((parts[suffix], target.with_name(f"{target.name}{suffix}")))
                found.append(target.with_name(f"{target.name}{main}"))
            unpack(archive, members)
        yield found


def layers(path: Path) -> list[Layer]:
    """Layers of areas in one data set, those that are named like municipalities first.

    Raises UnreadableError when a part of a Shapefile is missing.
    """
    if path.suffix.lower() == ".shp":
        _require_parts(path)
    found = geopandas.list_layers(path)
    areal = found[found["geometry_type"].fillna("").str.contains("Polygon|Unknown|Collection|Surface")]
    named = [Layer(path, name, tuple(map(str, Layer(path, name).rows(rows=1).columns))) for name in areal["name"]]
    return sorted(named, key=lambda layer: MUNICIPAL.search(layer.name) is None)


def notes(path: Path) -> list[str]:
    """Texts that may name the day of the data, the surest first: the archive's note on it, the names of files."""
    if not zipfile.is_zipfile(path):
        return [path.name]
    with _archive(path) as archive:
        names = archive.namelist()
        told = []
        for name in names:
            if name.lower().endswith(".txt") and "aktualit" in name.lower():
                with archive.open(name) as member:
                    told.append(member.read(2000).decode("latin-1"))
    return [*told, path.name, *(name for name in names if name.lower().endswith(SUFFIXES))]


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn whatever reading and computing say about damaged areas into one sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (ShapelyError, RuntimeError, ValueError, OSError, TypeError, KeyError, IndexError) as problem:
        raise UnreadableError(
            f"„{path.name}“ ist beschädigt oder unvollständig und lässt sich nicht als Karte lesen. "
            "Erwartet wird ein GeoPackage, ein Shapefile oder GeoJSON; bitte noch einmal herunterladen."
        ) from problem


def _require_parts(path: Path) -> None:
    beside = {found.suffix.lower() for found in path.parent.glob(f"{glob.escape(path.stem)}.*")}
    if missing := [suffix for suffix in (".dbf", ".shx") if suffix not in beside]:
        raise UnreadableError(
            f"Neben „{path.name}“ fehlt {' und '.join(f'„{path.stem}{suffix}“' for suffix in missing)}. Ein Shapefile "
            "besteht aus mehreren Dateien mit gleichem Namen; am einfachsten ist das ZIP-Archiv, so wie es geladen wurde."
        )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _archive(path: Path) -> AbstractContextManager[zipfile.ZipFile]:
    damaged = f"Das ZIP-Archiv „{path.name}“ ist beschädigt oder verschlüsselt. Bitte noch einmal herunterladen."
    return opened(path, damaged)


def _member_head(archive: zipfile.ZipFile, member: zipfile.ZipInfo | None) -> bytes | None:
    if member is None:
        return None
    with archive.open(member) as file:
        return file.read(HEAD_BYTES)


def _begins_like_areas(head: bytes | None, table: bytes | None) -> bool:
    """Whether these are the first bytes of areas with keys; a Shapefile has its attributes in a table beside it."""
    if head is None or head.startswith(SQLITE):
        return head is not None and head[68:70] == b"GP"  # the application id of a GeoPackage
    if head.startswith(SHAPEFILE):
        return table is None or any(name in KEY_FIELDS for name in _names_in_dbase(table))
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text.startswith(b"{") and b'"Feature' in text and KEY_IN_GEOJSON.search(text) is not None


def _names_in_dbase(head: bytes) -> list[str]:
    """Names of columns, lower case, from the first bytes of a .dbf file: 32 bytes each, up to a carriage return."""
    fields = itertools.takewhile(lambda field: field[:1] != b"\r", (head[at : at + 32] for at in range(32, 8192, 32)))
    return [field[:11].split(b"\0")[0].decode("latin-1").lower() for field in fields]


def _data_sets(archive: zipfile.ZipFile) -> list[tuple[str, dict[str, zipfile.ZipInfo]]]:
    """Data sets in an archive: suffix of the main member, and its parts by suffix; municipal names first."""
    groups: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for member in archive.infolist():
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if not member.is_dir() and "__MACOSX" not in name.parts:
            groups.setdefault(str(name.with_suffix("")), {})[name.suffix.lower()] = member
    found = [(name, suffix, parts) for name, parts in groups.items() for suffix in SUFFIXES if suffix in parts]
    found.sort(key=lambda entry: (MUNICIPAL.search(PurePosixPath(entry[0]).name) is None, entry[0]))
    return [(suffix, parts) for _, suffix, parts in found]
