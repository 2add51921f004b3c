"""What a night costs: mixed enti of each regulation, few and ten times as many, run, run again unchanged, and asked.

python bench/night.py                       # 300 and 3,000 enti, CSV and pages
python bench/night.py --formats csv         # CSV only
python bench/night.py --enti 300            # only 300
"""

import argparse
import sysconfig
import tempfile
from pathlib import Path

from measure import Spent, machine, merito_run, spent_on
from mixed import AS_OF, write_mixed

SEED = 2009


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enti", type=int, nargs="+", default=[300, 3000], help="numbers of enti, one after the other")
    parser.add_argument("--formats", default="csv,html", help="what is written")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--folder", type=Path, help="where; default: a folder that is gone afterwards")
    chosen = parser.parse_args()
    print(f"machine  {machine(('merito',))}; {chosen.formats}, {chosen.jobs} processes", flush=True)
    with tempfile.TemporaryDirectory(dir=chosen.folder) as place:
        folder = Path(place)
        nights = {enti: _night(folder, enti, chosen.formats, chosen.jobs) for enti in chosen.enti}
    (_, first), *others = nights.items()
    for enti, spent in others:
        for (what, one), other in zip(first.items(), spent.values(), strict=True):
            times = (other.wall / one.wall, other.cpu / one.cpu, other.peak / one.peak)
            told = "{:.2f} times the seconds, {:.2f} of the processor, {:.2f} of the memory".format(*times)
            print(f"{what:12} {enti} enti against {chosen.enti[0]}: {told}")


def _night(folder: Path, enti: int, formats: str, jobs: int) -> dict[str, Spent]:
    """The first run of so many enti, a second one in which nothing has changed, and `merito status` afterwards."""
    root, log = folder / f"mixed-{enti}", folder / "log"
    write_mixed(root, enti, SEED)
    merito = str(Path(sysconfig.get_path("scripts")) / "merito")
    again = ["run", str(root), "--as-of", AS_OF, "--formats", formats, "--jobs", str(jobs), "--only-changed"]
    spent = {
        "run": merito_run(root, log, jobs, formats, AS_OF),
        "unchanged": spent_on([merito, *again], log),
        "status": spent_on([merito, "status", str(root)], log),
    }
    for what, one in spent.items():
        print(f"{what:12} {enti:6} enti {one}" + (f", code {one.code}" if one.code else ""), flush=True)
    return spent


if __name__ == "__main__":
    main()
