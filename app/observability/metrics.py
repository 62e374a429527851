"""Figures about the running server as Prometheus counts them, divided by pages and kinds of requests and nothing else."""

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.process_collector import ProcessCollector

REGISTRY = CollectorRegistry()
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_OURS: dict[str, Any] = {"namespace": "monitor", "registry": REGISTRY}

REQUESTS = Histogram(
    "http_request_duration_seconds",
    "Answers by kind of request and first digit of their status, with the time until their end.",
    ("kind", "status"),
    buckets=_SECONDS,
    **_OURS,
)
RUNS = Histogram(
    "script_run_duration_seconds",
    "Runs of pages by Streamlit that came to their end.",
    ("page",),
    buckets=_SECONDS,
    **_OURS,
)
FIRST_VIEWS = Counter(
    "first_views", "First views by where they came from: kept, made, none.", ("page", "origin"), **_OURS
)
SESSIONS = Counter("sessions", "Pages that were opened.", **_OURS)
OPEN_SESSIONS = Gauge("open_sessions", "Pages that are open.", **_OURS)
REFUSED = Counter("refused_requests", "Requests that were refused, by reason.", ("reason",), **_OURS)
PAGE_ERRORS = Counter("page_errors", "Runs of pages that ended in an error.", **_OURS)
REQUEST_ERRORS = Counter("request_errors", "Requests that ended in an error.", **_OURS)
NO_WEBSOCKET = Counter("websocket_failures", "Browsers that could not open the websocket.", **_OURS)
ProcessCollector(registry=REGISTRY)
