"""The project office in a real browser with a real provider: two people make a Stand, and nobody else gets near it."""

import contextlib
import http.client
import itertools
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import websockets.exceptions
import websockets.sync.client
from oidc_provider_mock import run_server_in_thread
from oidc_provider_mock._storage import User
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from streamlit import config as streamlit_config
from streamlit.user_info import generate_login_redirect_url

from app.office import drafts
from tests.etl.office.conftest import edited_workbook
from tests.in_browser.conftest import DESK, PATIENCE, get, serving, settle
from tests.in_browser.looks import PHONE, violations
from tests.stands import OLD, first_stand

PEOPLE = (
    User(sub="anna", claims={"name": "Anna Beispiel", "roles": ["redaktion"]}),
    User(sub="bernd", claims={"name": "Bernd Beispiel", "roles": ["freigabe"]}),
    User(sub="clara", claims={"name": "Clara Beispiel", "roles": ["redaktion", "freigabe"]}),
    User(sub="dieter", claims={"name": "Dieter Beispiel"}),
)
SECRET = "only-for-this-test-0123456789abcdef"
SECRETS = """[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{secret}"
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
def office(release_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """It starts with the first Stand; the workbook has a title that is asked about."""
    folder = tmp_path_factory.mktemp("office")
    data_dir = first_stand(folder)
    shutil.copytree(release_dir, folder / "releases")
    workbook = edited_workbook(data_dir, folder / "Mappe.xlsx", "Neuer <b>Titel</b>, bitte streichen")
    with run_server_in_thread(user_claims=PEOPLE) as provider, pytest.MonkeyPatch.context() as patch:
        secrets = folder / "secrets.toml"
        secrets.write_text(SECRETS.format(port=provider.server_port, secret=SECRET), "utf-8")
        patch.setenv("MONITOR_DATA_DIR", str(data_dir))
        patch.setenv("MONITOR_OFFICE_SECRETS", str(secrets))
        with serving(folder / "releases", folder / "log.txt") as address:
            yield Office(address, workbook)


@pytest.fixture(scope="module")
def computers(browser: Browser) -> Iterator[tuple[BrowserContext, BrowserContext]]:
    """Two browsers that people log in with one after another: what each has read and compiled it need not read again."""
    # Without motion: while a step of the office runs, what turns is drawn again and again.
    desk = {"viewport": DESK, "locale": "de-DE", "accept_downloads": True, "reduced_motion": "reduce"}
    first, second = (browser.new_context(**desk) for _ in range(2))  # type: ignore[arg-type]
    for context in (first, second):
        context.set_default_timeout(PATIENCE)
        # The provider's own page asks for a style sheet from elsewhere.
        context.route(lambda address: "//127.0.0.1" not in address and "//localhost" not in address, _refuse)
    yield first, second
    first.close()
    second.close()


@pytest.fixture
def desks(computers: tuple[BrowserContext, BrowserContext]) -> Iterator[tuple[BrowserContext, BrowserContext]]:
    """The two browsers, at which nobody is logged in."""
    yield computers
    for context in computers:
        leave(context)


def leave(context: BrowserContext) -> None:
    """Whoever comes next has nothing of those before."""
    for page in context.pages:
        page.close()
    context.clear_cookies()


def log_in(office: Office, context: BrowserContext, name: str, *, by_hand: bool = False) -> Page:
    """The office's page, for somebody who has logged in through the pages or by the same requests."""
    page = context.new_page()
    if not by_hand:
        form = context.request.get(f"{office.address}{login_address()}")
        context.request.post(form.url, form={"sub": name})
    page.goto(f"{office.address}/redaktion")
    if by_hand:
        settle(page)
        page.get_by_role("button", name="Anmelden").click()
        page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_url("**/redaktion")
    settle(page)
    return page


