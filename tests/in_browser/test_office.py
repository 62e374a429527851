"""The project office in a real browser with a real provider: two people make a Stand, and nobody else gets near it."""

import contextlib
import http.client
import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import websockets.exceptions
import websockets.sync.client
from oidc_provider_mock import run_server_in_thread
from oidc_provider_mock._storage import User
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from app.office import drafts
from etl.release.build import build
from tests.etl.office.conftest import edited_workbook
from tests.in_browser.conftest import DESK, PATIENCE, get, serving, settle
from tests.in_browser.looks import violations
from tests.stands import OLD, first_stand

PEOPLE = (
    User(sub="anna", claims={"name": "Anna Beispiel", "roles": ["redaktion"]}),
    User(sub="bernd", claims={"name": "Bernd Beispiel", "roles": ["freigabe"]}),
    User(sub="clara", claims={"name": "Clara Beispiel", "roles": ["redaktion", "freigabe"]}),
    User(sub="dieter", claims={"name": "Dieter Beispiel"}),
)
SECRETS = """[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "only-for-this-test-0123456789abcdef"
client_id = "monitor"
client_secret = "none"
server_metadata_url = "http://localhost:{port}/.well-known/openid-configuration"
"""
COOKIE = "_streamlit_user"


@dataclass(frozen=True)
class Office:
    """A dashboard with an area for the office, and a workbook to hand in."""

    address: str
    workbook: Path

    def stand(self) -> str:
        """The Stand that a visitor sees."""
        return str(json.loads(get(f"{self.address}/api/health")[2])["stand"])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """It starts with the first Stand."""
    folder = tmp_path_factory.mktemp("office")
    data_dir = first_stand(folder)
    build(data_dir, folder / "releases")
    workbook = edited_workbook(data_dir, folder / "Mappe.xlsx", "Neuer <b>Titel</b>")
    with run_server_in_thread(user_claims=PEOPLE) as provider, pytest.MonkeyPatch.context() as patch:
        secrets = folder / "secrets.toml"
        secrets.write_text(SECRETS.format(port=provider.server_port), "utf-8")
        patch.setenv("MONITOR_DATA_DIR", str(data_dir))
        patch.setenv("MONITOR_OFFICE_SECRETS", str(secrets))
        with serving(folder / "releases", folder / "log.txt") as address:
            yield Office(address, workbook)


@pytest.fixture
def person(browser: Browser, office: Office) -> Iterator[Callable[[str], Page]]:
    """Log somebody in, each in a browser of their own."""
    contexts: list[BrowserContext] = []

    def logged_in(name: str) -> Page:
        context = browser.new_context(viewport=DESK, locale="de-DE", accept_downloads=True)
        context.set_default_timeout(PATIENCE)
        # The provider's own page asks for a style sheet from elsewhere.
        context.route(lambda address: "//127.0.0.1" not in address and "//localhost" not in address, _refuse)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{office.address}/redaktion")
        if name:
            settle(page)
            page.get_by_role("button", name="Anmelden").click()
            page.get_by_role("button", name=name, exact=True).click()
            page.wait_for_url("**/redaktion")
        settle(page)
        return page

    yield logged_in
    for context in contexts:
        context.close()


def _refuse(route: object) -> None:
    route.abort()  # type: ignore[attr-defined]


def hand_in(page: Page, workbook: Path) -> None:
    page.locator("input[type=file]").set_input_files(workbook)
    button = page.get_by_role("button", name="Mappen prüfen")
    expect(button).to_be_enabled()
    button.click()
    expect(page.get_by_text("Die Mappen sind geprüft")).to_be_visible(timeout=3 * PATIENCE)
    settle(page)


