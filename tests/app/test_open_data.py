"""What data portals are told: every dataset under a licence that is known, at an address that stays."""

import csv
import functools
import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF

from app.data import db, queries
from app.data.published import published_tables
from app.data.selection import Selection
from app.files.open_data import catalog, rdf, whole_files
from app.files.open_data.licences import LICENCES, Licence, common_licence, licence_at
from config import ROOT
from etl.release.build import Release
from tests.app.asking import ask

BASE = "https://daten.example.org"
BY, ZERO, CC_BY, CC_ZERO = LICENCES
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
DOCS = ROOT / "docs" / "data.md"
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


@pytest.mark.parametrize(
    ("address", "licence"),
    [
        ("dl-de/by-2-0", BY),
        ("https://www.govdata.de/dl-de/by-2-0", BY),
        ("http://govdata.de/dl-de/zero-2-0/", ZERO),
        ("https://creativecommons.org/licenses/by/4.0/deed.de", CC_BY),
        ("https://creativecommons.org/publicdomain/zero/1.0/", CC_ZERO),
        ("https://creativecommons.org/licenses/by-nc/4.0/", None),
        ("https://opensource.org/license/mit", None),
        ("https://example.org/?see=dl-de/by-2-0", None),
        ("", None),
    ],
)
def test_a_licence_is_known_by_its_address(address: str, licence: object) -> None:
    assert licence_at(address) is licence


@pytest.mark.parametrize("licence", LICENCES, ids=lambda found: found.name)
def test_a_licence_is_the_same_by_name_title_and_addresses(licence: Licence) -> None:
    version = licence.name.rpartition("-")[2]
    assert version in licence.title and version.replace(".", "-") in licence.address.replace(".", "-")
    names_its_author = "Namensnennung" in licence.title
    assert {"BY" in licence.name, "by" in licence.uri, "/by" in licence.address, licence.asks_for_credit} == {
        names_its_author
    }
    assert licence.title.startswith("Creative Commons" if licence.name.startswith("CC") else "Datenlizenz Deutschland")


@pytest.mark.parametrize(
    ("licences", "common"),
    [([BY], BY), ([ZERO, BY, ZERO], BY), ([ZERO, CC_ZERO], ZERO), ([BY, CC_BY], None), ([], None)],
)
def test_data_of_several_licences_have_the_one_that_asks_for_something(licences: list[object], common: object) -> None:
    assert common_licence(licences) is common  # type: ignore[arg-type]


def test_a_rhythm_is_the_shortest_into_which_the_days_fit() -> None:
    whole = catalog(db.current_release(), BASE)
    dataset = whole.datasets[0]
    found = {}
    for days in (0, 1, 31, 32, 92, 93, 184, 185, 366, 367):
        told = rdf(replace(whole, datasets=(replace(dataset, period_days=days),)), "ttl", dataset.name).decode()
        (found[days],) = set(re.findall(r"/frequency/(\w+)", told))
    assert found == {
        **{0: "IRREG", 1: "MONTHLY", 31: "MONTHLY", 32: "QUARTERLY", 92: "QUARTERLY"},
        **{93: "ANNUAL_2", 184: "ANNUAL_2", 185: "ANNUAL", 366: "ANNUAL", 367: "IRREG"},
    }


