"""A dashboard whose clock can be moved: ``python -m benchmarks.faults.shifted_clock FILE run dashboard.py …``.

``FILE`` holds by how many seconds the clock is wrong. It is the clock that the program itself reads (``time.time``, which
``date.today`` asks as well); the clock of the machine, of files and of the database stays as it is.
"""

import runpy
import sys
import threading
import time
from pathlib import Path

_PAUSE_S = 0.1


def main(file: Path) -> None:
    """Run Streamlit with this clock."""
    right, right_ns, wrong_by = time.time, time.time_ns, [0]

    def follow() -> None:
        while True:
            wrong_by[0] = int(file.read_text(encoding="ascii") or 0)
            time.sleep(_PAUSE_S)

    time.time = lambda: right() + wrong_by[0]
    time.time_ns = lambda: right_ns() + wrong_by[0] * 10**9
    threading.Thread(target=follow, daemon=True).start()
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _file = Path(sys.argv.pop(1))
    main(_file)