def visible(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible(timeout=2 * PATIENCE)


def test_a_workbook_becomes_a_stand_by_two_people_and_is_taken_back(
    office: Office, person: Callable[[str], Page]
) -> None:
    clara = person("clara")
    hand_in(clara, office.workbook)
    visible(clara, "Neuer <b>Titel</b>")
    assert violations(clara) == []
    visible(clara, "Sie haben diesen Entwurf vorbereitet")
    expect(clara.get_by_role("button", name="Freigeben")).to_have_count(0)

    clara.get_by_role("link", name="Vorschau: die ganzen Seiten").click()
    visible(clara, "Vorschau: Entwurf mit dem Stand vom")
    under_draft = clara.request.get(f"{office.address}/api/health")
    assert under_draft.headers["cache-control"] == "no-store, private"
    draft_stand = under_draft.json()["stand"]
    assert draft_stand > str(OLD)
    chosen = next(cookie for cookie in clara.context.cookies() if cookie["name"] == drafts.COOKIE)

    stranger = person("")
    stranger.context.add_cookies([{"name": drafts.COOKIE, "value": chosen["value"], "url": office.address}])
    assert stranger.request.get(f"{office.address}/api/health").json()["stand"] == str(OLD)
    assert stranger.request.get(f"{office.address}/redaktion/protokoll.jsonl").status == 404
    stranger.goto(f"{office.address}/")
    settle(stranger)
    assert "Vorschau" not in stranger.inner_text("body")
    clara.get_by_role("link", name="Vorschau beenden").click()
    clara.wait_for_url("**/redaktion")

    bernd = person("bernd")
    second_tab = bernd.context.new_page()
    second_tab.goto(f"{office.address}/redaktion")
    settle(second_tab)
    bernd.get_by_role("button", name="Freigeben").click()
    visible(bernd, "Bitte einen Grund angeben")
    settle(bernd)
    bernd.get_by_label("Grund der Freigabe").fill("Quartalsstand")
    bernd.get_by_role("button", name="Freigeben").click()
    visible(bernd, "Der Stand ist freigegeben")
    assert office.stand() == draft_stand
    second_tab.get_by_role("button", name="Zurückziehen").click()
    visible(second_tab, "Dieser Entwurf wurde inzwischen durch Bernd Beispiel geändert")

    settle(bernd)
    bernd.get_by_label("Grund der Rücknahme").fill("Ein Betrag fehlt")
    bernd.get_by_role("button", name="Freigabe zurücknehmen").click()
    visible(bernd, "Die Freigabe ist zurückgenommen")
    assert office.stand() == str(OLD)
    log = bernd.request.get(f"{office.address}/redaktion/protokoll.jsonl").text().splitlines()
    assert [(json.loads(line)["name"], json.loads(line)["action"]) for line in log] == [
        ("Clara Beispiel", "hand_in"),
        ("Bernd Beispiel", "release"),
        ("Bernd Beispiel", "take_back"),
    ]


def test_who_has_no_role_sees_nothing(person: Callable[[str], Page]) -> None:
    dieter = person("dieter")
    visible(dieter, "haben hier aber keine Rolle")
    assert not {"Entwürfe", "Protokoll"} & set(dieter.get_by_role("heading").all_inner_texts())


def test_a_session_that_was_ended_is_no_session_in_another_browser(
    office: Office, person: Callable[[str], Page]
) -> None:
    anna = person("anna")
    kept = anna.context.cookies()
    anna.get_by_role("button", name="Abmelden").click()
    anna.get_by_role("button", name="End session").click()
    expect(anna.get_by_role("button", name="Anmelden")).to_be_visible()
    thief = person("")
    thief.context.add_cookies([{k: v for k, v in cookie.items() if k != "url"} for cookie in kept])  # type: ignore[misc]
    thief.goto(f"{office.address}/redaktion")
    settle(thief)
    expect(thief.get_by_role("button", name="Anmelden")).to_be_visible()
    assert thief.request.get(f"{office.address}/redaktion/protokoll.jsonl").status == 404


def test_a_forged_cookie_and_another_site_open_nothing(office: Office, person: Callable[[str], Page]) -> None:
    anna = person("anna")
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in anna.context.cookies())
    stream = office.address.replace("http", "ws") + "/_stcore/stream"
    with pytest.raises(websockets.exceptions.WebSocketException):
        websockets.sync.client.connect(
            stream, origin="http://example.org", subprotocols=["streamlit"], additional_headers={"Cookie": cookies}
        )
    forged = person("")
    signed = next(cookie["value"] for cookie in anna.context.cookies() if cookie["name"] == COOKIE)
    forged.context.add_cookies([{"name": COOKIE, "value": f"{signed[:-4]}AAAA", "url": office.address}])
    forged.goto(f"{office.address}/redaktion")
    settle(forged)
    expect(forged.get_by_role("button", name="Anmelden")).to_be_visible()


def test_only_a_workbook_of_sensible_size_of_a_page_that_asks_is_taken(
    office: Office, person: Callable[[str], Page]
) -> None:
    anna = person("anna")
    sent: list[Request] = []
    anna.on("request", lambda request: sent.append(request) if "/upload_file/" in request.url else None)
    anna.locator("input[type=file]").set_input_files(office.workbook)
    expect(anna.get_by_role("button", name="Mappen prüfen")).to_be_enabled()
    settle(anna)
    put = next(request for request in sent if request.method == "PUT")
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in anna.context.cookies())
    headers = {"Cookie": cookies, "X-Xsrftoken": put.headers["x-xsrftoken"]}
    assert sent_to(put.url, 100_000_000, headers) == 413
    assert sent_to(put.url, 100, {"Cookie": cookies}) == 403
    assert sent_to(f"{office.address}/_stcore/upload_file/unknown/file", 100, headers) == 403


def sent_to(address: str, size: int, headers: dict[str, str]) -> int:
    """What the server says of a file of so many bytes; it may say so before it has read all of it."""
    found = urlsplit(address)
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="Mappe.xlsx"\r\n\r\n'
    connection = http.client.HTTPConnection(found.netloc, timeout=PATIENCE / 1000)
    connection.putrequest("PUT", found.path)
    length = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(len(head) + size + 7)}
    for name, value in {**headers, **length}.items():
        connection.putheader(name, value)
    connection.endheaders()
    with contextlib.suppress(ConnectionError):
        for piece in (head, *itertools.repeat(bytes(min(size, 1_000_000)), max(size // 1_000_000, 1)), b"\r\n--x--"):
            connection.send(piece)
    status = connection.getresponse().status
    connection.close()
    return status
