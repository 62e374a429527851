"""Who gets into the area of the project office, and what it shows to whom: forged, old and ended sessions open nothing."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import config as streamlit_config
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from app.data import db
from app.office import drafts, provider, session, worker
from app.surfaces.streamlit.office import draft_html
from app.web.api.answers import not_modified
from app.web.office import office_area
from app.web.security_headers import security_headers
from app.words.text import t
from config import ROOT
from etl.release.build import Release

SECRET = "only-for-this-test-0123456789abcdef"
DRAFT = "0123456789ab"
COOKIE = "_streamlit_user"


def claims(**other: Any) -> dict[str, Any]:
    """What a provider says of somebody who has just logged in."""
    known = {"iss": "https://login.example", "sub": "anna", "name": "Anna", "iat": time.time(), "nonce": "n"}
    return {**known, "is_logged_in": True, "roles": ["redaktion"], **other}


def cookie(secret: str = SECRET, **other: Any) -> dict[str, str]:
    """The cookie that Streamlit signs for these claims."""
    return {COOKIE: create_signed_value(secret, COOKIE, json.dumps(claims(**other))).decode()}


def forged(value: str) -> str:
    """The cookie with another letter in its signature; of the last letter not every bit counts."""
    return f"{value[:-10]}{'A' if value[-10] != 'A' else 'B'}{value[-9:]}"


@pytest.fixture
def office(tmp_path: Path, embedded: Release, release_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Folder of an office with one draft, whose release has all embedded data; published is the first Stand alone."""
    made = tmp_path / "office" / "drafts" / DRAFT
    (made / "releases").mkdir(parents=True)
    shutil.copy(embedded.path, made / "releases")
    shutil.copy(embedded.path.with_name("CURRENT"), made / "releases")
    (made / "marked").mkdir()
    (made / "marked" / "Ä Befunde.xlsx").write_bytes(b"PK")
    (made / "change.html").write_text("<p>Was sich ändert</p>", "utf-8")
    (tmp_path / "office" / drafts.LOG).write_text("{}\n", "utf-8")
    monkeypatch.setenv("MONITOR_RELEASES_DIR", str(release_dir))
    monkeypatch.setenv("MONITOR_OFFICE_DIR", str(tmp_path / "office"))
    monkeypatch.setenv("MONITOR_OFFICE_SECRETS", str(tmp_path / "secrets.toml"))
    before = streamlit_config.get_option("server.cookieSecret")
    streamlit_config.set_option("server.cookieSecret", SECRET)
    yield tmp_path / "office"
    streamlit_config.set_option("server.cookieSecret", before)
    db.look_at(None)


def release_page(request: Request) -> Response:
    headers = {"Cache-Control": "public, s-maxage=10", "ETag": '"x"'}
    return not_modified(request, headers) or PlainTextResponse(db.current_release(), headers=headers)


def client(**cookies: str) -> TestClient:
    """A browser with these cookies; every address that is not the office's says which release it reads."""
    after = Route("/oauth2callback", lambda _: RedirectResponse("/", 302, {"Set-Cookie": "a=b; HttpOnly"}))
    app = Starlette(
        routes=[after, Route("/{rest:path}", release_page)],
        middleware=[Middleware(security_headers), Middleware(office_area)],
    )
    return TestClient(app, base_url="https://monitor.example", cookies=cookies, follow_redirects=False)


OFFICE_ADDRESSES = (
    "/redaktion/protokoll.jsonl",
    f"/redaktion/entwurf/{DRAFT}/Ä Befunde.xlsx",
    f"/redaktion/entwurf/{DRAFT}/change.html",
    f"/redaktion/vorschau/{DRAFT}",
)


