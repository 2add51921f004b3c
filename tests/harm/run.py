"""Does harm for a given time, and can be continued.

    python tests/harm/run.py --seconds 3600 --seed 7 --state harm.json
    python tests/harm/run.py --seed 7 --only tables:1234

The second line repeats a single case. Files of cases that did damage are in a folder next to the state.
"""

import argparse
import fcntl
import gc
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from harm.day import ROUND, Day, State, day_of_harm

EVERY_SECONDS = 60


def main() -> int:
    asked = _asked()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that its folder is removed
    try:
        with asked.state.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # BlockingIOError: another day goes on with this state
            state = _done(asked)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    _print(state)
    return 1 if state.wrong else 0


def _done(asked: argparse.Namespace) -> State:
    """What was requested. Raises ValueError if it is not possible."""
    if asked.only is not None:
        kind, _, number = asked.only.partition(":")
        if kind not in ROUND or not number.isdecimal():
            raise ValueError(f"{asked.only} is no case: {', '.join(f'{one}:1' for one in ROUND)}")
    state = State.of(asked.state, asked.seed) if asked.only is None else State(asked.seed or "1")
    gc.freeze()
    gc.set_threshold(100_000)
    with day_of_harm(asked.state.with_name(f"{asked.state.stem}-damage")) as day:
        if asked.only is None:
            _for_some_time(day, state, asked.seconds, asked.state)
        else:
            day.case(state, kind, int(number))
    return state


def _for_some_time(day: Day, state: State, seconds: float, file: Path) -> None:
    begin = said = time.monotonic()
    before = state.seconds
    while (now := time.monotonic()) - begin < seconds:
        day.round(state)
        state.seconds = round(before + time.monotonic() - begin, 1)
        state.write(file)
        if now - said > EVERY_SECONDS:
            said = now
            print({**state.reached, "wrong": len(state.wrong)}, flush=True)


def _print(state: State) -> None:
    print(f"seed {state.seed}, {state.seconds:.0f} seconds")
    for name, count in sorted(state.counts.items()):
        print(f"{count:>9}  {name}")
    for case, why in state.wrong.items():
        print(f"--only {case} --seed {state.seed}: {why}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Does harm to merito, by a seed.")
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", help="any text; default: that of the state, or 1")
    parser.add_argument("--state", type=Path, default=Path("harm.json"), help="where it notes how far it is")
    parser.add_argument("--only", metavar="KIND:NUMBER", help=f"one case; kinds: {', '.join(ROUND)}")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
