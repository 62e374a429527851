"""The server: ``streamlit run dashboard.py``."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from streamlit import config, get_option, net_util
from streamlit.runtime.app_session import AppSession

from app.charts.theme import OPTIONS
from app.observability import log
from app.observability.page_error import page_error
from app.web import websocket_memory
from app.web.api import routes
from app.web.middleware import MIDDLEWARE
from app.web.warm import warm
from app.words.text import t
from config import settings

# Streamlit asks a foreign host for its own public address, at start and for every connection from elsewhere.
net_util.get_external_ip = lambda: None
# Nobody watches the program's files (fileWatcherType), except sessions that come back after their connection was lost:
# each looked through all modules on the thread that serves everybody.
AppSession.register_file_watchers = lambda self: None  # type: ignore[method-assign]
websocket_memory.mend()

log.configure()

# The region's own colours; every session is told the theme when it begins.
for option, value in OPTIONS.items():
    config.set_option(option, value)


if settings().has_office:
    from app.office.provider import ProviderError, secrets_file
    from app.office.worker import resume

    try:
        config.set_option("secrets.files", [str(secrets_file())])
    except ProviderError as problem:
        raise SystemExit(f"MONITOR_OFFICE_SECRETS: {problem}") from None
    resume()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Be ready before the first visitor, and say where the dashboard is; Streamlit's own greeting is off."""
    # The server below has set up its own log by now.
    log.configure()
    if not settings().hosts:
        logging.getLogger("app").warning(
            "neither MONITOR_BASE_URL nor MONITOR_ALLOWED_HOSTS is set: any host is taken for the dashboard's own"
        )
    warm()
    address = get_option("server.address") or "localhost"
    print(t("frame.serving", url=f"http://{address}:{get_option('server.port')}"), flush=True)
    yield


app = st.App(
    Path(__file__).resolve().parent / "app" / "frame.py",
    routes=routes(),
    middleware=MIDDLEWARE,
    lifespan=lifespan,
    on_script_error=page_error,
)