def login_address() -> str:
    """Where the button „Anmelden“ leads."""
    before = streamlit_config.get_option("server.cookieSecret")
    streamlit_config.set_option("server.cookieSecret", SECRET)
    try:
        return f"/{generate_login_redirect_url('default').lstrip('/')}"
    finally:
        streamlit_config.set_option("server.cookieSecret", before)


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
    office: Office, desks: tuple[BrowserContext, BrowserContext]
) -> None:
    clara = log_in(office, desks[0], "clara", by_hand=True)
    clara.get_by_text("Text der E-Mail zum Bogen").click()
    visible(clara, "Betreff: Smart-Region-Monitor Kreis Unna: Bitte um Rückmeldung")
    expect(clara.get_by_role("link", name="Bogen für Selm")).to_have_attribute("href", re.compile("/05978032$"))

    hand_in(clara, office.workbook)
    visible(clara, "Neuer <b>Titel</b>")
    visible(clara, "So kann der Stand noch nicht freigegeben werden.")
    assert violations(clara) == []
    # On a phone each cell says what it is.
    clara.set_viewport_size(PHONE)
    label = "cell => getComputedStyle(cell, '::before').content === JSON.stringify(cell.dataset.label)"
    labelled = clara.locator(".srm-office-table td").evaluate_all(f"cells => cells.map({label})")
    assert labelled
    assert all(labelled)
    clara.set_viewport_size(DESK)
    second_tab = clara.context.new_page()
    second_tab.goto(f"{office.address}/redaktion")
    settle(second_tab)
    clara.get_by_label("Antwort auf Frage 1").fill("Der Titel heißt so")
    clara.get_by_role("button", name="Übernehmen und noch einmal prüfen").click()
    visible(clara, "Die Mappen sind noch einmal geprüft")
    visible(clara, "Sie haben diesen Entwurf vorbereitet")
    visible(clara, "Beantwortete Fragen")
    expect(clara.get_by_role("button", name="Freigeben")).to_have_count(0)
    # What a tab shows that is out of date is done to nothing else, and what was written there is kept.
    second_tab.get_by_label("Grund des Zurückziehens").fill("Doch nicht")
    second_tab.get_by_role("button", name="Zurückziehen").click()
    visible(second_tab, "inzwischen von Clara Beispiel noch einmal geprüft")
    visible(second_tab, "Sie hatten als Grund eingetragen: „Doch nicht“")
    second_tab.close()

    clara.get_by_role("link", name="Vorschau: die ganzen Seiten").click()
    visible(clara, "Vorschau: Entwurf mit dem Stand vom")
    under_draft = clara.request.get(f"{office.address}/api/health")
    assert under_draft.headers["cache-control"] == "no-store, private"
    draft_stand = under_draft.json()["stand"]
    assert draft_stand > str(OLD)
    chosen = next(cookie for cookie in clara.context.cookies() if cookie["name"] == drafts.COOKIE)

    desks[1].add_cookies([{"name": drafts.COOKIE, "value": chosen["value"], "url": office.address}])
    stranger = desks[1].new_page()
    assert stranger.request.get(f"{office.address}/api/health").json()["stand"] == str(OLD)
    assert stranger.request.get(f"{office.address}/redaktion/protokoll.jsonl").status == 404
    stranger.goto(f"{office.address}/")
    settle(stranger)
    assert "Vorschau" not in stranger.inner_text("body")
    leave(desks[1])
    clara.get_by_role("link", name="Vorschau beenden").click()
    clara.wait_for_url("**/redaktion")
    clara.close()

    bernd = log_in(office, desks[1], "bernd")
    bernd.get_by_label("Grund der Freigabe").fill("Quartalsstand")
    bernd.get_by_role("button", name="Freigeben").click()
    visible(bernd, "Der Stand ist freigegeben")
    assert office.stand() == draft_stand
    settle(bernd)
    bernd.get_by_label("Grund der Rücknahme").fill("Ein Betrag fehlt")
    bernd.get_by_role("button", name="Freigabe zurücknehmen").click()
    visible(bernd, "Die Freigabe ist zurückgenommen")
    assert office.stand() == str(OLD)
    log = [
        json.loads(line)
        for line in bernd.request.get(f"{office.address}/redaktion/protokoll.jsonl").text().splitlines()
    ]
    assert [(line["name"], line["action"]) for line in log] == [
        ("Clara Beispiel", "hand_in"),
        ("Clara Beispiel", "check_again"),
        ("Bernd Beispiel", "release"),
        ("Bernd Beispiel", "take_back"),
    ]
    assert [said["answer"] for said in log[1]["answers"]] == ["Der Titel heißt so"]


