"""The server: ``streamlit run dashboard.py``."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from streamlit import config, get_option, net_util
from streamlit.elements import exception

from app.charts.theme import OPTIONS
from app.web.api import routes
from app.web.middleware import MIDDLEWARE
from app.web.warm import warm
from app.words.text import t
from config import settings

# Streamlit asks a foreign host for its own public address, at start and for every connection from elsewhere.
net_util.get_external_ip = lambda: None

# What a page says where nobody has foreseen what went wrong; the log has all of it.
exception._GENERIC_UNCAUGHT_EXCEPTION_TEXT = t("frame.error")  # type: ignore[misc]

# The region's own colours; every session is told the theme when it begins.
for option, value in OPTIONS.items():
    config.set_option(option, value)


if settings().has_office:
    from app.office.provider import secrets_file
    from app.office.worker import resume

    config.set_option("secrets.files", [str(secrets_file())])
    resume()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Be ready before the first visitor, and say where the dashboard is; Streamlit's own greeting is off."""
    warm()
    address = get_option("server.address") or "localhost"
    print(t("frame.serving", url=f"http://{address}:{get_option('server.port')}"), flush=True)
    yield


app = st.App(
    Path(__file__).resolve().parent / "app" / "frame.py", routes=routes(), middleware=MIDDLEWARE, lifespan=lifespan
)
