"""Files that people bring along: refused unless a page asks, one at a time, gone when they are read; no messages from outside."""

import tomllib
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from starlette.responses import Response
from starlette.routing import Route

from app.files import picture_check
from app.surfaces.streamlit import uploads
from config import ROOT
from tests.app.asking import Answer, asked
from tests.app.test_pages import opened

ADDRESS = "/_stcore/upload_file/{session}/{file}"


@pytest.fixture(autouse=True)
def nobody_asks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(uploads, "_ASKING", {})
    yield


async def brought(status: int = 204, session: str = "s", method: str = "PUT") -> Answer:
    """The answer to a file, where Streamlit would give this status."""
    streamlit = Route(ADDRESS, lambda _: Response(status_code=status), methods=["PUT", "POST", "DELETE"])
    return await asked(ADDRESS.format(session=session, file="f"), method, addresses=[streamlit])


@pytest.mark.anyio
@pytest.mark.parametrize("method", ["PUT", "POST"])
async def test_a_file_that_no_page_asks_for_is_refused_in_german(method: str) -> None:
    answer = await brought(method=method)
    assert answer.status == 403
    assert "keine Datei" in answer.text
    assert (await brought(method="DELETE")).status == 204


@pytest.mark.anyio
async def test_a_page_that_asks_gets_one_file() -> None:
    uploads.give_back("s")
    assert (await brought(session="other")).status == 403
    assert [(await brought()).status for _ in range(2)] == [204, 403]


@pytest.mark.anyio
async def test_a_file_that_was_refused_can_be_brought_again() -> None:
    uploads.give_back("s")
    assert [(await brought(status)).status for status in (413, 400, 204)] == [413, 400, 204]


def test_only_the_page_that_checks_pictures_asks() -> None:
    opened("verification")
    assert len(uploads._ASKING) == 1
    uploads._ASKING.clear()
    opened("overview")
    assert not uploads._ASKING


def test_a_page_that_is_closed_asks_for_nothing_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = SimpleNamespace(is_active_session=lambda session: session != "closed")
    monkeypatch.setattr(uploads, "Runtime", SimpleNamespace(instance=lambda: runtime))
    for session in ("closed", "open"):
        monkeypatch.setattr(uploads, "get_script_run_ctx", lambda found=session: SimpleNamespace(session_id=found))
        uploads.ask()
    assert list(uploads._ASKING) == ["open"]


def test_a_file_is_gone_when_it_is_read_and_its_finding_stays() -> None:
    page = opened("verification")
    page.file_uploader[0].set_value(("x.csv", b"a;b\n1;2\n", "text/csv")).run()
    reason = page.info[0].value
    assert "kein Bild dieses Monitors" in reason
    assert "Erwartet wird ein PNG, SVG oder PDF von hier" in reason
    (_, found) = page.session_state["read-verification.file"]
    assert isinstance(found, picture_check.Claims)
    assert page.session_state["verification.file"].getvalue() == b""


def test_files_are_small_and_nobody_sends_messages_into_our_pages() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] == uploads.MEGABYTES == 20
    assert settings["client"]["allowedOrigins"] == []
