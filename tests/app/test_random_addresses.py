"""Some of the random requests of ``python -m benchmarks.random_requests``, without a server: none is an error."""

import asyncio
from collections import Counter
from itertools import islice

import pytest

from benchmarks.random_addresses import INJECTED, Addresses, Request
from benchmarks.random_requests import problem_of
from tests.app.asking import Answer, asked, server

SLOW = (b"/api/bild", b"/b/", b"/api/sitzungsmappe", b"/api/sql", b"/api/plotly")


async def answers(requests: list[Request]) -> list[Answer]:
    app = server()
    return [
        await asked(
            found.target.decode("latin-1"),
            found.method,
            app=app,
            content=found.body,
            **{name.replace("-", "_"): value.decode("latin-1") for name, value in found.headers if name != "Host"},
        )
        for found in requests
    ]


@pytest.mark.parametrize("kind", ["interface", "machine"])
def test_no_random_request_is_an_error(kind: str) -> None:
    made = Addresses(7)
    if kind == "interface":
        requests = list(islice(made.interface(), 120))
    else:
        pages = (found for found in made.pages() if found.kind == "machine" and not found.target.startswith(SLOW))
        requests = list(islice(pages, 60))
    statuses: Counter[int] = Counter()
    for request, answer in zip(requests, asyncio.run(answers(requests)), strict=True):
        head = "\r\n".join(f"{name}: {value}" for name, value in answer.raw).encode()
        assert problem_of(request, str(answer.status), head + b"\r\n\r\n" + answer.body) == ""
        assert INJECTED not in head.lower()
        statuses[answer.status] += 1
    # Not all is refused at the door.
    assert statuses[200] > 10
    assert statuses[400] + statuses[404] > 10
