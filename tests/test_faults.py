"""``make fault-test`` tells promises that were kept from broken ones."""

import shutil
import sys

import duckdb
import pytest
import typer
from typer.testing import CliRunner

from benchmarks.faults.__main__ import Size, main
from benchmarks.faults.causes import FAULTS, Fault, Stage, point_to
from etl.release import store


async def other_figures(stage: Stage) -> None:
    """A release with one euro more is shown for a while."""
    shutil.copyfile(stage.file(stage.current), stage.spare)
    with duckdb.connect(stage.spare) as connection:
        connection.execute("update release set release_id = '0123456789ab'")
        connection.execute("update funding_detail set amount_eur = amount_eur + 1")
    file = stage.releases / "0123456789ab.duckdb"
    shutil.move(stage.spare, file)
    store.point_to(stage.releases, file.stem)
    await stage.last()
    await point_to(stage, stage.current)
    file.unlink()


@pytest.mark.skipif(sys.platform != "linux", reason="processes are stopped and limited as Linux does it")
def test_garbage_in_the_pointer_breaks_no_promise_and_other_figures_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FAULTS, "figures", Fault("other figures", other_figures))
    few = Size(visitors=2, think_s=1.0, pause_s=0.5, switch_s=2.0, stop_s=1.0, after_s=1.0)
    monkeypatch.setattr("benchmarks.faults.__main__.QUICK", few)
    monkeypatch.setattr("benchmarks.faults.visitors.CHOICES", ("", "05978004"))
    command = typer.Typer()
    command.command()(main)
    # How fast a machine is that other tests use, too, says nothing.
    done = CliRunner().invoke(command, ["--quick", "--within=600", "--only=pointer", "--only=figures"])
    rows = {line.split(" | ")[0]: line for line in done.output.splitlines() if " | " in line}
    assert rows[FAULTS["pointer"].title].endswith("| held"), done.output
    assert rows["other figures"].endswith("| broken"), done.output
    assert "× /api/health: wrong" in done.output
    assert done.exit_code == 1
