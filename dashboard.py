"""The server: ``streamlit run dashboard.py``."""

from pathlib import Path

import streamlit as st

from app.api import ROUTES
from app.web import MIDDLEWARE

app = st.App(Path(__file__).resolve().parent / "app" / "frame.py", routes=ROUTES, middleware=MIDDLEWARE)