@pytest.mark.parametrize("address", OFFICE_ADDRESSES)
def test_what_is_the_offices_opens_for_a_role_alone(address: str, office: Path) -> None:
    assert client(**cookie()).get(address).status_code in (200, 303)
    assert client(**cookie()).get(address).headers["cache-control"] == "no-store, private"
    strangers = [
        {},
        cookie(roles=[]),
        cookie(roles=["leser"]),
        cookie(SECRET[::-1]),
        {COOKIE: forged(cookie()[COOKIE])},
        cookie(iat=time.time() - 9 * 3600),
        cookie(iat=time.time() + 9 * 3600),
        cookie(is_logged_in=False),
        {COOKIE: create_signed_value(SECRET, COOKIE, "Anna").decode()},
    ]
    assert [client(**stranger).get(address).status_code for stranger in strangers] == [404] * len(strangers)
    assert client(**cookie()).post(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        f"/redaktion/entwurf/{DRAFT}/draft.json",
        "/redaktion/entwurf/x/change.html",
        f"/redaktion/entwurf/{DRAFT}/..%2f..%2fprotokoll.jsonl",
        "/redaktion/vorschau/ffffffffffff",
        "/redaktion/vorschau/%2e%2e",
        "/redaktion/x",
    ],
)
def test_nothing_else_of_the_offices_folder_has_an_address(address: str, office: Path) -> None:
    assert client(**cookie()).get(address).status_code == 404


@pytest.mark.parametrize(
    "draft_id", ["", DRAFT[:-1], f"{DRAFT}0", f"{DRAFT}/", f"{DRAFT}/../{DRAFT}", f"../drafts/{DRAFT}"]
)
def test_a_draft_is_known_by_its_id_alone(draft_id: str, office: Path) -> None:
    assert drafts.releases(DRAFT) and drafts.file(DRAFT, "change.html")
    assert (drafts.releases(draft_id), drafts.file(draft_id, "change.html")) == (None, None)


def test_a_session_that_was_ended_opens_nothing_though_its_cookie_is_sent_again(office: Path) -> None:
    mine, others = cookie(nonce="1"), cookie(nonce="2")
    assert client(**mine).get(OFFICE_ADDRESSES[0]).status_code == 200
    client(**mine).get("/auth/logout")
    assert client(**mine).get(OFFICE_ADDRESSES[0]).status_code == 404
    # Who has no session may ask for its end, too.
    assert client().get("/auth/logout").status_code == client(**others).get("/robots.txt").status_code
    assert client(**others).get(OFFICE_ADDRESSES[0]).status_code == 200
    # What is noted of it is kept as long as the cookie could be sent, from a clock that is ahead a little longer.
    note = session._note(session._claims(mine))
    os.utime(note, (time.time() - 8 * 3600 - 1,) * 2)
    client(**others).get("/auth/logout")
    assert client(**mine).get(OFFICE_ADDRESSES[0]).status_code == 404 and note.exists()
    os.utime(note, (time.time() - 9 * 3600,) * 2)
    client(**others).get("/auth/logout")
    assert [path.name for path in note.parent.iterdir()] == [session._note(session._claims(others)).name]


