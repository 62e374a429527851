"""A picture that came back: current, outdated, corrected or unknown, by its figures and not by its age."""

import datetime as dt
import io
import shutil
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import duckdb
import pandas as pd
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from syrupy.assertion import SnapshotAssertion

import config
from app import exhibits
from app.data import db, queries
from app.data.selection import Selection
from app.exhibits import ExhibitContent, Locator, View, address
from app.files import picture_check, picture_metadata, pictures
from app.files.picture_metadata import Facts, metadata
from app.words.text import t
from tests.app import as_text
from tests.app.test_pages import components, opened, panels
from tests.app.test_snapshot import TextFile
from tests.stands import NEW, OLD

NOTHING_HERE = [
    "",
    "https://monitor.example/foerderung?stand=2026-11-23",
    "https://monitor.example/foerderung?bild=erfunden",
    "https://monitor.example/foerderung?bild=zuwendungen-nach-ebene&stand=2020-01-01",
    "https://monitor.example/foerderung?bild=zuwendungen-nach-ebene&kommune=1",
    "https://monitor.example/meilensteine?bild=zeitleiste&seite=-1",
    "https://monitor.example/projekte?bild=lage-des-projekts&projekt=erfunden",
    "https://monitor.example/kommunen?bild=lage-der-kommune",
    "https://monitor.example/kommunen?bild=bevoelkerung-der-kommune&kommune=05978024&kommune=05978028",
    "https://monitor.example/projekte?bild=zeitleiste-des-projekts",
    "https://monitor.example/projekte?bild=zeitleiste-des-projekts&projekt=erfunden",
    "https://monitor.example/meilensteine?bild=zeitleiste&seite=99",
    "https://monitor.example/foerderung?bild=zuwendungen-nach-ebene&x=" + "x" * 70_000,
    "https://[::1/?bild=zeitleiste",
    "javascript:alert(1)?bild=%00",
]
"""Addresses that show nothing of this release."""


