"""What is written by hand about the district (region.toml) and its data sources (raw/sources.toml)."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from etl.messages.findings import Finding, error
from etl.messages.german import suggestion
from etl.reading.steering import steering
from palette import HEX

KEY, DISTRICT = r"^[a-z0-9]+(-[a-z0-9]+)*$", r"^([0-9]{2}|[0-9]{3}|[0-9]{5})$"
REGION = r"^([0-9]{2}|[0-9]{3}|[0-9]{5}|[0-9]{8}|DG)$"
NO_OR_HEX = rf"^$|{HEX}"
CONTRIBUTOR = r"^$|^http://dcat-ap\.de/def/contributors/[A-Za-z0-9]+$"
ADDRESS = r"^https?://[^ ]+/[^/ ]+$"
FORMS = {
    ADDRESS: "eine Adresse, die mit https:// beginnt und mit einem Dateinamen endet",
    CONTRIBUTOR: "eine Adresse wie „http://dcat-ap.de/def/contributors/landNRW“ aus der Liste der Datenbereitsteller oder nichts",
    KEY: "Kleinbuchstaben, Ziffern und Bindestriche wie „digitale-verwaltung“",
    DISTRICT: "fünf Ziffern mit führender Null wie „01234“ (für einen Regierungsbezirk drei, für ein Land zwei)",
    REGION: "zwei Ziffern für ein Land, drei für einen Regierungsbezirk, fünf für einen Kreis, acht für eine Nachbarkommune oder „DG“",
    HEX: "sechs Ziffern oder Buchstaben von a bis f nach einem Doppelkreuz",
    NO_OR_HEX: "sechs Ziffern oder Buchstaben von a bis f nach einem Doppelkreuz, oder nichts",
}
MESSAGES = {
    "missing": "Der Schlüssel fehlt.",
    "string_too_short": "Der Wert darf nicht leer sein.",
    "string_type": "Erwartet wird ein Text in Anführungszeichen.",
    "int_type": "Erwartet wird eine ganze Zahl ohne Anführungszeichen.",
    "int_parsing": "Erwartet wird eine ganze Zahl.",
    "greater_than": "Die Zahl muss größer als null sein.",
    "tuple_type": "Erwartet wird eine Liste in eckigen Klammern.",
    "model_type": "Erwartet wird ein Abschnitt mit Überschrift in eckigen Klammern.",
}


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


Text = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=KEY)]
OptionalText = Annotated[str | None, BeforeValidator(_none_if_empty)]
Colour = Annotated[str, Field(pattern=NO_OR_HEX)]
Day = Annotated[date | None, BeforeValidator(_none_if_empty)]


class Part(BaseModel):
    """A table of a TOML file; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Region(Part):
    """The district itself."""

    name: Text
    title: Text
    claim: str = ""
    district_ags: Annotated[str, Field(pattern=DISTRICT)]
    state: Text
    logo: str = ""


class Colours(Part):
    """Colours of the region in place of the project's own; what is empty stays as it is."""

    primary_light: Colour = ""
    primary_dark: Colour = ""
    link_light: Colour = ""
    link_dark: Colour = ""
    sequential: tuple[Annotated[str, Field(pattern=HEX)], ...] = ()


class Comparison(Part):
    """A region beside the municipalities: with figures of its own, or a neighbour that takes part in projects."""

    ags: Annotated[str, Field(pattern=REGION)]
    name: Text
    level: Literal["district", "state", "country", "neighbour"]


class FieldOfAction(Part):
    """A field of action, in the order of lists."""

    id: Key
    name: Text


class Operator(Part):
    """Who runs the page and must by law be named on it."""

    name: str = ""
    office: str = ""
    street: str = ""
    city: str = ""
    website: str = ""
    represented_by: str = ""
    email: str = ""
    phone: str = ""
    vat_id: str = ""
    editor: str = ""
    data_protection_officer: str = ""
    data_protection_email: str = ""
    accessibility_email: str = ""
    accessibility_checked_on: Day = None


