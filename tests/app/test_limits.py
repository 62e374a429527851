"""What one client may ask for, by which names the dashboard is asked, and whose word is taken for who asks."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message

from app.observability import metrics
from app.web import limits
from app.web.client import is_within, key_of
from app.web.limits import COSTS, Buckets, Limits
from app.web.request_kind import request_kind
from app.words.text import plural, t
from tests.app.asking import Answer, ask, asked, server

CLIENT = "198.51.100.7"
OTHER = "203.0.113.9"


async def _said(request: Request) -> Response:
    body = await request.body()
    return PlainTextResponse(f"{request.client and request.client.host} {request.url.scheme} {len(body)}")


SAID = [Route("/api/zitat/x.json", _said, methods=["GET", "POST"])]


@contextmanager
def counted_as(*reasons: str) -> Iterator[None]:
    """What happens within is counted as refused, for these reasons."""

    def counts() -> Counter[str]:
        samples = (sample for metric in metrics.REFUSED.collect() for sample in metric.samples)
        return Counter({found.labels["reason"]: int(found.value) for found in samples if found.name.endswith("_total")})

    before = counts()
    yield
    assert counts() - before == Counter(reasons)


def test_a_client_that_asks_too_often_waits_and_nobody_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_CLIENT_REQUESTS", "2")
    app = server(SAID)

    async def all_of_them() -> list[Any]:
        return [
            await asked("/api/zitat/x.json", app=app, client=who)
            for who in (CLIENT, CLIENT, CLIENT, OTHER, "127.0.0.1")
        ]

    with counted_as("rate"):
        found = asyncio.run(all_of_them())
    assert [answer.status for answer in found] == [200, 200, 429, 200, 200]
    refused = found[2]
    assert refused.text == plural("api.too_many", 30)
    assert (refused.headers["retry-after"], refused.headers["cache-control"]) == ("30", "no-store")
    assert "content-security-policy" in refused.headers


def test_the_interface_says_in_its_own_way_that_somebody_asks_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_CLIENT_REQUESTS", "1")
    app = server([Route("/api/v1/tables", _said)])

    async def all_of_them() -> list[Any]:
        await asked("/api/v1/tables", app=app, client=CLIENT)
        addresses = {"/api/v1/tables": CLIENT, "/api/v1/catalog.ttl": OTHER}
        return [await asked(address, app=app, client=client) for address, client in addresses.items()]

    # The catalogue costs five, of which one is there.
    for found, seconds in zip(asyncio.run(all_of_them()), ("60", "240"), strict=True):
        assert (found.status, found.headers["retry-after"]) == (429, seconds)
        assert json.loads(found.body)["type"] == "/api/v1/#too_many"
        assert found.headers["ratelimit"] == '"client";r=0;t=60'


def test_tokens_come_back_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_CLIENT_REQUESTS", "60")
    now = [0.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])
    buckets = Buckets()
    assert buckets.left_after("a", 60) == 0
    assert buckets.left_after("a", 10) == -10
    now[0] = 10
    assert buckets.left_after("a", 10) == 0
    now[0] = 1000
    assert buckets.left_after("a", 0) == 60
    assert buckets.left_after("b", 5) == 55
    assert buckets.left_after("", 1000) == 60
    # Of too many clients the one that has not asked for longest is forgotten.
    monkeypatch.setattr(limits, "_CLIENTS", 2)
    assert [buckets.left_after(client, 10) for client in "acb"] == [50, 50, 50]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "page"),
        ("/foerderung?jahr=2021", "page"),
        ("/daten/sql?abfrage=select+1", "query"),
        ("/karte?embed=true&bild=x", "embed"),
        ("/api/bild/x.png", "picture"),
        ("/b/x.png", "picture"),
        ("/b/x.csv", "data"),
        ("/api/daten/x.xlsx", "data"),
        ("/api/plotly/x.json", "data"),
        ("/api/plotly-7.1.0.js", "asset"),
        ("/api/sql/csv", "query"),
        ("/api/sitzungsmappe.pdf", "folder"),
        ("/api/aenderungen.atom", "feed"),
        ("/api/v1/tables/funding", "table"),
        ("/api/v1/releases/latest/release.duckdb", "release"),
        ("/_stcore/upload_file/a/b", "upload"),
        ("/static/js/index.js", "asset"),
        ("/api/health/live", "health"),
        ("/gibt-es-nicht", "other"),
    ],
)
def test_every_kind_of_work_has_its_price(address: str, kind: str) -> None:
    path, _, query = address.partition("?")
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
    assert request_kind(scope) == kind
    assert (COSTS[kind] == 0) == (kind in ("asset", "health"))


def test_what_takes_long_waits_behind_the_clients_own_and_not_behind_others() -> None:
    async def tried() -> tuple[list[str], dict[Any, Any]]:
        order: list[str] = []
        first = asyncio.Event()

        async def app(scope: Any, _: Any, __: Any) -> None:
            order.append(f"{scope['client'][0]} begins")
            await (first.wait() if len(order) == 1 else asyncio.sleep(0))
            order.append(f"{scope['client'][0]} ends")

        bounded = Limits(app)

        async def send(_: Message) -> None: ...

        async def receive() -> Message:
            return {"type": "http.request"}

        def asking(client: str) -> asyncio.Task[None]:
            scope = {"type": "http", "method": "GET", "path": "/api/sitzungsmappe.pdf", "query_string": b""}
            return asyncio.create_task(bounded({**scope, "headers": [], "client": (client, 1)}, receive, send))

        tasks = [asking(CLIENT), asking(CLIENT), asking(OTHER)]
        await asking(OTHER)
        first.set()
        await asyncio.gather(*tasks)
        return order, bounded._turns

    order, kept = asyncio.run(tried())
    assert order[:2] == [f"{CLIENT} begins", f"{OTHER} begins"]
    assert order.count(f"{CLIENT} ends") == 2
    assert order.index(f"{CLIENT} ends") > order.index(f"{OTHER} ends")
    assert kept == {}


def test_a_client_has_so_many_pages_open_and_the_next_one_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_CLIENT_SESSIONS", "1")

    async def tried(count: int = 1) -> list[list[str]]:
        end = asyncio.Event()

        async def app(_: Any, __: Any, send: Any) -> None:
            await send({"type": "websocket.accept"})
            await end.wait()

        bounded, found = Limits(app), []

        async def opened(client: str) -> None:
            sent: list[str] = []
            found.append(sent)

            async def send(message: Message) -> None:
                sent.append(message["type"])

            async def receive() -> Message:
                return {"type": "websocket.connect"}

            await bounded({"type": "websocket", "path": "/_stcore/stream", "client": (client, 1)}, receive, send)

        others = [asyncio.create_task(opened(client)) for client in (*[CLIENT] * count, OTHER)]
        await asyncio.sleep(0)
        await opened(CLIENT)
        end.set()
        await asyncio.gather(*others)
        assert not bounded._sessions
        return found

    with counted_as("sessions"):
        assert asyncio.run(tried()) == [["websocket.accept"], ["websocket.accept"], ["websocket.close"]]
    monkeypatch.setenv("MONITOR_CLIENT_SESSIONS", "2")
    assert asyncio.run(tried(2)) == [*[["websocket.accept"]] * 3, ["websocket.close"]]
    # Who opens one after the other too often is told the same; who keeps the server is not.
    monkeypatch.setenv("MONITOR_CLIENT_SESSIONS", "9")
    monkeypatch.setenv("MONITOR_CLIENT_REQUESTS", str(limits._SESSION))
    with counted_as("rate"):
        assert asyncio.run(tried()) == [["websocket.accept"], ["websocket.accept"], ["websocket.close"]]


def test_messages_of_an_open_page_are_taken_up_later_and_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_CLIENT_REQUESTS", "4")
    slept: list[float] = []
    now = [0.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(limits.asyncio, "sleep", sleep)

    async def tried() -> list[int]:
        found = []

        async def app(_: Any, receive: Any, __: Any) -> None:
            found.extend([(await receive())["n"] for _ in range(5)])

        numbers = iter(range(5))

        async def receive() -> Message:
            return {"type": "websocket.receive", "n": next(numbers)}

        async def send(_: Message) -> None: ...

        await Limits(app)({"type": "websocket", "path": "/", "client": (CLIENT, 1)}, receive, send)
        return found

    assert asyncio.run(tried()) == [0, 1, 2, 3, 4]
    assert sum(slept) >= 45


def test_a_request_that_is_too_large_is_not_read() -> None:
    with counted_as("size"):
        announced = ask("/api/health", "POST", content_length="70000")
    assert (announced.status, announced.text) == (413, t("api.too_large", kilobytes=64))
    unannounced = asyncio.run(
        asked("/api/zitat/x.json", "POST", addresses=SAID, content=b"x" * 70_000, transfer_encoding="chunked")
    )
    assert (unannounced.status, unannounced.text) == (413, t("api.too_large", kilobytes=64))
    assert asyncio.run(asked("/api/zitat/x.json", "POST", addresses=SAID, content=b"x" * 60_000)).status == 200
    problem = ask("/api/v1/tables", content_length="70000")
    assert (problem.status, problem.headers["content-type"]) == (413, "application/problem+json")


def test_an_answer_that_has_begun_is_not_begun_again_when_more_comes_than_may() -> None:
    sent: list[str] = []

    async def early(_: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await receive()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"x" * 70_000}

    async def send(message: Message) -> None:
        sent.append(message["type"])

    scope = {"type": "http", "method": "POST", "path": "/api/zitat/x.json", "client": (CLIENT, 1), "headers": []}
    asyncio.run(Limits(early)(scope, receive, send))
    assert sent == ["http.response.start"]


def test_who_waits_too_long_behind_its_own_is_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PATIENCE_S", 0.02)
    monkeypatch.setattr(limits, "AT_ONCE", {"folder": 1, "table": 1})

    async def both(address: str) -> tuple[Answer, Answer]:
        refused = asyncio.Event()

        async def slow(_: Request) -> Response:
            await refused.wait()
            return PlainTextResponse("")

        app = server([Route(address, slow)])
        first = asyncio.create_task(asked(address, app=app, client=CLIENT))
        await asyncio.sleep(0)
        second = await asked(address, app=app, client=CLIENT)
        refused.set()
        return await first, second

    for address in ("/api/sitzungsmappe.pdf", "/api/v1/tables/funding"):
        first, second = asyncio.run(both(address))
        assert (first.status, second.status, second.headers["retry-after"]) == (200, 429, "1")
    assert json.loads(second.body)["type"] == "/api/v1/#busy"


def test_the_begin_and_the_end_of_the_server_are_passed_on() -> None:
    async def heard() -> list[Message]:
        coming = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
        sent: list[Message] = []

        async def receive() -> Message:
            return next(coming)

        async def send(message: Message) -> None:
            sent.append(message)

        await server()({"type": "lifespan", "state": {}}, receive, send)
        return sent

    assert [message["type"] for message in asyncio.run(heard())] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


# Who asks


@pytest.mark.parametrize(
    ("client", "forwarded", "scheme", "found"),
    [
        ("127.0.0.1", "198.51.100.7", "https", "198.51.100.7 https"),
        ("::ffff:127.0.0.1", "198.51.100.7", "https", "198.51.100.7 https"),
        ("127.0.0.1", "1.2.3.4, 198.51.100.7", "https", "198.51.100.7 https"),
        ("203.0.113.9", "198.51.100.7", "https", "203.0.113.9 http"),
        ("::ffff:203.0.113.9", "198.51.100.7", "https", "203.0.113.9 http"),
    ],
)
def test_a_proxy_is_believed_when_it_is_trusted(client: str, forwarded: str, scheme: str, found: str) -> None:
    headers = {"x_forwarded_for": forwarded, "x_forwarded_proto": scheme}
    answer = asyncio.run(asked("/api/zitat/x.json", addresses=SAID, client=client, scheme="http", **headers))
    assert answer.text == f"{found} 0"


def test_a_proxy_is_believed_in_a_network_that_is_named_by_one_of_its_addresses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MONITOR_TRUSTED_PROXIES", "10.1.2.3/16")
    headers = {"x_forwarded_for": "198.51.100.7", "x_forwarded_proto": "https"}
    answer = asyncio.run(asked("/api/zitat/x.json", addresses=SAID, client="10.1.9.9", scheme="http", **headers))
    assert answer.text == "198.51.100.7 https 0"


def test_a_house_is_one_client_and_a_proxy_is_none() -> None:
    assert key_of("2001:db8:1:2:3::4") == key_of("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    assert key_of("198.51.100.7") == "198.51.100.7"
    assert [key_of(host) for host in ("127.0.0.1", "::1", "", "testclient")] == [""] * 4
    assert not is_within("testclient", "127.0.0.1")


# Hosts


@pytest.mark.parametrize(
    ("variable", "value", "host", "status"),
    [
        ("MONITOR_BASE_URL", "https://monitor.example.org/kreis", "monitor.example.org", 200),
        ("MONITOR_BASE_URL", "https://monitor.example.org", "Monitor.Example.org.:8501", 200),
        ("MONITOR_BASE_URL", "https://monitor.example.org", "evil.example", 400),
        ("MONITOR_BASE_URL", "https://monitor.example.org", "monitor.example.org@evil.example", 400),
        ("MONITOR_BASE_URL", "https://monitor.example.org", "[", 400),
        ("MONITOR_BASE_URL", "https://monitor.example.org", "", 400),
        ("MONITOR_BASE_URL", "https://monitor.example.org", "localhost", 400),
        ("MONITOR_ALLOWED_HOSTS", "a.example, *.b.example", "x.b.example", 200),
        ("MONITOR_ALLOWED_HOSTS", "a.example, *.b.example", "a.example", 200),
        ("MONITOR_ALLOWED_HOSTS", "a.example, *.b.example", "evilb.example", 400),
        ("MONITOR_ALLOWED_HOSTS", "A.example, *.B.example", "a.Example", 200),
        ("MONITOR_ALLOWED_HOSTS", "A.example, *.B.example", "x.b.example", 200),
        ("MONITOR_ALLOWED_HOSTS", "", "any.example", 200),
    ],
)
def test_the_dashboard_answers_under_its_own_names_alone(
    variable: str, value: str, host: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    answer = ask("/robots.txt", host=host, x_forwarded_host="evil.example")
    assert answer.status == status
    assert "evil" not in answer.text
    assert (answer.text == t("api.unknown_host")) == (status == 400)


def test_a_supervisor_asks_by_the_machines_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_ALLOWED_HOSTS", "monitor.example.org")
    with counted_as("host"):
        found = [ask("/api/health", host=host).status for host in ("127.0.0.1:8501", "[::1]:8501", "evil.example")]
    assert found == [200, 200, 400]


def test_a_page_is_not_connected_under_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_ALLOWED_HOSTS", "monitor.example.org")
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/_stcore/stream", "query_string": b"", "client": (CLIENT, 1)}
    with counted_as("host"):
        asyncio.run(server()({**scope, "headers": [(b"host", b"evil.example")]}, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize(
    "address",
    [
        *("/api/aenderungen.atom", "/api/berichtigungen.atom", "/sitemap.xml", "/robots.txt", "/api/v1/openapi.json"),
        *("/api/v1/catalog.ttl", "/api/v1/datapackage.json", "/api/v1/tables", "/api/v1/", "/api/v1/releases"),
    ],
)
def test_a_host_that_somebody_makes_up_stands_in_no_answer(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_BASE_URL", "https://monitor.example.org")
    monkeypatch.setenv("MONITOR_ALLOWED_HOSTS", "inside.example")
    answer = ask(address, host="inside.example", x_forwarded_host="evil.example", forwarded="host=evil.example")
    assert answer.status == 200
    assert "evil.example" not in answer.text
    assert "inside.example" not in answer.text
    assert ask(address, host="evil.example").status == 400
