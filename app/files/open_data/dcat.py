"""The catalogue as DCAT-AP.de 3.0: what data portals read, in three spellings of the same graph."""

import functools
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.exhibits.data_selection import API
from app.files.open_data.catalog import Catalog, Dataset, Distribution
from app.words.text import t

if TYPE_CHECKING:
    from rdflib import Literal, URIRef

KINDS = {
    "ttl": ("turtle", "text/turtle"),
    "jsonld": ("json-ld", "application/ld+json"),
    "rdf": ("xml", "application/rdf+xml"),
}
"""Ends of the catalogue's addresses: how rdflib calls the spelling, and its media type."""
_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LIST = "http://publications.europa.eu/resource/authority"
_IANA = "https://www.iana.org/assignments/media-types"
_GEOCODING = "http://dcat-ap.de/def/politicalGeocoding"
_LISTS = {
    "dcat:endpointDescription": ("", "rdfs:Resource"),
    "dcat:endpointURL": ("", "rdfs:Resource"),
    "dcat:mediaType": ("", "dcterms:MediaType"),
    "dcat:theme": (f"{_LIST}/data-theme", "skos:Concept"),
    "dcat:themeTaxonomy": ("", "skos:ConceptScheme"),
    "dcatap:availability": (f"{_LIST}/planned-availability", "skos:Concept"),
    "dcatde:contributorID": ("http://dcat-ap.de/def/contributors", ""),
    "dcatde:politicalGeocodingLevelURI": (f"{_GEOCODING}/Level", ""),
    "dcterms:accessRights": (f"{_LIST}/access-right", "dcterms:RightsStatement"),
    "dcterms:accrualPeriodicity": (f"{_LIST}/frequency", "dcterms:Frequency"),
    "dcterms:format": (f"{_LIST}/file-type", "dcterms:MediaTypeOrExtent"),
    "dcterms:language": (f"{_LIST}/language", "dcterms:LinguisticSystem"),
    "dcterms:license": ("http://dcat-ap.de/def/licenses", "dcterms:LicenseDocument"),
    "spdx:algorithm": ("", "spdx:ChecksumAlgorithm"),
}
"""Of properties whose values others have defined: the list that they are in, and what they are.

It stands in the graph as well, so that whoever checks it needs no other file.
"""
_PERIODS = ((31, "MONTHLY"), (92, "QUARTERLY"), (184, "ANNUAL_2"), (366, "ANNUAL"))
"""Most days between two states of the data, and how the EU's list calls the rhythm."""


@functools.lru_cache(maxsize=16)
def rdf(catalog: Catalog, kind: str, name: str = "") -> bytes:
    """The catalogue, or with a ``name`` one dataset of it, in a spelling of ``KINDS``."""
    writer = _Writer(catalog)
    dataset = catalog.dataset(name)
    if dataset:
        writer.add_dataset(dataset)
    else:
        writer.add_catalog()
    if kind == "jsonld":
        return writer.graph.serialize(format="json-ld", context=_PREFIXES, auto_compact=False).encode("utf-8")
    return writer.graph.serialize(format=KINDS[kind][0], encoding="utf-8")


