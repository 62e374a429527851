"""What a visitor reads and the log says when a page ends in an error that nobody has foreseen: both name the same id."""

import logging

import streamlit as st
from streamlit.elements import exception

from app.observability import metrics
from app.observability.log import request_id
from app.words.markdown import markdown
from app.words.text import t

_LOG = logging.getLogger(__name__)
# What Streamlit says by itself where not even a page could begin, because there is no thread or memory left for it.
exception._GENERIC_UNCAUGHT_EXCEPTION_TEXT = t("frame.not_now")  # type: ignore[misc]


def page_error(error: Exception) -> bool:
    """Write the error down and say so on the page; True keeps Streamlit from showing it its own way."""
    error_id = request_id()[:12]
    metrics.PAGE_ERRORS.inc()
    _LOG.error("a page ended in an error", exc_info=error, extra={"facts": {"error_id": error_id}})
    st.error(markdown(t("frame.error", id=error_id)))
    return True