@pytest.mark.parametrize(
    ("claim", "said", "roles"),
    [
        ("roles", {"roles": ["redaktion", "freigabe", "admin"]}, {"redaktion", "freigabe"}),
        ("roles", {"roles": "freigabe andere"}, {"freigabe"}),
        ("realm_access.roles", {"realm_access": {"roles": ["redaktion"]}}, {"redaktion"}),
        ("realm_access.roles", {"realm_access": "x", "roles": ["redaktion"]}, set()),
        ("groups", {"roles": ["redaktion"]}, set()),
        ("roles", {"roles": {"redaktion": True}}, set()),
        ("roles", {"roles": [["redaktion"]]}, set()),
    ],
)
def test_roles_come_from_the_claim_that_the_settings_name(
    claim: str, said: dict[str, Any], roles: set[str], office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_OFFICE_ROLES_CLAIM", claim)
    found = session.person(claims(**{"roles": None, **said}))
    assert found
    assert found.roles == roles


@pytest.mark.parametrize(
    ("age", "is_known"), [(-121, False), (-120, True), (0, True), (8 * 3600 - 1, True), (8 * 3600, False)]
)
def test_a_session_is_good_for_its_hours_and_from_a_clock_that_is_little_ahead(
    age: int, is_known: bool, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "time", SimpleNamespace(time=lambda: 1_800_000_000))
    assert bool(session.person(claims(iat=1_800_000_000 - age))) == is_known


@pytest.mark.parametrize("missing", ["iss", "sub", "iat"])
def test_who_cannot_be_told_from_others_is_nobody(missing: str, office: Path) -> None:
    assert session.person(claims(**{missing: None})) is None


def test_a_person_is_known_by_provider_and_subject_not_by_name(office: Path) -> None:
    here, there = session.person(claims()), session.person(claims(iss="https://other.example"))
    assert here
    assert there
    assert here.name == there.name
    assert here.key != there.key


def test_only_who_may_sees_the_draft_and_nobody_keeps_it(office: Path, embedded: Release, release: Release) -> None:
    chosen = {drafts.COOKIE: DRAFT}
    # Whoever has the public page has not got that of the draft.
    under = client(**cookie(), **chosen).get("/karte", headers={"If-None-Match": '"x"'})
    assert under.text == embedded.release_id
    assert under.headers["cache-control"] == "no-store, private"
    assert "etag" not in under.headers
    for cookies in (chosen, cookie(), {**cookie(roles=[]), **chosen}, {**cookie(), drafts.COOKIE: "../releases"}):
        public = client(**cookies).get("/karte")
        assert (public.text, public.headers["cache-control"]) == (release.release_id, "public, s-maxage=10")


def test_a_draft_is_chosen_and_left_by_an_address(office: Path) -> None:
    browser = client(**cookie())
    begun = browser.get(f"/redaktion/vorschau/{DRAFT}")
    assert begun.headers["location"] == "/"
    assert begun.headers["set-cookie"] == f"{drafts.COOKIE}={DRAFT}; HttpOnly; Path=/; SameSite=strict; Secure"
    plain = browser.get(f"http://monitor.example/redaktion/vorschau/{DRAFT}")
    assert "Secure" not in plain.headers["set-cookie"]
    left = browser.get("/redaktion/vorschau")
    assert left.headers["location"] == "/redaktion"
    assert "Max-Age=0" in left.headers["set-cookie"]


def test_who_has_logged_in_comes_to_the_office_and_the_cookie_is_for_tls_alone(office: Path) -> None:
    answer = client().get("/oauth2callback?code=x")
    assert (answer.headers["location"], answer.headers["set-cookie"]) == ("/redaktion", "a=b; HttpOnly; Secure")


def test_a_page_that_was_handed_in_runs_nothing(office: Path) -> None:
    answer = client(**cookie()).get(f"/redaktion/entwurf/{DRAFT}/change.html")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert client(**cookie()).get(OFFICE_ADDRESSES[1]).headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("release_id", "changes", "names"),
    [("", None, []), ("", [], ["change.html"]), ("a", None, [DRAFT]), ("a", [], [DRAFT, "change.html"])],
)
def test_a_draft_leads_to_what_there_is_of_it(release_id: str, changes: list[Any] | None, names: list[str]) -> None:
    draft = {"draft_id": DRAFT, "release_id": release_id, "changes": changes, "workbooks": [], "marked": []}
    assert re.findall('/([^/"<>]*)"', draft_html.links(draft)) == names


def test_who_has_not_handed_in_is_named_and_has_no_counts() -> None:
    found = [
        {"name": "<b>Kreis", "files": ["Kreis <i>.xlsx"], "counts": [2, 1, 0, 1]},
        {"name": "<b>Lünen", "files": [], "counts": [0, 0, 0, 0]},
    ]
    page = draft_html.hand_ins({"hand_ins": found})
    assert re.findall(r"<td[^>]*>([^<]*)</td>", page) == [
        *("&lt;b&gt;Kreis", "Kreis &lt;i&gt;.xlsx"),
        *("2", "1", "0", "1"),
    ]
    assert "<p>Noch nichts eingegangen von: &lt;b&gt;Lünen.</p>" in page
    assert draft_html.hand_ins({"hand_ins": []}) == ""


@pytest.mark.parametrize(("count", "is_open"), [(1, True), (10, True), (11, False)])
def test_few_findings_are_open_and_many_can_be_opened(count: int, is_open: bool) -> None:
    remark = dict.fromkeys(("workbook", "place", "column", "value", "repaired_to"), "")
    remarks = [{**remark, "severity": "warning", "message": "Bitte prüfen."}] * count
    page = draft_html.findings({"remarks": remarks, "counts": {"conflict": 0}}, may_answer=True)
    assert ("<details open>" in page, page.count("<tr>")) == (is_open, count + 1)


def test_a_finding_names_workbook_place_and_column_and_a_dash_for_one_of_no_workbook() -> None:
    remark = {"severity": "error", "workbook": "A.xlsx", "place": "B3", "column": "Titel", "value": "x" * 201}
    remark |= {"repaired_to": None, "message": "Fehlt."}
    told = [remark, {**remark, "workbook": None}]
    page = draft_html.findings({"remarks": told, "counts": {"conflict": 0}}, may_answer=True)
    found = [re.findall(r"<td[^>]*>(.*?)</td>", line) for line in page.split("<tr>")[2:]]
    assert [line[1:5] for line in found] == [[book, "B3", "Titel", "x" * 200] for book in ("A.xlsx", "–")]