@pytest.fixture(scope="module")
def release_id(corrected: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A release with a later Stand, in a folder to which a test adds another release."""
    folder = shutil.copytree(corrected, tmp_path_factory.mktemp("check") / "releases")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_RELEASES_DIR", str(folder))
        yield db.current_release()


def link(key: str, release_id: str, stand: object = OLD, **choices: str) -> str:
    selection = Selection(release_id, stand)  # type: ignore[arg-type]
    view = View(selection, tuple(choices.items()))
    return "https://monitor.example" + address.permalink(exhibits.by_key(key), view)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files here for the sake of speed; that a process of its own reads the same is promised in test_metadata.py."""
    monkeypatch.setattr(picture_metadata, "read", metadata.read)


def claimed(key: str, release_id: str, made_from: str = "0123456789ab", **changed: str) -> picture_check.Finding:
    """What becomes of a file that says this of itself."""
    return picture_check.file(picture_check.claims(picture(key, release_id, made_from, **changed)), release_id)


def of(key: str, release_id: str) -> str:
    """The fingerprint that a picture of the older Stand has."""
    return exhibits.fingerprint(exhibits.by_key(key).content(View(Selection(release_id, OLD))))


def picture(key: str, release_id: str, made_from: str = "0123456789ab", **changed: str) -> bytes:
    """What a picture says of itself, without its drawing, which is not compared."""
    facts = Facts(
        **{
            "key": key,
            "title": "Titel",
            "source": "Quelle",
            "publisher": "Herausgeber",
            "licence": "Lizenz",
            "stand": OLD.isoformat(),
            "release_id": made_from,
            "permalink": link(key, release_id),
            "fingerprint": of(key, release_id),
            **changed,
        }
    )
    drawing = ET.Element(f"{{{metadata.SVG}}}svg")
    drawing.append(metadata.element(facts, "Lang"))
    return ET.tostring(drawing)


def test_what_a_newer_stand_still_says_is_current(release_id: str) -> None:
    finding = picture_check.link(link("map.project_count", release_id), release_id)
    assert finding.verdict == picture_check.CURRENT
    assert "23.11.2026" in finding.reason
    assert "30.04.2027" in finding.reason


def test_the_latest_stand_is_current(release_id: str) -> None:
    finding = picture_check.link(link("funding.level", release_id, NEW), release_id)
    assert (finding.verdict, len(finding.after)) == (picture_check.CURRENT, 0)


def test_what_changed_with_time_is_outdated_and_shows_the_newer_figures(release_id: str) -> None:
    # The end of a quarter for which a milestone was planned has passed since.
    finding = picture_check.link(link("milestones.timeline", release_id), release_id)
    assert finding.verdict == picture_check.OUTDATED
    assert set(finding.before.state) == {"planned"}
    assert set(finding.after.state) == {"overdue"}
    assert list(finding.before.title) == list(finding.after.title)
    assert f"stand={NEW}" in finding.link


def test_what_was_corrected_is_told_with_the_correction(release_id: str) -> None:
    finding = picture_check.link(link("funding.level", release_id), release_id)
    assert finding.verdict == picture_check.CORRECTED
    (row,) = finding.corrections.itertuples()
    assert (row.row_key, row.old_value, row.new_value) == ("smart-region-kreis-unna-f1", "490000", "500000")
    assert list(finding.corrections) == list(queries.corrections(Selection(release_id, NEW)))
    assert float(finding.after.grant_eur.iloc[0] - finding.before.grant_eur.iloc[0]) == pytest.approx(10_000)


def test_a_correction_of_something_else_is_not_told(release_id: str) -> None:
    finding = picture_check.link(link("map.density_count", release_id), release_id)
    assert finding.verdict == picture_check.CORRECTED
    assert list(finding.corrections.row_key) == ["05978004 / 2024-12-31"]
    indicator = queries.indicators(Selection(release_id, OLD)).query("municipality_count > 0").iloc[0]
    asked = link("indicators.map", release_id, thema=indicator.topic, indikator=indicator["name"])
    assert picture_check.link(asked, release_id).verdict == picture_check.CURRENT


@pytest.mark.parametrize(
    ("then", "now", "gone", "come"),
    [
        ("aab", "ab", "a", ""),
        ("ab", "aab", "", "a"),
        ("aab", "bba", "a", "b"),
        ("ba", "ab", "", ""),
    ],
)
def test_of_rows_that_read_alike_each_is_counted(then: str, now: str, gone: str, come: str) -> None:
    content = (
        ExhibitContent(pd.DataFrame({"name": list(rows)}, dtype=str), ("name",), Locator(())) for rows in (then, now)
    )
    assert ["".join(rows.name) for rows in picture_check._apart(*content)] == [gone, come]


def test_a_file_is_judged_by_its_own_figures(release_id: str) -> None:
    assert claimed("map.project_count", release_id).verdict == picture_check.CURRENT
    # Those of the latest Stand, whatever this release says of the older one.
    shown = exhibits.by_key("funding.level").content(View(Selection(release_id, NEW)))
    finding = claimed("funding.level", release_id, fingerprint=exhibits.fingerprint(shown))
    assert finding.verdict == picture_check.CURRENT


@pytest.mark.parametrize("fingerprint", ["0123456789abcdef", "1ffff-0123456789abcdef", None])
@pytest.mark.parametrize(
    ("key", "stand", "verdict", "words"),
    [
        # The latest Stand, and an older one of which this release shows what it shows of the latest.
        ("map.project_count", NEW, picture_check.UNKNOWN, "nicht mehr vergleichen"),
        ("map.project_count", OLD, picture_check.UNKNOWN, "nicht mehr vergleichen"),
        # What this release shows of the older Stand differs.
        ("milestones.timeline", OLD, picture_check.OUTDATED, "nicht mehr nachlesen"),
        ("funding.level", OLD, picture_check.CORRECTED, "berichtigt"),
    ],
)
def test_figures_that_are_lost_prove_nothing_by_themselves(
    key: str, stand: dt.date, verdict: str, words: str, fingerprint: str | None, release_id: str
) -> None:
    lost = fingerprint or f"{of(key, release_id).partition('-')[0]}-0123456789abcdef"
    finding = claimed(key, release_id, fingerprint=lost, permalink=link(key, release_id, stand))
    assert finding.verdict == verdict
    assert words in finding.reason
    assert len(finding.before) == 0
    assert len(finding.after) == len(exhibits.by_key(key).content(View(Selection(release_id, NEW))).table)


def test_a_release_that_cannot_be_read_any_more_is_as_good_as_lost(release_id: str) -> None:
    damaged = config.settings().releases / "dddddddddddd.duckdb"
    damaged.write_bytes(b"no database")
    finding = claimed("funding.level", release_id, damaged.stem, fingerprint="1ffff-0123456789abcdef")
    damaged.unlink()
    assert "berichtigt" in finding.reason
    assert "die Zeichnung selbst hat niemand angesehen" in finding.reason


def test_figures_that_this_release_never_had_are_not_believed_unless_a_newer_program_writes_others(
    release_id: str,
) -> None:
    key = "map.project_count"
    format = of(key, release_id).partition("-")[0]
    for stand in (OLD, NEW):
        where = {"permalink": link(key, release_id, stand), "made_from": release_id}
        altered = claimed(key, release_id, fingerprint=f"{format}-0123456789abcdef", **where)
        assert (altered.verdict, len(altered.after)) == (picture_check.UNKNOWN, 10)
        assert "weichen aber davon ab" in altered.reason
        other = claimed(key, release_id, fingerprint="1ffff-0123456789abcdef", **where)
        assert "nicht mehr vergleichen" in other.reason


def test_a_stand_that_was_published_again_with_other_figures_is_outdated(release_id: str) -> None:
    key, earlier = "funding.level", "aaaaaaaaaaaa"
    folder = config.settings().releases
    shutil.copy(folder / f"{release_id}.duckdb", folder / f"{earlier}.duckdb")
    with duckdb.connect(folder / f"{earlier}.duckdb") as database:
        database.execute("update release set release_id = ?", [earlier])
        database.execute("update funding_detail set amount_eur = amount_eur + 1")
    shown = exhibits.by_key(key).content(View(Selection(earlier, NEW)))
    where = {"permalink": link(key, release_id, NEW), "made_from": earlier}
    finding = claimed(key, release_id, fingerprint=exhibits.fingerprint(shown), **where)
    assert finding.verdict == picture_check.OUTDATED
    assert "neu veröffentlicht" in finding.reason
    assert len(finding.before) == len(finding.after) > 0


@pytest.mark.parametrize("permalink", NOTHING_HERE)
def test_an_address_that_shows_nothing_here_is_unknown_and_says_why(permalink: str, release_id: str) -> None:
    finding = picture_check.link(permalink, release_id)
    assert finding.verdict == picture_check.UNKNOWN
    assert finding.reason.endswith((".", "!"))
    of_file = claimed("map.project_count", release_id, permalink=permalink)
    assert (of_file.verdict, of_file.pictures) == (picture_check.UNKNOWN, finding.pictures)


@pytest.mark.parametrize("reader", [picture_metadata.read, metadata.read], ids=["in its own process", "here"])
def test_a_file_without_facts_is_unknown_and_says_why(
    reader: Callable[[bytes], Facts], release_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_metadata, "read", reader)
    contents = [b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><svg>&a;</svg>"]
    for content in contents if reader is metadata.read else contents[-1:]:
        finding = picture_check.file(picture_check.claims(content), release_id)
        assert finding.verdict == picture_check.UNKNOWN, content
        assert len(finding.reason) > 20


def test_the_page_takes_a_file_and_says_what_became_of_it(release_id: str) -> None:
    # What somebody brings along comes before an address.
    page = opened("verification", adresse="https://x/")
    page.file_uploader[0].set_value(("karte.svg", picture("map.density_count", release_id), "image/svg+xml")).run()
    assert not page.exception
    assert "Berichtigt." in page.warning[0].value
    (panel,) = [panel for panel in panels(page) if "Amtliche Neufassung" in str(panel["rows"])]
    assert f"Veröffentlichung {release_id}" in unquote(panel["files"]["CSV"])
    assert panel["labels"] == [
        t(f"column.{name}") for name in queries.corrections(Selection(release_id, NEW)) if not name.startswith("input_")
    ]


def test_the_page_sets_the_rows_of_today_above_those_of_then(release_id: str) -> None:
    page = opened("verification", adresse=link("milestones.timeline", release_id))
    assert not page.exception
    now, then = (str(panel["rows"]) for panel in panels(page))
    assert ("überfällig" in now, "überfällig" in then, "geplant" in then) == (True, False, True)


def test_the_page_takes_an_address_and_escapes_what_it_found(release_id: str) -> None:
    page = opened("verification", adresse="https://x/?bild=**<b>x</b>**")
    assert not page.exception
    assert r"\*\*\<b\>x" in page.info[0].value


def test_what_is_said_of_each_picture(release_id: str, snapshot: SnapshotAssertion) -> None:
    kept, changed, corrected = "map.project_count", "milestones.timeline", "funding.level"
    links = {key: link(key, release_id) for key in (kept, changed, corrected)}
    links |= {"latest": link(corrected, release_id, NEW), "misspelt": "https://monitor.example/b/zuwendungen-nach-ebne"}
    nothing = [*NOTHING_HERE, "https://other.example/b/x"]
    links |= {f"{number} {address[:70]}": address for number, address in enumerate(nothing, start=1)}
    lost, other = f"{of(kept, release_id).partition('-')[0]}-0123456789abcdef", "1ffff-0123456789abcdef"
    claims: dict[str, dict[str, str]] = {
        "lost": {"key": kept, "fingerprint": lost},
        "lost and changed": {"key": changed, "fingerprint": other},
        "lost and corrected": {"key": corrected, "fingerprint": other},
        "altered": {"key": kept, "fingerprint": lost, "made_from": release_id},
    }
    parts = [(name, picture_check.link(found, release_id, "monitor.example")) for name, found in links.items()]
    parts += [(f"file {name}", claimed(release_id=release_id, **claim)) for name, claim in claims.items()]
    for content in (b"", b"<svg/>", b"\xff\xd8\xff\xe0"):
        parts.append((f"file {content!r}", picture_check.file(picture_check.claims(content), release_id)))
    said = ((name, f"{found.verdict}: {found.reason}") for name, found in parts)
    assert as_text.joined(said) == snapshot.use_extension(TextFile)


# The drawing


@pytest.fixture(scope="module")
def drawn(release_id: str) -> dict[str, bytes]:
    """Files of a picture of the latest Stand, of each kind."""
    exhibit = exhibits.by_key("funding.level")
    found = pictures.exhibit_picture(exhibit, View(Selection(release_id, NEW)), "https://monitor.example")
    return {kind: pictures.file(found, pictures.Choice("breit", kind)) for kind in pictures.KINDS}


def judged(content: bytes, release_id: str, host: str = "") -> picture_check.Finding:
    return picture_check.file(picture_check.claims(content), release_id, host)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_drawing_that_is_the_same_is_said_to_be(kind: str, drawn: dict[str, bytes], release_id: str) -> None:
    finding = judged(drawn[kind], release_id, "monitor.example")
    assert finding.verdict == picture_check.CURRENT
    assert finding.reason.endswith(" Auch die Zeichnung ist dieselbe, die der Monitor daraus macht.")


def test_an_edited_drawing_is_shown_beside_the_one_drawn_anew(drawn: dict[str, bytes], release_id: str) -> None:
    edited = drawn["svg"].replace(b" Mio. ", b" Mrd. ")
    assert edited != drawn["svg"]
    finding = judged(edited, release_id)
    assert finding.verdict == picture_check.UNKNOWN
    assert finding.reason.endswith(
        " Das gilt für die Angaben in der Datei. Ihre Zeichnung ist nicht die, die der Monitor daraus macht: Vielleicht "
        "wurde sie verändert, vielleicht zeichnet er heute anders. Bitte vergleichen Sie selbst."
    )
    assert [shown.partition(";")[0] for shown in finding.pictures] == ["data:image/svg+xml", "data:image/png"]
    page = opened("verification")
    page.file_uploader[0].set_value(("karte.svg", edited, "image/svg+xml")).run()
    assert not page.exception
    both = [found["html"] for found in components(page, "html") if "<img" in found["html"]]
    assert [escape(shown) in html for shown, html in zip(finding.pictures, both, strict=True)] == [True, True]


def saved_again(content: bytes, mode: str = "RGB", **options: Any) -> bytes:
    """A PNG as another program writes it; with ``dot`` one pixel of another colour."""
    dot, size = options.pop("dot", None), options.pop("size", None)
    # What it says of itself is in texts, which stay.
    with Image.open(io.BytesIO(content)) as picture:
        texts = PngInfo()
        for name, text in picture.info.items():
            if isinstance(text, str):
                texts.add_itxt(name, text)
        again = picture.convert(mode).resize(size or picture.size)
        if dot:
            again.putpixel(dot, (1, 2, 3))
        out = io.BytesIO()
        again.save(out, "PNG", pnginfo=texts, **options)
    return out.getvalue()


def test_the_same_pixels_are_the_same_drawing_however_they_are_saved(drawn: dict[str, bytes], release_id: str) -> None:
    for again in (saved_again(drawn["png"], compress_level=1), saved_again(drawn["png"], "RGBA", compress_level=1)):
        assert again != drawn["png"]
        finding = judged(again, release_id)
        assert (finding.verdict, t("check.same") in finding.reason) == (picture_check.CURRENT, True)
    finding = judged(saved_again(drawn["png"], dot=(3, 3), compress_level=1), release_id)
    assert (finding.verdict, t("check.differs") in finding.reason) == (picture_check.UNKNOWN, True)
    # Nor is it one of another size, whose pixels are not looked at.
    finding = judged(saved_again(drawn["png"], size=(40, 30)), release_id)
    assert (finding.verdict, t("check.differs") in finding.reason) == (picture_check.UNKNOWN, True)


def test_edited_pixels_are_seen(drawn: dict[str, bytes], release_id: str) -> None:
    place = drawn["png"].index(b"IDAT") + 100
    edited = drawn["png"][:place] + bytes([drawn["png"][place] ^ 1]) + drawn["png"][place + 1 :]
    assert judged(edited, release_id).verdict == picture_check.UNKNOWN


def test_where_nothing_can_be_compared_nobody_has_looked(drawn: dict[str, bytes], release_id: str) -> None:
    finding = judged(drawn["pdf"], release_id)
    assert finding.verdict == picture_check.CURRENT
    assert finding.reason.endswith(
        " Das gilt für die Angaben in der Datei; die Zeichnung selbst hat niemand angesehen."
    )


@pytest.mark.parametrize(
    "bent",
    [
        "/b/Zuwendungen-nach-Ebene?stand=23.11.2026&KOMMUNE=5978024",
        "/b/zuwendungen-nach-ebene?stand=2026-11-23&amp;kommune=L%C3%BCnen&fbclid=x",
        "/foerderung?bild=zuwendungen-nach-ebene).&kommune=05978024000&stand=2026-11-23",
        " „https://monitor.example/b/zuwendungen-nach-ebene?kommune=05978024&stand=2026-11-23“.",
        "monitor.example/b/zuwendungen-nach-ebene?kommune=05978024&stand=2026-11-23",
    ],
)
def test_a_bent_address_is_understood(bent: str, release_id: str) -> None:
    exhibit = exhibits.by_key("funding.level")
    clean = View(address.view(exhibit, release_id, {"kommune": ["05978024"], "stand": [OLD.isoformat()]}).selection)
    finding = picture_check.link(bent, release_id, "monitor.example")
    assert finding.then == clean
    assert finding.exhibit is exhibit


@pytest.mark.parametrize(
    "foreign",
    ["https://other.example/b/x", "other.example/b/x", "//other.example/b/x", "http://a@monitor.example:80/b/x"],
)
def test_addresses_of_other_hosts_are_refused(foreign: str, release_id: str) -> None:
    finding = picture_check.link(f"{foreign}?bild=zuwendungen-nach-ebene", release_id, "monitor.example")
    assert "nicht zu diesem Monitor" in finding.reason
    assert finding.exhibit is None


def test_a_misspelt_chart_is_named(release_id: str) -> None:
    finding = picture_check.link("https://monitor.example/b/zuwendungen-nach-ebne", release_id)
    assert finding.reason.endswith("Gemeint ist vielleicht „zuwendungen-nach-ebene“.")


def test_foreign_addresses_are_refused_and_a_jpg_is_answered(drawn: dict[str, bytes], release_id: str) -> None:
    assert "nicht zu diesem Monitor" in judged(drawn["svg"], release_id, "other.example").reason
    found = link("funding.level", release_id)
    assert "„monitor.example“" in picture_check.link(found, release_id, "other.example").reason
    assert picture_check.link(found, release_id, "Monitor.example").exhibit
    assert judged(b"\xff\xd8\xff\xe0", release_id).reason == t("check.jpg")