class _Writer:
    """Fills a graph; rdflib is loaded when the first one is asked for and not when the dashboard starts."""

    def __init__(self, catalog: Catalog) -> None:
        from rdflib import Graph, Literal, URIRef

        self._uri, self._literal = URIRef, Literal
        self._catalog = catalog
        self.graph = Graph(bind_namespaces="none")
        for prefix, address in _PREFIXES.items():
            self.graph.bind(prefix, address)

    def add_catalog(self) -> None:
        """The catalogue with everything that it lists."""
        catalog = self._catalog
        node = self._thing(catalog.address, "dcat:Catalog")
        self._add_texts(node, catalog.title, catalog.description)
        self._add_common(node)
        self._link(node, "foaf:homepage", f"{catalog.base}/")
        self._thing(f"{catalog.base}/", "foaf:Document")
        self._link(node, "dcterms:language", f"{_LIST}/language/DEU")
        self._link(node, "dcat:themeTaxonomy", f"{_LIST}/data-theme", "dcterms:title", t("open_data.themes"))
        self.graph.add((node, self._name("dcat:service"), self._add_service()))
        for dataset in catalog.datasets:
            self.graph.add((node, self._name("dcat:dataset"), self.add_dataset(dataset)))

    def add_dataset(self, dataset: Dataset) -> "URIRef":
        """A dataset with its distributions."""
        node = self._thing(dataset.address, "dcat:Dataset")
        self._add_texts(node, dataset.title, dataset.description)
        self._add_common(node)
        self._value(node, "dcterms:identifier", dataset.address)
        for keyword in dataset.keywords:
            self._value(node, "dcat:keyword", keyword, language="de")
        for theme in dataset.themes:
            text = t(f"open_data.theme.{theme}")
            self._link(node, "dcat:theme", f"{_LIST}/data-theme/{theme}", "skos:prefLabel", text)
        self._link(node, "dcterms:language", f"{_LIST}/language/DEU")
        self._link(node, "dcterms:accessRights", f"{_LIST}/access-right/PUBLIC")
        rhythm = next((name for days, name in _PERIODS if 0 < dataset.period_days <= days), "IRREG")
        self._link(node, "dcterms:accrualPeriodicity", f"{_LIST}/frequency/{rhythm}")
        self._add_place(node)
        if self._catalog.contributor:
            self._link(node, "dcatde:contributorID", self._catalog.contributor)
        if dataset.first_date and dataset.last_date:
            period = self._thing(f"{dataset.address}#zeitraum", "dcterms:PeriodOfTime")
            self._value(period, "dcat:startDate", dataset.first_date)
            self._value(period, "dcat:endDate", dataset.last_date)
            self.graph.add((node, self._name("dcterms:temporal"), period))
        for distribution in dataset.distributions:
            self.graph.add((node, self._name("dcat:distribution"), self._add_distribution(dataset, distribution)))
        if dataset.table:
            self.graph.add((node, self._name("dcat:distribution"), self._add_answer(dataset)))
        return node

    def _add_distribution(self, dataset: Dataset, distribution: Distribution) -> "URIRef":
        """A whole file."""
        file, address = distribution.file, f"{dataset.address}#{distribution.name}"
        node = self._thing(address, "dcat:Distribution")
        self._add_texts(node, distribution.title, distribution.description)
        self._add_access(node, distribution, file.address, file.kind, file.media_type)
        self._link(node, "dcat:downloadURL", file.address)
        self._value(node, "dcat:byteSize", file.size, kind="nonNegativeInteger")
        checksum = self._thing(f"{address}-sha256", "spdx:Checksum")
        self._link(checksum, "spdx:algorithm", f"{_PREFIXES['spdx']}checksumAlgorithm_sha256")
        self._value(checksum, "spdx:checksumValue", file.sha256, kind="hexBinary")
        self.graph.add((node, self._name("spdx:checksum"), checksum))
        return node

    def _add_answer(self, dataset: Dataset) -> "URIRef":
        """What the API answers. It has no address of a file: a portal would take one for the other."""
        like = dataset.distributions[0]
        node = self._thing(f"{dataset.address}#api", "dcat:Distribution")
        self._add_texts(node, t("open_data.answer", title=dataset.title), t("open_data.answer_description"))
        address = f"{self._catalog.base}{API}/tables/{dataset.name}?format=json"
        self._add_access(node, like, address, "json", "application/json")
        self.graph.add((node, self._name("dcat:accessService"), self._add_service()))
        return node

    def _add_access(self, node: "URIRef", distribution: Distribution, address: str, kind: str, media_type: str) -> None:
        """Where it is, as what, and under which licence."""
        self._link(node, "dcat:accessURL", address)
        self._link(node, "dcterms:license", distribution.licence.uri)
        if distribution.credit:
            self._value(node, "dcatde:licenseAttributionByText", distribution.credit, language="de")
        self._link(node, "dcterms:format", f"{_LIST}/file-type/{kind.upper()}")
        self._link(node, "dcat:mediaType", f"{_IANA}/{media_type}")
        self._link(node, "dcterms:language", f"{_LIST}/language/DEU")
        available = f"{_LIST}/planned-availability/AVAILABLE"
        self._link(node, "dcatap:availability", available, "skos:prefLabel", t("open_data.available"))
        self._value(node, "dcterms:modified", self._catalog.changed)

    def _add_service(self) -> "URIRef":
        """The API, which serves every table."""
        address = f"{self._catalog.base}{API}"
        node = self._thing(f"{address}/catalog#api", "dcat:DataService")
        self._add_texts(node, t("open_data.service"), t("open_data.service_description"))
        self._add_common(node)
        self._link(node, "dcat:endpointURL", address)
        self._link(node, "dcat:endpointDescription", f"{address}/openapi.json")
        self._link(node, "dcterms:accessRights", f"{_LIST}/access-right/PUBLIC")
        for dataset in self._catalog.datasets:
            if dataset.table:
                self._link(node, "dcat:servesDataset", dataset.address)
        return node

    def _add_common(self, node: "URIRef") -> None:
        """Who gives it, whom to ask, and since when it is as it is."""
        catalog = self._catalog
        publisher = self._thing(f"{catalog.address}#herausgeber", "foaf:Agent")
        self._value(publisher, "foaf:name", catalog.publisher, language="de")
        if catalog.website:
            self._link(publisher, "foaf:homepage", catalog.website)
        self.graph.add((node, self._name("dcterms:publisher"), publisher))
        self._value(node, "dcterms:modified", catalog.changed)
        if not (catalog.email or catalog.website):
            return
        contact = self._thing(f"{catalog.address}#kontakt", "vcard:Organization")
        # The general class as well: who checks this has not always read that an organization is one.
        self._thing(f"{catalog.address}#kontakt", "vcard:Kind")
        self._value(contact, "vcard:fn", catalog.office, language="de")
        if catalog.email:
            self._link(contact, "vcard:hasEmail", f"mailto:{catalog.email}")
        if catalog.website:
            self._link(contact, "vcard:hasURL", catalog.website)
        self.graph.add((node, self._name("dcat:contactPoint"), contact))

    def _add_place(self, node: "URIRef") -> None:
        """The district."""
        place = self._thing(f"{_GEOCODING}/districtKey/{self._catalog.region_key}", "dcterms:Location")
        self._value(place, "skos:prefLabel", self._catalog.region_name, language="de")
        self.graph.add((node, self._name("dcterms:spatial"), place))
        # DCAT-AP.de 3.0 does without this one; its handbook, by which portals check, still asks for it.
        self.graph.add((node, self._name("dcatde:politicalGeocodingURI"), place))
        self._link(node, "dcatde:politicalGeocodingLevelURI", f"{_GEOCODING}/Level/administrativeDistrict")

    def _add_texts(self, node: "URIRef", title: str, description: str) -> None:
        self._value(node, "dcterms:title", title, language="de")
        self._value(node, "dcterms:description", description, language="de")

    def _thing(self, address: str, kind: str) -> "URIRef":
        node = self._uri(_iri(address))
        self.graph.add((node, self._name("rdf:type"), self._name(kind)))
        return node

    def _link(self, node: "URIRef", property: str, address: str, called: str = "", text: str = "") -> None:
        """What the property leads to, and under the property ``called`` what that is called."""
        target = self._uri(_iri(address))
        self.graph.add((node, self._name(property), target))
        scheme, kind = _LISTS.get(property, ("", ""))
        if scheme:
            self._link(target, "skos:inScheme", scheme)
        if kind:
            self.graph.add((target, self._name("rdf:type"), self._name(kind)))
        if text:
            self._value(target, called, text, language="de")

    def _value(self, node: "URIRef", property: str, value: object, *, language: str = "", kind: str = "") -> None:
        literal: Literal = self._literal(
            value, lang=language or None, datatype=self._name(f"xsd:{kind}") if kind else None
        )
        self.graph.add((node, self._name(property), literal))

    def _name(self, name: str) -> "URIRef":
        prefix, _, local = name.partition(":")
        return self._uri(_PREFIXES[prefix] + local)


def _iri(address: str) -> str:
    """An address as RDF takes it: without what no address may hold."""
    return quote(address, safe=":/?#[]@!$&'()*+,;=%~")
