"""What a supervisor asks: whether the server lives, whether it can be served from, and its figures for the operator alone."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.openmetrics import exposition
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from app.data import db, queries
from app.data.console.pool import POOL
from app.data.selection import Selection
from app.observability import metrics
from app.observability.log import warn_seldom
from app.web.api.answers import THREADS, limiter
from app.web.api.release import nothing
from app.web.client import is_within
from app.words import units
from app.words.cells import records
from app.words.text import t
from config import settings

NO_WEBSOCKET = "/api/ohne-websocket"
_NO_STORE = {"Cache-Control": "no-store"}
_LOG = logging.getLogger(__name__)


async def live(_: Request) -> Response:
    """200 as long as the server answers at all; what is published does not matter."""
    return PlainTextResponse("ok\n", headers=_NO_STORE)


def ready(_: Request) -> Response:
    """200 with release id and Stand, degraded while it is only the last good release; 503 when none can be read.

    The reason stands in the server's log: it names folders, which are nobody else's business.
    """
    try:
        served = db.release_state()
        release = queries.release(served.release_id)
    except db.NoReleaseError as error:
        db.log_unreadable(error)
        return JSONResponse({"status": "unavailable"}, 503, _NO_STORE)
    answer = {"status": "ok", "release_id": release.release_id, "stand": release.stand_date.date().isoformat()}
    if served.problem:
        answer |= {"status": "degraded", "warning": t("frame.degraded")}
    return JSONResponse(answer, headers=_NO_STORE)


def figures(request: Request) -> Response:
    """Figures as OpenMetrics, for those addresses that an operator has named; for everybody else there are none."""
    host = request.client.host if request.client else ""
    if not is_within(host, settings().metrics):
        return nothing(request)
    content = exposition.generate_latest(metrics.REGISTRY)  # type: ignore[no-untyped-call]
    return Response(content, media_type=exposition.CONTENT_TYPE_LATEST, headers=_NO_STORE)


async def no_websocket(_: Request) -> Response:
    """A browser says that it has the page and cannot open the websocket: most likely a proxy in front does not pass it on."""
    metrics.NO_WEBSOCKET.inc()
    warn_seldom(_LOG, "a browser cannot open the websocket; does every proxy in front pass on Upgrade and Connection?")
    return Response(status_code=204, headers=_NO_STORE)


class _State(Collector):
    """What is so at the moment of asking."""

    def collect(self) -> Iterator[Metric]:
        """Release, sources, threads and processes."""
        yield from _release()
        yield GaugeMetricFamily(
            "monitor_query_processes", "Processes for the queries of visitors.", value=POOL.process_count
        )
        busy = GaugeMetricFamily("monitor_busy_threads", "Threads at work, by what they make.", labels=["kind"])
        for kind in THREADS:
            busy.add_metric([kind], limiter(kind).borrowed_tokens)
        yield busy
        yield GaugeMetricFamily("monitor_threads", "Threads of the process.", value=threading.active_count())

    def describe(self) -> Iterator[Metric]:
        """Nothing before somebody asks: there may be no release yet."""
        return iter(())


def _release() -> Iterator[Metric]:
    try:
        served = db.release_state()
        release = queries.release(served.release_id)
    except db.NoReleaseError:
        yield GaugeMetricFamily("monitor_release_ready", "Whether a release can be read.", value=0)
        return
    stand = release.stand_date.date()
    yield GaugeMetricFamily("monitor_release_ready", "Whether a release can be read.", value=1)
    is_degraded = float(bool(served.problem))
    yield GaugeMetricFamily("monitor_release_degraded", "Whether only the last good one can be.", value=is_degraded)
    named = {"release_id": served.release_id, "stand": stand.isoformat()}
    yield InfoMetricFamily("monitor_release", "The release that is served.", value=named)
    yield _age("monitor_release_age_seconds", "Since the release was built.", time.time() - db.built(served.release_id))
    yield _age("monitor_stand_age_seconds", "Since the latest Stand.", _seconds_since(stand))
    ages = GaugeMetricFamily(
        "monitor_source_age_seconds", "Since the latest values of a source.", labels=["dataset"], unit="seconds"
    )
    periods = GaugeMetricFamily(
        "monitor_source_period_seconds", "Between two issues of a source.", labels=["dataset"], unit="seconds"
    )
    for dataset in records(queries.datasets(Selection(served.release_id, stand))):
        if not units.is_unknown(dataset.latest_date):
            ages.add_metric([dataset.dataset_id], _seconds_since(dataset.latest_date.date()))
        if not units.is_unknown(dataset.period_days):
            periods.add_metric([dataset.dataset_id], dataset.period_days * 86_400)
    yield ages
    yield periods


def _age(name: str, text: str, seconds: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=seconds, unit="seconds")


def _seconds_since(day: dt.date) -> float:
    return time.time() - dt.datetime.combine(day, dt.time(), dt.UTC).timestamp()


metrics.REGISTRY.register(_State())