class Law(Part):
    """Laws of the state that the legal pages name."""

    accessibility: str = ""
    accessibility_statement: str = ""
    data_processing: str = ""


class OpenData(Part):
    """What others may do with the office's own data, and by which name portals know who gives them."""

    licence: Annotated[Literal["dl-de/by-2-0", "dl-de/zero-2-0"] | None, BeforeValidator(_none_if_empty)] = None
    contributor_id: Annotated[str, Field(pattern=CONTRIBUTOR)] = ""


class Authority(Part):
    """A body that hears complaints."""

    name: str = ""
    law: str = ""
    street: str = ""
    city: str = ""
    email: str = ""
    website: str = ""


class Conflict(Part):
    """Where sources contradict each other, in one or two sentences."""

    text: Text


class RegionFile(Part):
    """All of region.toml."""

    region: Region
    colours: Colours = Colours()
    comparison: tuple[Comparison, ...]
    field_of_action: tuple[FieldOfAction, ...]
    operator: Operator
    law: Law = Law()
    open_data: OpenData = OpenData()
    complaint_body: Authority
    data_protection_authority: Authority
    conflict: tuple[Conflict, ...] = ()

    @model_validator(mode="after")
    def _names_its_district(self) -> "RegionFile":
        districts = [entry.ags for entry in self.comparison if entry.level == "district"]
        if districts != [self.region.district_ags]:
            raise ValueError("Unter [[comparison]] muss genau der Kreis aus region.district_ags als „district“ stehen.")
        for entry in self.comparison:
            if entry.level == "state" and (entry.ags, entry.name) != (self.region.district_ags[:2], self.region.state):
                raise ValueError(
                    f"Das Land unter [[comparison]] heißt „{entry.name}“ mit dem Schlüssel „{entry.ags}“. Erwartet werden "
                    f"„{self.region.state}“ aus region.state und „{self.region.district_ags[:2]}“ aus region.district_ags."
                )
        for name, keys in {
            "comparison.ags": [entry.ags for entry in self.comparison],
            "field_of_action.id": [field.id for field in self.field_of_action],
            "field_of_action.name": [field.name for field in self.field_of_action],
        }.items():
            _require_unique(name, keys)
        return self


class Download(Part):
    """An official file of a source: the address where it lies, or in words how a person gets it."""

    url: Annotated[str, Field(pattern=ADDRESS)] | None = None
    """May hold ``{YYYY}``, ``{MM}`` and ``{DD}``; then the latest file is looked for, from today backwards."""
    kind: Literal["csv", "txt", "xls", "xlsx", "zip"] | None = None
    max_mb: Annotated[int, Field(gt=0)] = 100
    published: Literal["day", "month", "half-year"] | None = None
    """How far two addresses with a date lie apart."""
    attempts: Annotated[int, Field(gt=0)] = 1
    """So many addresses with a date are tried."""
    by_hand: OptionalText = None

    @model_validator(mode="after")
    def _says_where(self) -> "Download":
        if (self.url is None) == (self.by_hand is None):
            raise ValueError(
                "Unter [[…download]] steht entweder „url“ mit der Adresse oder „by_hand“ mit einer Anleitung."
            )
        if self.url and self.kind is None:
            raise ValueError("Zu „url“ gehört „kind“: csv, txt, xls, xlsx oder zip.")
        if ("{" in (self.url or "")) != (self.published is not None):
            raise ValueError("Eine Adresse mit {YYYY}, {MM} oder {DD} braucht „published“; eine ohne hat keines.")
        return self


class Origin(Part):
    """Where official files come from."""

    id: Key
    title: Text
    publisher: Text
    licence: Text
    licence_url: OptionalText = None
    url: OptionalText = None
    download: tuple[Download, ...] = ()


