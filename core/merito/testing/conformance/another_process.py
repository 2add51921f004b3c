"""Run as a program: runs the worked cases again in a separate process, with the code of the plugin instrumented.

It reads the package, the order of sets and the cases from its input, and writes the lines of every case, the cases that
put a set in order, and the floats that occurred.
"""

import json
import pickle
import sys

from merito.execution.sweeps import seldom_swept
from merito.testing.conformance.told_lines import lines_of
from merito.testing.conformance.watched_code import Watched, watch


def main() -> None:
    package, backwards, cases = pickle.load(sys.stdin.buffer)
    watched = Watched(backwards)
    watch(package, watched)
    seldom_swept()
    lines, hanging = [], []
    for number, case in enumerate(cases):
        before = watched.sets
        lines.append(lines_of(*case.judged()))
        if watched.sets != before:
            hanging.append(number)
    told = {"told": lines, "floats": watched.floats}
    json.dump({**told, "hanging": list(range(len(cases))) if watched.at_import else hanging}, sys.stdout)