@pytest.fixture
def licensed(licensed_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_DATA_DIR", str(licensed_folder))


@pytest.fixture(scope="module")
def licensed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A region.toml whose office has decided on a licence, has an address for letters and is known to a portal."""
    path = Path(shutil.copy(ROOT / "data" / "region.toml", tmp_path_factory.mktemp("licensed")))
    text = path.read_text("utf-8")
    for key, value in {
        "licence": "dl-de/by-2-0",
        "contributor_id": "http://dcat-ap.de/def/contributors/musterstadt",
        "email": "daten@example.org",
    }.items():
        text = re.sub(rf'^{key} = ""', f'{key} = "{value}"', text, count=1, flags=re.MULTILINE)
    path.write_text(text, "utf-8")
    return path.parent


@pytest.fixture(autouse=True)
def public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_BASE_URL", f"{BASE}/")


def graph(address: str = "/api/v1/catalog.ttl") -> Graph:
    answer = ask(address)
    assert answer.status == 200, answer.text
    return parsed(answer.body, answer.headers["content-type"].partition(";")[0])


@functools.cache
def parsed(content: bytes, media_type: str) -> Graph:
    """A graph that tests only look at."""
    return Graph().parse(data=content, format=media_type)


def named(found: Graph) -> set[str]:
    """Names of the datasets in a graph."""
    addresses = map(str, found.subjects(RDF.type, DCAT.Dataset))
    return {address.removeprefix(f"{BASE}/api/v1/datasets/") for address in addresses}


def test_without_a_licence_of_its_own_the_tables_of_the_office_are_left_out_and_named(published: Path) -> None:
    found = graph()
    (description,) = found.objects(URIRef(f"{BASE}/api/v1/catalog"), DCTERMS.description)
    assert {"municipality", "population", "indikatoren-ladeinfrastruktur"} <= named(found)
    assert not named(found) & {"project", "funding", "funding_detail", "milestone", "source", "indicator_value"}
    assert "Nicht enthalten: " in description
    assert "Förderung" in description
    assert "noch keine Lizenz festgelegt" in description
    left_out = json.loads(ask("/api/v1/datapackage.json").body)["leftOut"]
    assert {"Förderung", "Projekte", "Meilensteine"} <= {entry["title"] for entry in left_out}


def test_with_a_licence_every_table_of_the_office_is_there(licensed: None) -> None:
    release_id = db.current_release()
    own = {table.name for table in published_tables(release_id) if table.datasets == ("projekte",)}
    assert len(own) > 15
    assert own <= named(graph())


def test_the_three_spellings_hold_the_same_graph(licensed: None) -> None:
    first, *others = (set(graph(f"/api/v1/catalog.{kind}")) for kind in ("ttl", "jsonld", "rdf"))
    assert len(first) > 1000
    assert all(other == first for other in others)


def distributions(found: Graph) -> Iterator[tuple[URIRef, URIRef]]:
    for dataset in found.subjects(RDF.type, DCAT.Dataset):
        for distribution in found.objects(dataset, DCAT.distribution):
            yield dataset, distribution  # type: ignore[misc]


def test_every_dataset_says_what_a_portal_needs(licensed: None) -> None:
    found = graph()
    place = URIRef("http://dcat-ap.de/def/politicalGeocoding/districtKey/05978")
    level = URIRef("http://dcat-ap.de/def/politicalGeocoding/Level/administrativeDistrict")
    (stand,) = {queries.release(db.current_release()).stand_date.date()}
    datasets = list(found.subjects(RDF.type, DCAT.Dataset))
    assert datasets
    assert set(found.objects(URIRef(f"{BASE}/api/v1/catalog"), DCAT.dataset)) == set(datasets)
    titles = [str(title) for dataset in datasets for title in found.objects(dataset, DCTERMS.title)]
    assert len(set(titles)) == len(datasets)
    for dataset in datasets:
        assert set(found.objects(dataset, DCTERMS.spatial)) == {place}
        assert set(found.objects(dataset, DCATDE.politicalGeocodingURI)) == {place}
        assert set(found.objects(dataset, DCATDE.politicalGeocodingLevelURI)) == {level}
        assert set(found.objects(dataset, DCTERMS.identifier)) == {Literal(str(dataset))}
        assert set(found.objects(dataset, DCTERMS.modified)) == {Literal(stand)}
        (contact,) = found.objects(dataset, DCAT.contactPoint)
        assert set(found.objects(contact, VCARD.hasEmail)) == {URIRef("mailto:daten@example.org")}
        contributor = URIRef("http://dcat-ap.de/def/contributors/musterstadt")
        assert set(found.objects(dataset, DCATDE.contributorID)) == {contributor}
        (publisher,) = found.objects(dataset, DCTERMS.publisher)
        assert list(found.objects(publisher, FOAF.name))
        assert list(found.objects(dataset, DCAT.distribution))
    assert (None, DCTERMS.source, None) not in found


def test_every_distribution_has_licence_format_and_address(licensed: None) -> None:
    found, checked = graph(), 0
    for dataset, distribution in distributions(found):
        (licence,) = found.objects(distribution, DCTERMS.license)
        (format,) = found.objects(distribution, DCTERMS.format)
        (media_type,) = found.objects(distribution, DCAT.mediaType)
        assert str(licence) in {licence.uri for licence in LICENCES}
        assert str(format).startswith(FILE_TYPES)
        assert str(media_type).startswith(MEDIA_TYPES)
        credited = bool(list(found.objects(distribution, DCATDE.licenseAttributionByText)))
        assert credited == licence_of(str(licence)).asks_for_credit
        (address,) = found.objects(distribution, DCAT.accessURL)
        # Beside a service a portal would take an address of a file for it.
        is_service = (distribution, DCAT.accessService, None) in found
        assert list(found.objects(distribution, DCAT.downloadURL)) == ([] if is_service else [address])
        if is_service:
            assert (None, DCAT.servesDataset, dataset) in found
            continue
        answer = ask(str(address).removeprefix(BASE))
        assert answer.status == 200
        assert answer.headers["content-type"].partition(";")[0] == str(media_type).removeprefix(MEDIA_TYPES)
        (checksum,) = found.objects(distribution, SPDX.checksum)
        (digest,) = found.objects(checksum, SPDX.checksumValue)
        assert str(digest).lower() == hashlib.sha256(answer.body).hexdigest()
        (size,) = found.objects(distribution, DCAT.byteSize)
        assert int(str(size)) == len(answer.body) == int(answer.headers["content-length"])
        checked += 1
    assert checked > 50


def test_the_api_that_is_named_answers(licensed: None) -> None:
    found = graph()
    (service,) = found.subjects(RDF.type, DCAT.DataService)
    assert (URIRef(f"{BASE}/api/v1/catalog"), DCAT.service, service) in found
    (description,) = found.objects(service, DCAT.endpointDescription)
    answers = [
        address
        for node in found.subjects(DCAT.accessService, service)
        for address in found.objects(node, DCAT.accessURL)
    ]
    assert len(answers) > 20
    for address in (description, *answers):
        answer = ask(str(address).removeprefix(BASE))
        assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, "application/json"), address


def test_a_file_that_somebody_has_is_not_sent_again(licensed: None) -> None:
    address = "/api/v1/datasets/funding/funding.csv"
    first = ask(address)
    assert ask(address, if_none_match=first.headers["etag"]).status == 304
    head = ask(address, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == first.headers["content-length"]
    assert first.headers["cache-control"].startswith("public")


def test_a_file_of_a_topic_holds_the_values_of_one_source(licensed: None) -> None:
    answer = ask("/api/v1/datasets/indikatoren-ladeinfrastruktur/ladesaeulen.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    selection = Selection(db.current_release(), queries.release(db.current_release()).stand_date.date())
    indicators = queries.indicators(selection)
    assert {row["indicator_id"] for row in rows} == set(indicators.indicator_id[indicators.dataset_id == "ladesaeulen"])


def licence_of(uri: str) -> Licence:
    return next(licence for licence in LICENCES if licence.uri == uri)


def test_nobody_is_asked_who_gives_the_data_until_a_portal_has_said_it() -> None:
    found = graph()
    assert (None, DCATDE.contributorID, None) not in found
    assert (None, VCARD.hasEmail, None) not in found
    assert (None, VCARD.hasURL, URIRef("https://www.schwerte.de")) in found


def test_files_that_portals_do_not_take_are_left_out_and_without_an_address_nobody_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "data" / "region.toml").read_text("utf-8")
    text = text.replace('website = "https://www.schwerte.de"', 'website = ""').replace(
        'title = "', 'title = "Zu groß: '
    )
    (tmp_path / "region.toml").write_text(text, "utf-8")
    monkeypatch.setenv("MONITOR_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(whole_files, "LARGEST", 1000)
    found = graph()
    assert (None, DCAT.contactPoint, None) not in found
    (description,) = found.objects(URIRef(f"{BASE}/api/v1/catalog"), DCTERMS.description)
    assert "Jede Datei wäre größer, als Datenportale annehmen (50 MB)." in description
    mail = re.sub(r'(?m)^email = ".*"', 'email = "daten@example.org"', text)
    (tmp_path / "region.toml").write_text(mail, "utf-8")
    assert (None, VCARD.hasEmail, URIRef("mailto:daten@example.org")) in graph()


def test_data_of_licences_that_have_nothing_in_common_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "data" / "region.toml").read_text("utf-8").replace('title = "', 'title = "Verschieden: ')
    (tmp_path / "region.toml").write_text(text, "utf-8")
    monkeypatch.setenv("MONITOR_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(import_module("app.files.open_data.catalog"), "common_licence", lambda _: None)
    (description,) = graph().objects(URIRef(f"{BASE}/api/v1/catalog"), DCTERMS.description)
    assert "Ihre Quellen stehen unter verschiedenen Lizenzen." in description


def test_the_address_of_a_dataset_leads_to_it_in_the_spelling_that_is_asked_for(licensed: None) -> None:
    whole = graph()
    for name in ("funding", "source", "municipality", "indikatoren-ladeinfrastruktur"):
        path = f"/api/v1/datasets/{name}"
        dataset = URIRef(f"{BASE}{path}")
        alone = graph(path)
        assert set(alone.subjects(RDF.type, DCAT.Dataset)) == {dataset}
        assert set(alone.predicate_objects(dataset)) == set(whole.predicate_objects(dataset))
    for accept, kind in {
        "application/ld+json": "application/ld+json",
        "text/html, application/rdf+xml;q=0.9": "application/rdf+xml",
        "text/html": "text/turtle",
    }.items():
        assert ask("/api/v1/datasets/funding", accept=accept).headers["content-type"].startswith(kind)
    assert set(graph("/api/v1/catalog")) == set(whole)


def test_a_later_release_keeps_every_address(
    licensed: None, embedded: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = graph()
    releases = Path(shutil.copytree(embedded.path.parent, tmp_path / "releases"))
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(releases))
    after = graph()
    assert named(before) <= named(after)
    assert set(distributions(before)) <= set(distributions(after))


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/api/v1/catalog.xml", 404, "ttl, jsonld, rdf"),
        ("/api/v1/datasets/geheim", 404, "municipality"),
        ("/api/v1/datasets/%3Cb%3E", 404, "Möglich"),
        ("/api/v1/datasets/municipality/municipality.exe", 404, "municipality.geojson"),
        ("/api/v1/datasets/funding/funding.csv", 404, "municipality"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(address: str, status: int, told: str) -> None:
    answer = ask(address)
    assert answer.status == status
    assert told in answer.text
    assert "<b>" not in answer.text


def test_without_any_address_it_is_said_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MONITOR_BASE_URL")
    answer = ask("/api/v1/catalog.ttl", host="<nobody>")
    assert answer.status == 400
    assert "MONITOR_BASE_URL" in answer.text
    assert str(next(graph().subjects(RDF.type, DCAT.Catalog))) == "https://monitor.example/api/v1/catalog"


def test_the_data_package_says_what_its_files_hold(licensed: None) -> None:
    package = json.loads(ask("/api/v1/datapackage.json").body)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["version"] == db.current_release()
    by_name = {resource["name"]: resource for resource in package["resources"]}
    assert {"funding", "milestone_detail", "municipality"} <= by_name.keys()
    for resource in package["resources"]:
        answer = ask(resource["path"].removeprefix(BASE))
        assert answer.status == 200, resource["path"]
        header = answer.text.partition("\r\n")[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert resource["bytes"] == len(answer.body)
        assert resource["hash"] == f"sha256:{hashlib.sha256(answer.body).hexdigest()}"
        assert resource["licenses"]


@pytest.mark.parametrize(("language", "name"), [("pandas", "population"), ("DuckDB", "rows")])
def test_lines_to_copy_read_what_the_file_holds(language: str, name: str, tmp_path: Path) -> None:
    (code,) = re.findall(rf"^{language}:\n\n```python\n(.*?)```", DOCS.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (address,) = re.findall(rf"{BASE}(/\S+?)[\"']", code)
    file = tmp_path / Path(address).name
    file.write_bytes(ask(address).body)
    found: dict[str, object] = {}
    exec(code.replace(f"{BASE}{address}", file.as_posix()), found)
    keys = set(found[name]["region_ags"])  # type: ignore[index]
    assert {"05978", "05978024"} <= keys
