"""The datasets of a release: every public table and every topic of indicators, each under a licence that is known.

What has none is left out, and the catalogue says so: a portal would make of it what nobody has decided.
"""

import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.data import queries
from app.data.published import Table, published_tables
from app.data.region import office, region
from app.exhibits import captions
from app.exhibits.data_selection import API
from app.files.open_data.licences import Licence, common_licence, licence_at
from app.files.open_data.whole_files import WholeFile
from app.words import cells, units
from app.words.file_name import plain_name
from app.words.text import t

_VALUES = "indicator_value"
_OFFICE = "projekte.csv"
"""Who gives this file is the office itself."""
_TECHNOLOGY, _GOVERNMENT, _REGIONS, _PEOPLE = "TECH", "GOVE", "REGI", "SOCI"


@dataclass(frozen=True)
class Distribution:
    """One file of a dataset."""

    name: str
    """In its address, the same for ever: what it holds and its kind."""
    title: str
    description: str
    licence: Licence
    credit: str
    """Who is to be named; empty when the licence asks for nobody."""
    file: WholeFile


@dataclass(frozen=True)
class Dataset:
    """One dataset."""

    name: str
    """In its address, the same for ever."""
    address: str
    title: str
    description: str
    keywords: tuple[str, ...]
    themes: tuple[str, ...]
    """As the EU's list calls them."""
    changed: dt.date
    period_days: int
    """After how many days newer data are to be expected; 0 when nobody knows."""
    distributions: tuple[Distribution, ...]
    sources: tuple[tuple[str, str], ...]
    """Title and address of the data sources."""
    first_date: dt.date | None = None
    last_date: dt.date | None = None
    table: Table | None = None
    """The table that it is; none of a topic of indicators."""


@dataclass(frozen=True)
class LeftOut:
    """What is not in the catalogue, and why."""

    title: str
    reason: str


@dataclass(frozen=True)
class Catalog:
    """All datasets of a release, and who gives them."""

    base: str
    """Public address of the dashboard without slash at its end."""
    release_id: str
    title: str
    changed: dt.date
    datasets: tuple[Dataset, ...]
    left_out: tuple[LeftOut, ...]
    region_name: str
    region_key: str
    publisher: str
    office: str
    email: str
    website: str
    contributor: str
    """Who gives the data, in the list of those who give data to portals; empty when no portal has asked for it."""

    @property
    def address(self) -> str:
        """Where it is, for ever."""
        return f"{self.base}{API}/catalog"

    @property
    def description(self) -> str:
        """What it holds, and what not."""
        sentences = [t("open_data.description", region=self.region_name)]
        for reason in dict.fromkeys(found.reason for found in self.left_out):
            titles = ", ".join(dict.fromkeys(found.title for found in self.left_out if found.reason == reason))
            sentences.append(t("open_data.left_out", reason=reason, titles=titles))
        return " ".join(sentences)

    def dataset(self, name: str) -> Dataset | None:
        """The dataset of that name."""
        return next((dataset for dataset in self.datasets if dataset.name == name), None)


def catalog(release_id: str, base: str) -> Catalog:
    """The catalogue of a release; ``base`` is the public address of the dashboard."""
    # Who runs the page and which licence holds may be put right without a new release.
    return _catalog(release_id, base, repr(region()))


@functools.lru_cache(maxsize=16)
def _catalog(release_id: str, base: str, _: str) -> Catalog:
    parts, place = _Parts(release_id, base), region()
    datasets, left_out = list[Dataset](), list[LeftOut]()
    for found in (*parts.tables(), *parts.topics()):
        if isinstance(found, LeftOut):
            left_out.append(found)
        elif found.distributions:
            datasets.append(found)
        else:
            left_out.append(LeftOut(found.title, t("open_data.too_large")))
    return Catalog(
        base=base,
        release_id=release_id,
        title=t("open_data.title", title=place.region.title),
        changed=parts.selection.stand,
        datasets=tuple(datasets),
        left_out=tuple(left_out),
        region_name=place.region.name,
        region_key=str(queries.release(release_id).region_ags),
        publisher=place.operator.name or place.region.name,
        office=office(),
        email=place.operator.email,
        website=place.operator.website,
        contributor=place.open_data.contributor_id,
    )