@pytest.mark.parametrize(("count", "more"), [(100, None), (101, "Ein weiterer steht"), (103, "3 weitere stehen")])
def test_of_many_findings_a_hundred_are_told_and_the_others_counted(count: int, more: str | None) -> None:
    remark = dict.fromkeys(("workbook", "place", "column", "value", "repaired_to"))
    remarks = [{**remark, "severity": "error", "message": "<b>Fehlt"}] * count
    page = draft_html.findings({"remarks": remarks, "counts": {"conflict": 0}}, may_answer=True)
    assert page.count("&lt;b&gt;Fehlt") == 100
    assert re.findall("<p>(.*?) in der Mappe", page) == ([more] if more else [])


@pytest.mark.parametrize(
    ("conflicts", "sentence"),
    [
        (0, "Die Prüfung hat nichts gefunden."),
        (1, "Außer dem Konflikt hat die Prüfung nichts gefunden."),
        (2, "Außer den Konflikten hat die Prüfung nichts gefunden."),
    ],
)
def test_nothing_was_found_only_where_there_is_no_conflict_either(conflicts: int, sentence: str) -> None:
    found = draft_html.findings({"remarks": [], "counts": {"conflict": conflicts}}, may_answer=True)
    assert found == f"<p>{sentence}</p>"


def test_what_a_draft_would_change_is_told_in_tables_as_text() -> None:
    changed = {"title": "Beträge", "columns": ["Vorhaben", "Neu"], "rows": [["<b>Netz", "5 €"]]}
    page = draft_html.changes({"changes": [changed]})
    assert "<caption>Beträge</caption>" in page
    assert re.findall(r'<td data-label="([^"]*)">([^<]*)</td>', page) == [("Vorhaben", "&lt;b&gt;Netz"), ("Neu", "5 €")]
    assert t("office.changes.none") in draft_html.changes({"changes": []})
    assert draft_html.changes({"changes": None}) == ""


def test_what_was_answered_and_decided_is_told_with_the_step() -> None:
    said = {"question": "<b>Doppelt?", "answer": "Zwei Raten"}
    line = {"reason": "Quartal", "answers": [said], "decisions": [{"place": "Projekte, p1, Titel", "value": "Neu"}]}
    assert draft_html.log_reason(line) == (
        "Quartal <b>Doppelt? Antwort: Zwei Raten Entschieden: Projekte, p1, Titel: Neu"
    )
    assert "&lt;b&gt;Doppelt?" in draft_html.answers({"answered": [said]})
    assert draft_html.log_reason({"reason": ""}) == draft_html.answers({"answered": []}) == ""


def test_a_workbook_for_a_municipality_is_made_for_the_office_alone(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def made(_: session.Person, kind: str, area_ags: str) -> tuple[str, bytes]:
        asked.append((kind, area_ags))
        if kind == "part":
            raise worker.OfficeError("Gerade nicht.")
        return "Rueckmeldung-Lünen.xlsx", b"PK"

    monkeypatch.setattr(worker, "workbook", made)
    for cookies in ({}, cookie(roles=[])):
        assert client(**cookies).get("/redaktion/rueckmeldung/05978024").status_code == 404
    browser = client(**cookie())
    for address in ("rueckmeldung/0597802", "anderes/05978024"):
        assert browser.get(f"/redaktion/{address}").status_code == 404
    assert asked == []
    sheet = browser.get("/redaktion/rueckmeldung/05978024")
    assert (sheet.content, sheet.headers["cache-control"]) == (b"PK", "no-store, private")
    assert sheet.headers["content-disposition"] == "attachment; filename*=UTF-8''Rueckmeldung-L%C3%BCnen.xlsx"
    part = browser.get("/redaktion/teil/05978")
    assert (part.status_code, part.text) == (409, "Gerade nicht.")
    assert asked == [("feedback", "05978024"), ("part", "05978")]


def test_the_state_is_asked_for_again_once_anything_changes_that_it_tells_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OFFICE", "DATA", "RELEASES"):
        monkeypatch.setenv(f"MONITOR_{name}_DIR", str(tmp_path / name))
    names = (
        *(f"OFFICE/drafts/{DRAFT}/draft.json", f"OFFICE/{drafts.LOG}", "OFFICE/pending.json", "RELEASES/CURRENT"),
        *(
            "DATA/region.toml",
            "DATA/raw/gemeinden.csv",
            "DATA/raw/staende/2026-06-30/projekte.csv",
            "DATA/mapping/x.csv",
        ),
    )
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1, 1))
    asked: list[str] = []
    monkeypatch.setattr(worker, "_ask", asked.append)
    for count, name in enumerate(("", *names), start=1):
        if name:
            os.utime(tmp_path / name, (2, 2))
        worker.state()
        worker.state()
        assert asked == ["state"] * count, name


