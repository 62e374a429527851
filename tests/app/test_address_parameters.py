"""Bent addresses: what is unambiguous is understood, the rest is named, and nothing that somebody writes raises."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.data.selection import Selection
from app.exhibits import address_parameters
from app.exhibits.address_parameters import NAMES, pairs, read_parameters, sentences
from app.navigation import ENTRIES, OFFICE
from app.web.api import release
from tests.app.asking import ask

MEANT = {
    "kommune=5978024": "kommune=05978024",
    "kommune=L%C3%BCnen": "kommune=05978024",
    "kommune=Lu%CC%88nen": "kommune=05978024",
    "kommune=Luenen": "kommune=05978024",
    "kommune=lunen": "kommune=05978024",
    "kommune=L%25C3%25BCnen": "kommune=05978024",
    "kommune=059780024024": "kommune=05978024",
    "kommune=59780024024": "kommune=05978024",
    "kommune=05978024,05978028": "kommune=05978024&kommune=05978028",
    "kommune=05978024)": "kommune=05978024",
    "kommune=05978000": "kommune=05978",
    "jahr=2021&amp;kommune=05978024": "jahr=2021&kommune=05978024",
    "KOMMUNE=WERNE&fbclid=1&utm_source=x": "kommune=05978040",
    "komune=Unna": "kommune=05978036",
    "ebene=bund": "ebene=Bund",
    "kennzahl=eigene+zuwendungen+je+kopf": "kennzahl=Eigene Zuwendungen je Kopf",
    "kennzahl=Erreichte+Meilensteine": "kennzahl=Erreichte Ergebnisse",
    "bild=Zuwendungen-nach-Ebene).": "bild=zuwendungen-nach-ebene",
    "projekt=DOS-2030)": "projekt=dos-2030",
    "stand=23.11.2026.": "stand=2026-11-23",
    "praesentation=TRUE": "praesentation=true",
    "drucken=true).": "drucken=true",
    "seite=2).": "seite=2",
    "orte=5978004,Schwerte&orte=05978": "orte=05978004,05978028,05978",
    "orte=Bergkamen;Nordrhein-Westfalen;deutschland": "orte=05978004,05,DG",
    "orte=,": "",
    "kommune=": "",
    "suche=Breit,band)": "suche=Breit,band)",
    "tabelle=Alle-Betraege~-amount_eur~2": "tabelle=alle-betraege~-amount_eur~2",
    "tabelle=funding.rows&tabelle=data.rows~~2": "tabelle=funding.rows&tabelle=data.rows~~2",
}
UNKNOWN = {
    "kommune=5978xx": "Kommune: „5978xx“ kennen wir nicht; gezeigt wird der ganze Kreis.",
    "bild=zuwendungen-nach-ebene&kommune=5978xx": "Kommune: „5978xx“ kennen wir nicht; gezeigt wird der ganze Kreis.",
    "kommune=05978024,5978xx": "Kommune: „5978xx“ kennen wir nicht; gezeigt wird, was sonst gewählt ist.",
    "jahr=1821": "Jahr: „1821“ kennen wir nicht; gezeigt wird alles.",
    "thema=nix": "Thema: „nix“ kennen wir nicht; gezeigt wird das Übliche.",
    "kommune=05978024&thema=nix": "Thema: „nix“ kennen wir nicht; gezeigt wird das Übliche.",
    "orte=05978004,Mond": "Gebiete: „Mond“ kennen wir nicht; gezeigt wird das Übliche.",
    "tabelle=nix": "Tabelle: „nix“ kennen wir nicht; gezeigt wird das Übliche.",
    "thema=Mobilfunk+5G,nix": "Thema: „Mobilfunk 5G,nix“ kennen wir nicht; gezeigt wird das Übliche.",
    "z=1": "Die Angabe „z“ in der Adresse kennen wir nicht; sie ändert nichts.",
}


def _read(everything: Selection, query: str) -> address_parameters.AddressParameters:
    return read_parameters(everything.release_id, pairs(query))


@pytest.mark.parametrize(("query", "clean"), MEANT.items(), ids=MEANT)
def test_what_is_unambiguous_is_understood(query: str, clean: str, everything: Selection) -> None:
    assert _read(everything, query) == _read(everything, clean)
    assert _read(everything, query).pairs == pairs(clean)
    assert not sentences(_read(everything, query))


@pytest.mark.parametrize(("query", "sentence"), UNKNOWN.items(), ids=UNKNOWN)
def test_what_nobody_knows_is_named(query: str, sentence: str, everything: Selection) -> None:
    assert sentences(_read(everything, query)) == [sentence]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=12), st.text(max_size=30)), max_size=4))
@example([("orte", "05978004"), ("kommune", "0"), ("orte", "0")])
@example([("kommune", "9" * 5000), ("amp;" * 50, "\ud800".encode("utf-8", "replace").decode()), ("stand", "\x00")])
def test_whatever_is_written_it_is_understood_once_or_named(
    everything: Selection, asked: list[tuple[str, str]]
) -> None:
    found = read_parameters(everything.release_id, tuple(asked))
    assert read_parameters(everything.release_id, found.pairs) == found
    sentences(found)


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/api/bild/zuwendungen-nach-ebene.svg?kommune=5978xx", 404, "Kommune: „5978xx“"),
        ("/api/bild/zuwendungen-nach-ebene.svg?xyz=1", 400, "Die Angabe „xyz“ kennen wir nicht."),
        ("/api/daten/zuwendungen-nach-ebbene.csv", 404, "Gemeint ist vielleicht „zuwendungen-nach-ebene“."),
        ("/api/bild/Zuwendungen-nach-Ebne.svg", 404, "Gemeint ist vielleicht „zuwendungen-nach-ebene“."),
        ("/api/zitat/xyz.json", 404, "gibt es nicht. Es gibt: "),
        ("/b/zuwendungen-nach-ebne", 404, "Gemeint ist vielleicht „zuwendungen-nach-ebene“."),
        ("/api/zitat/zuwendungen-nach-ebene.json?jahr=1821", 404, "Jahr: „1821“"),
        ("/api/aenderungen.atom?ort=1", 400, "Die Angabe „ort“"),
        ("/api/sitzungsmappe.pdf?ort=1", 400, "Die Angabe „ort“"),
        ("/?embed=true&bild=zuwendungen-nach-ebene&xyz=1", 404, "Die Angabe „xyz“"),
        ("/api/nix", 404, "Diese Seite gibt es nicht"),
    ],
)
def test_files_say_in_german_what_is_not_understood(address: str, status: int, sentence: str) -> None:
    answer = ask(address)
    assert answer.status == status
    assert sentence in answer.text


def test_files_of_a_bent_address_are_those_of_the_clean_one() -> None:
    bent = ask("/api/daten/zuwendungen-nach-ebene.csv?KOMMUNE=5978024)&utm_source=x&fuer=csv")
    clean = ask("/api/daten/zuwendungen-nach-ebene.csv?kommune=05978024&fuer=csv")
    assert bent.status == 200
    assert bent.body == clean.body


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/foerderung?kommune=5978024&fbclid=x", "/foerderung?kommune=05978024"),
        ("/F%C3%B6rderung)?amp;kommune=Werne", "/foerderung?kommune=05978040"),
        ("/?kommune=05978024,5978xx", "/?kommune=05978024&kommune=5978xx"),
        ("/daten?daten=funding&kind__in=Zuwendung&suche=&note__exact=", "/daten?daten=funding&kind__in=Zuwendung"),
    ],
)
def test_the_address_of_a_page_is_put_right(address: str, leads_to: str) -> None:
    answer = ask(address)
    assert (answer.status, answer.headers["location"]) == (302, leads_to)
    assert "location" not in ask(leads_to).headers
    # What somebody sends is not sent once more somewhere else.
    assert "location" not in ask(address, "POST").headers


def test_the_sitemap_lists_pages_and_profiles_with_absolute_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = ask("/sitemap.xml").text
    assert "<loc>https://monitor.example/karte</loc>" in listed
    # Where the project office works is for nobody to find, whether it has an area or not.
    monkeypatch.setattr(release, "ENTRIES", (*ENTRIES, OFFICE))
    assert ask("/sitemap.xml").text == listed
    assert listed.count("<loc>https://monitor.example/kommunen?kommune=05978") == 10
    assert "Sitemap: https://monitor.example/sitemap.xml" in ask("/robots.txt").text