class _Parts:
    """The datasets of a release, made from its tables and indicators and from the licences of their data sources."""

    def __init__(self, release_id: str, base: str) -> None:
        place = region()
        self.base, self.region, self.title = base, place.region.name, place.region.title
        self.stands, self.selection = queries.stand_days(release_id), queries.latest(release_id)
        self.sources = {source.dataset_id: source for source in cells.records(queries.datasets(self.selection))}
        inputs = queries.input_files(release_id)
        self.own = frozenset(inputs.dataset_id[inputs.input_file == _OFFICE])
        addresses = {
            key: place.open_data.licence if key in self.own else _known(source.licence_url)
            for key, source in self.sources.items()
        }
        self.licences = {key: licence for key, address in addresses.items() if (licence := licence_at(address))}

    def tables(self) -> Iterator[Dataset | LeftOut]:
        """Every public table."""
        for table in published_tables(self.selection.release_id):
            if reason := self._refusal(table.datasets):
                yield LeftOut(table.label, reason)
                continue
            has_stands = table.stand_column == "stand_date"
            yield self._dataset(
                name=table.name,
                title=t("open_data.table", region=self.region, label=table.label, row=table.grain.rstrip(".")),
                description=t("open_data.table_description", row=table.grain, title=self.title),
                keywords=(table.label,),
                themes=_themes(table, is_own=bool(self.own.intersection(table.datasets))),
                keys=table.datasets,
                distributions=tuple(self._of_table(table)),
                table=table,
                first_date=min(self.stands) if has_stands else None,
                last_date=max(self.stands) if has_stands else None,
            )

    def topics(self) -> Iterator[Dataset | LeftOut]:
        """Every topic of indicators, with the values of those sources that are under a licence."""
        indicators = queries.indicators(self.selection)
        for topic, rows in indicators.groupby("topic", sort=False):
            keys = tuple(dict.fromkeys(rows.dataset_id))
            listed = tuple(key for key in keys if not self._refusal((key,)))
            if without := tuple(key for key in keys if key not in listed):
                yield LeftOut(t("open_data.part" if listed else "open_data.topic", topic=topic), self._refusal(without))
            if not listed:
                continue
            rows, name = rows[rows.dataset_id.isin(listed)], f"indikatoren-{plain_name(str(topic))}"
            yield self._dataset(
                name=name,
                title=f"{self.region}: {t('open_data.topic', topic=topic)}",
                description=t("open_data.topic_description", names="; ".join(map(str, rows.name)), title=self.title),
                keywords=(str(topic), *map(str, rows.name)),
                themes=(_TECHNOLOGY, _REGIONS),
                keys=listed,
                distributions=tuple(self._of_topic(name, rows, listed)),
                first_date=rows.first_date.min().date(),
                last_date=rows.last_date.max().date(),
            )

    def _dataset(
        self, *, name: str, keywords: tuple[str, ...], keys: tuple[str, ...], description: str, **more: Any
    ) -> Dataset:
        found = [self.sources[key] for key in keys]
        sources = tuple((f"{source.title} ({source.publisher})", _known(source.url)) for source in found)
        named, days = "; ".join(title for title, _ in sources), [source.period_days for source in found]
        return Dataset(
            name=name,
            address=f"{self.base}{API}/datasets/{name}",
            description=f"{description} {t('open_data.sources', sources=named)}",
            keywords=tuple(dict.fromkeys((*keywords, self.region, t("open_data.keyword")))),
            changed=self.selection.stand,
            period_days=0 if any(map(units.is_unknown, days)) else int(min(days)),
            sources=sources,
            **more,
        )

    def _of_table(self, table: Table) -> Iterator[Distribution]:
        kinds = ("csv", "json", "parquet", *(["geojson"] if "geometry" in table.names else []))
        description = t("open_data.file_description", row=table.grain)
        return self._files(table.name, table.name, kinds, table.label, description, table.datasets)

    def _of_topic(self, name: str, rows: Any, keys: tuple[str, ...]) -> Iterator[Distribution]:
        """Files with the values of each source by itself: each has a licence of its own."""
        description = t("open_data.values_description")
        for key in keys:
            indicators = tuple(map(str, rows.indicator_id[rows.dataset_id == key]))
            title = str(self.sources[key].title)
            yield from self._files(name, key, ("csv", "json"), title, description, (key,), indicators)

    def _files(
        self,
        dataset: str,
        name: str,
        kinds: tuple[str, ...],
        title: str,
        description: str,
        keys: tuple[str, ...],
        indicators: tuple[str, ...] = (),
    ) -> Iterator[Distribution]:
        licence = common_licence(self.licences[key] for key in keys)
        assert licence
        credited = dict.fromkeys(captions.credited(self.sources[key]) for key in keys)
        for kind in kinds:
            address = f"{self.base}{API}/datasets/{dataset}/{name}.{kind}"
            file = WholeFile(_VALUES if indicators else name, kind, self.selection, address, indicators)
            if file.size:
                yield Distribution(
                    name=f"{name}.{kind}",
                    title=t("open_data.file", label=title, kind=t(f"open_data.kind.{kind}")),
                    description=description,
                    licence=licence,
                    credit="; ".join(credited) if licence.asks_for_credit else "",
                    file=file,
                )

    def _refusal(self, keys: tuple[str, ...]) -> str:
        """Why data of these sources are under no licence; empty when they are under one."""
        without = [key for key in keys if key not in self.licences]
        if self.own.intersection(without):
            return t("open_data.no_own_licence")
        if without:
            titles = dict.fromkeys(str(self.sources[key].title) for key in without)
            return t("open_data.no_licence", sources="; ".join(titles))
        return "" if common_licence(self.licences[key] for key in keys) else t("open_data.several_licences")


def _known(address: object) -> str:
    return "" if units.is_unknown(address) else str(address)


def _themes(table: Table, *, is_own: bool) -> tuple[str, ...]:
    if is_own:
        return (_GOVERNMENT, _TECHNOLOGY)
    if "population_count" in table.names:
        return (_PEOPLE, _REGIONS)
    return (_REGIONS, _TECHNOLOGY) if "indicator_id" in table.names else (_REGIONS,)