def test_files_that_are_no_workbooks_are_refused_in_german_where_a_clerk_reads_it(
    office: Office, desks: tuple[BrowserContext, BrowserContext], tmp_path: Path
) -> None:
    anna = log_in(office, desks[0], "anna")
    table, large = tmp_path / "Zuwendungen.csv", tmp_path / "Groß.xlsx"
    table.write_text("Projekt-ID;Titel\n1;Ä\n", "utf-8")
    large.write_bytes(bytes(20 * 1024 * 1024 + 1))
    anna.locator("input[type=file]").set_input_files([table, large])
    visible(anna, "Die Datei ist größer als 20 MB und wird nicht gelesen. Bitte eine kleinere wählen.")
    assert violations(anna) == []
    button = anna.get_by_role("button", name="Mappen prüfen")
    expect(button).to_be_enabled()
    button.click()
    visible(anna, "„Zuwendungen.csv“ wird nicht gelesen. Das ist eine CSV- oder Textdatei. Erwartet wird eine")
    visible(anna, "Es gibt keinen offenen Entwurf.")


def test_who_has_no_role_sees_nothing(office: Office, desks: tuple[BrowserContext, BrowserContext]) -> None:
    dieter = log_in(office, desks[0], "dieter")
    visible(dieter, "haben hier aber keine Rolle")
    assert not {"Entwürfe", "Protokoll"} & set(dieter.get_by_role("heading").all_inner_texts())


def test_another_site_a_forged_cookie_and_an_ended_session_open_nothing_and_files_have_bounds(
    office: Office, desks: tuple[BrowserContext, BrowserContext]
) -> None:
    anna = log_in(office, desks[0], "anna")
    sent: list[Request] = []
    anna.on("request", lambda request: sent.append(request) if "/upload_file/" in request.url else None)
    anna.locator("input[type=file]").set_input_files(office.workbook)
    expect(anna.get_by_role("button", name="Mappen prüfen")).to_be_enabled()
    settle(anna)
    put = next(request for request in sent if request.method == "PUT")
    kept = anna.context.cookies()
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in kept)
    headers = {"Cookie": cookies, "X-Xsrftoken": put.headers["x-xsrftoken"]}
    assert sent_to(put.url, 100_000_000, headers) == 413
    assert sent_to(put.url, 100, {"Cookie": cookies}) == 403
    assert sent_to(f"{office.address}/_stcore/upload_file/unknown/file", 100, headers) == 403

    stream = office.address.replace("http", "ws") + "/_stcore/stream"
    with pytest.raises(websockets.exceptions.WebSocketException):
        websockets.sync.client.connect(
            stream, origin="http://example.org", subprotocols=["streamlit"], additional_headers={"Cookie": cookies}
        )

    anna.get_by_role("button", name="Abmelden").click()
    anna.get_by_role("button", name="End session").click()
    expect(anna.get_by_role("button", name="Anmelden")).to_be_visible()
    signed = next(cookie["value"] for cookie in kept if cookie["name"] == COOKIE)
    page = desks[1].new_page()
    for value in (signed, f"{signed[:-4]}AAAA"):
        desks[1].add_cookies([{"name": COOKIE, "value": value, "url": office.address}])
        page.goto(f"{office.address}/redaktion")
        settle(page)
        expect(page.get_by_role("button", name="Anmelden")).to_be_visible()
        assert page.request.get(f"{office.address}/redaktion/protokoll.jsonl").status == 404


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
