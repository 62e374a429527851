"""Few runs at a time make a page that nobody has made yet; whoever comes later waits for nobody."""

import threading

import pytest

from app.surfaces.streamlit import turns
from app.surfaces.streamlit.turns import turn

MOST = 2


def test_of_many_who_ask_for_the_same_two_make_it_at_a_time_and_later_ones_wait_for_nobody() -> None:
    made: list[int] = []

    def run(number: int) -> None:
        with turn("0" * 12, "funding", "many"):
            made.append(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(20)]
    with turn("0" * 12, "funding", "another"), turn("0" * 12, "overview", ""):
        for thread in threads:
            thread.start()
        # Both places are taken.
        assert not made
    for thread in threads:
        thread.join()
    assert sorted(made) == list(range(20))
    with turn("0" * 12, "funding", "a"), turn("0" * 12, "funding", "b"), turn("0" * 12, "funding", "many"):
        pass


def test_a_run_that_fails_gives_its_place_back_and_has_made_nothing() -> None:
    for _ in range(2 * MOST):
        with pytest.raises(ValueError, match="geheimnis"), turn("1" * 12, "funding", ""):
            raise ValueError("geheimnis")
    with turn("1" * 12, "funding", ""):
        pass


def test_only_the_latest_runs_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_KEPT", 2)
    for page in "abc":
        with turn("2" * 12, page, ""):
            pass
    assert [page for _, page, _ in turns._made] == ["b", "c"]
