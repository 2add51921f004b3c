"""How long the pages of the window take on a synthetic nation: all enti in one table, and a year's page.

    python bench/nation.py FOLDER --enti 300 --mixed
    merito run FOLDER --jobs auto
    python bench/window.py FOLDER

The first time of a year's page includes the start of a process and the computation; the others are what an office
waits.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import monotonic, sleep

START = "from merito.__main__ import main; main()"
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/entra\?chiave=(\S+)")
TIMES = 5


def main() -> None:
    """Prints the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-c", START, "open", str(folder), "--no-browser"]
        environment = {**os.environ, "MERITO_CONFIG": home, "COLUMNS": "300"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
            assert process.stdout is not None
            found = ADDRESS.search(process.stdout.readline())
            assert found is not None
            try:
                measure(int(found[1]), found[2])
            finally:
                process.terminate()


def measure(port: int, key: str) -> None:
    """Asks for the pages."""
    cookie = dict(_asked(port, f"/entra?chiave={key}", "")[1])["Set-Cookie"].partition(";")[0]
    home = _asked(port, "/", cookie)[2].decode()
    (space, *_) = re.findall(r'href="(/w/\w+/)"', home)
    times = [_timed(port, space, cookie) for _ in range(TIMES)]
    enti = re.findall(rf'href="({space}[^/"]+/\d+/)"', _asked(port, space, cookie)[2].decode())
    sys.stdout.write(f"all {len(enti)} enti: first {times[0]:.2f} s, then {median(times[1:]):.2f} s\n")
    first, again = [], []
    for year in enti[:: max(len(enti) // TIMES, 1)][:TIMES]:
        first.append(_timed(port, year, cookie))
        again.append(_timed(port, year, cookie))
    sys.stdout.write(f"a year's page: first {median(first):.2f} s, then {median(again):.2f} s\n")


def _timed(port: int, path: str, cookie: str) -> float:
    began = monotonic()
    while "Sto calcolando" in _asked(port, path, cookie)[2].decode():
        sleep(0.05)
    return monotonic() - began


def _asked(port: int, path: str, cookie: str) -> tuple[int, list[tuple[str, str]], bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET", path, headers={"Host": f"127.0.0.1:{port}", "Cookie": cookie})
    answer = connection.getresponse()
    return answer.status, answer.getheaders(), answer.read()


if __name__ == "__main__":
    main()