@pytest.mark.parametrize("left", ["", "pending.json", "incoming/entwurf"])
def test_what_a_killed_process_left_is_finished_before_anybody_asks(
    left: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_OFFICE_DIR", str(tmp_path))
    (tmp_path / "incoming").mkdir()
    if left:
        (tmp_path / left).touch()
    asked: list[str] = []

    def refused(action: str) -> None:
        asked.append(action)
        raise worker.OfficeError("Gerade nicht.")

    monkeypatch.setattr(worker, "_ask", refused)
    worker._state.cache_clear()
    worker.resume()
    assert asked == (["state"] if left else [])


GOOD = {
    "client_id": "x",
    "client_secret": "x",
    "server_metadata_url": "https://login.example/x",
    "redirect_uri": "https://monitor.example/oauth2callback",
    "cookie_secret": SECRET[:32],
}


def secrets(path: Path, **other: str) -> Path:
    lines = "\n".join(f'{name} = "{value}"' for name, value in {**GOOD, **other}.items())
    path.write_text(f"[auth]\n{lines}\n", "utf-8")
    return path


def test_a_server_with_a_whole_provider_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_OFFICE_SECRETS", str(secrets(tmp_path / "secrets.toml")))
    assert provider.secrets_file() == tmp_path / "secrets.toml"


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"client_id": ""}, "client_id"),
        ({"cookie_secret": SECRET[:31]}, "weniger als 32"),
        ({"redirect_uri": "https://monitor.example/"}, "/oauth2callback"),
        ({"client_secret": 'a"b'}, "lässt sich nicht lesen: Das ist in Zeile 3 kein TOML"),
    ],
)
def test_a_provider_that_lacks_something_is_refused(
    other: dict[str, str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_OFFICE_SECRETS", str(secrets(tmp_path / "secrets.toml", **other)))
    with pytest.raises(provider.ProviderError, match=words):
        provider.secrets_file()


def test_secrets_that_are_nowhere_or_in_the_folder_of_the_program_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MONITOR_OFFICE_SECRETS", raising=False)
    with pytest.raises(provider.ProviderError, match="nicht gesetzt"):
        provider.secrets_file()
    monkeypatch.setenv("MONITOR_OFFICE_SECRETS", str(ROOT / ".streamlit" / "secrets.toml"))
    with pytest.raises(provider.ProviderError, match="Ordner des Programms"):
        provider.secrets_file()


@pytest.mark.parametrize("text", ["", "auth = 3\n"])
def test_secrets_without_a_provider_are_refused(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secrets.toml"
    path.write_text(text, "utf-8")
    monkeypatch.setenv("MONITOR_OFFICE_SECRETS", str(path))
    with pytest.raises(provider.ProviderError, match=re.escape("fehlt der Abschnitt [auth]")):
        provider.secrets_file()


def test_without_a_provider_there_is_no_address_and_none_of_the_code(release_dir: Path) -> None:
    code = (
        "import sys, dashboard; from streamlit.testing.v1 import AppTest; from streamlit.util import calc_hash;"
        "from app.navigation import ENTRIES; from app.web.addresses import page;"
        "opened = AppTest.from_file('app/frame.py', default_timeout=60); opened._page_hash = calc_hash('pruefen');"
        "assert opened.run().file_uploader;"
        "print([name for name in sys.modules if 'office' in name.split('.')], page({'path': '/redaktion'}),"
        "[entry.key for entry in ENTRIES if entry.key == 'office'])"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MONITOR_OFFICE")}
    environment["MONITOR_RELEASES_DIR"] = str(release_dir)
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert said.stdout.strip().endswith("[] None []"), said.stderr[-500:]
