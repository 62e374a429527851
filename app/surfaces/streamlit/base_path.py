"""Where the dashboard lives on a host that it shares."""

from streamlit import get_option


def base_path() -> str:
    """Path of the dashboard on a shared host, from the slash on; else empty."""
    path = get_option("server.baseUrlPath").strip("/")
    return f"/{path}" if path else ""