class Dataset(Origin):
    """A data source with its licence and rhythm."""

    note: OptionalText = None
    files: tuple[str, ...]
    period_days: Annotated[int, Field(gt=0)] | None = None
    latest_date: Day = None
    publisher_match: OptionalText = None
    break_years: tuple[int, ...] = ()
    """Years in which the method changed, but for the ``unbroken_indicators``, which were counted later by one method."""
    unbroken_indicators: tuple[str, ...] = ()


class SourcesFile(Part):
    """All of sources.toml."""

    dataset: tuple[Dataset, ...]
    candidates: tuple[Origin, ...] = ()
    """Lists in which the office looks for projects; nothing of them is published on its own."""

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Everything that official files can come from."""
        return (*self.dataset, *self.candidates)

    @model_validator(mode="after")
    def _has_unique_keys(self) -> "SourcesFile":
        _require_unique("dataset.id, candidates.id", [origin.id for origin in self.origins])
        matches = [dataset.publisher_match for dataset in self.dataset if dataset.publisher_match]
        _require_unique("dataset.publisher_match", matches)
        return self


Model = TypeVar("Model", bound=Part)


def read_toml(path: Path, file: str, model: type[Model]) -> tuple[Model | None, list[Finding]]:
    """Read one TOML file; what is wrong with it comes back as findings, and no model."""
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        if refused := [
            error(file, message, column=key, value=text) for key, text in _texts(content) if (message := steering(text))
        ]:
            return None, refused
        return model.model_validate(content), []
    except OSError:
        return None, [error(file, "Die Datei fehlt oder ist nicht lesbar.")]
    except UnicodeDecodeError:
        return None, [error(file, "Die Datei ist nicht in UTF-8 gespeichert.")]
    except tomllib.TOMLDecodeError as problem:
        line = re.search(r"at line ([0-9]+)", str(problem))
        message = 'Hier ist die TOML-Schreibweise verletzt; erwartet wird: schlüssel = "Wert".'
        return None, [error(file, message, line=int(line[1]) if line else None)]
    except ValidationError as problem:
        return None, [_finding(file, model, dict(details)) for details in problem.errors()]


def _texts(content: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a file with its key, parts of lists counted from 1."""
    if isinstance(content, str):
        yield key, content
    elif isinstance(content, dict | list):
        parts = content.items() if isinstance(content, dict) else enumerate(content, start=1)
        for name, part in parts:
            yield from _texts(part, f"{key}.{name}".removeprefix("."))


def _require_unique(name: str, keys: list[str]) -> None:
    if doubles := sorted({key for key in keys if keys.count(key) > 1}):
        raise ValueError(f"{name} kommt doppelt vor: {', '.join(doubles)}")


def _finding(file: str, model: type[Part], details: dict[str, Any]) -> Finding:
    path = details["loc"]
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
    value = details["input"] if isinstance(details["input"], str | int | float | date) else None
    match details["type"]:
        case "extra_forbidden":
            message = "Diesen Schlüssel gibt es nicht." + suggestion(str(path[-1]), _keys(model, path[:-1]))
        case "value_error":
            message = str(details["ctx"]["error"])
        case "literal_error":
            allowed = re.sub("'(.*?)'", r"„\1“", details["ctx"]["expected"]).replace(" or ", " oder ")
            message = f"Erlaubt ist nur {allowed}."
        case "string_pattern_mismatch":
            form = FORMS[details["ctx"]["pattern"]]
            message = f"Erwartet {'wird' if form.startswith('eine ') else 'werden'} {form}."
        case kind if kind.startswith("date"):
            message = "Erwartet wird ein Tag wie 2026-11-23."
        case kind:
            message = MESSAGES.get(kind, "Der Wert hat nicht die erwartete Art.")
    return error(file, message, column=key or None, value=None if value is None else str(value))


def _keys(model: type[Part], path: tuple[str | int, ...]) -> list[str]:
    """Keys that are known where a path into the file leads."""
    kind: Any = model
    for part in path:
        annotation = kind.model_fields[part].annotation if isinstance(part, str) else kind
        kind = annotation.__args__[0] if hasattr(annotation, "__args__") else annotation
    return list(kind.model_fields)
