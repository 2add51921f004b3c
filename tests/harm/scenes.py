"""Small workspaces before a command, the command, and what they contain once it has ended."""

import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen
from faults.harmed import DAY, FIRST_DAY, Files, Harm, Ran, standing, write_workspace

from merito.register.store import Place, Reader, open_register

REGISTER = "registro.sqlite"
ANCHOR = "ancora.txt"
SEVERAL = ("alfa", "beta", "gamma")
RUN = ("run", ".", "--as-of", DAY)
JOBS = (*RUN, "--jobs", "2")
ADOPT = ("adopt", "1", "--act", "A1", "--as-of", "2022-02-01", "--with-suspended")
SIMULATE = (*RUN, "--set", "fewest_published=6")
NEW_YEAR = ("new-year", ".", "--from", "2020")
ACTS = (
    "id,kind,date,year,body\nA1,results_adoption,2022-01-05,2020,Giunta\nA2,results_adoption,2022-01-10,2020,Giunta\n"
)
RESULTS = re.compile(r"(out(?:-simulazione/[^/]+)?/[^/]+/\d{4})/")
Change = Callable[[Path], None]


@frozen
class Plan:
    """A command, the enti of its workspace, the commands before it, and what is changed by hand before it."""

    words: tuple[str, ...]
    enti: tuple[str, ...] = ("alfa",)
    before: tuple[tuple[str, ...], ...] = ()
    change: Change = lambda root: None
    anchor: bool = False


def another_measure(root: Path) -> None:
    measures = root / "enti" / "alfa" / "2020" / "measures.csv"
    measures.write_text("indicator,at,value\nI1,final,9\nI2,final,80%\n", encoding="utf-8")


def bad_data(root: Path) -> None:
    (root / "enti" / "alfa" / "2020" / "units.csv").write_text("id,name\nU1,Ufficio\nU1,Ufficio\n", encoding="utf-8")


EARLIER = (("run", ".", "--as-of", FIRST_DAY),)
CHANGED = (*RUN, "--only-changed")
ALONE: Mapping[str, Plan] = {
    "the first run": Plan(RUN),
    "a later run": Plan(RUN, before=EARLIER),
    "a later run with an anchor": Plan(RUN, before=EARLIER, anchor=True),
    "only what has changed": Plan(CHANGED, before=(RUN,), change=another_measure),
    "a run of bad data": Plan(RUN, before=EARLIER, change=bad_data),
    "the next year": Plan(NEW_YEAR, before=EARLIER),
    "an adoption": Plan(ADOPT, before=(RUN,)),
    "an adoption with an anchor": Plan(ADOPT, before=(RUN, RUN), anchor=True),
    "a first simulation": Plan(SIMULATE, before=EARLIER),
    "a later simulation": Plan(SIMULATE, before=(*EARLIER, SIMULATE), change=another_measure),
}
OF_SEVERAL: Mapping[str, Plan] = {
    "the first run of several": Plan(RUN, SEVERAL),
    "a later run of several": Plan(RUN, SEVERAL, EARLIER),
    "several processes": Plan(JOBS, SEVERAL),
    "several processes, later": Plan(JOBS, SEVERAL, EARLIER, anchor=True),
    "several, only what has changed": Plan((*JOBS, "--only-changed"), SEVERAL, (RUN,), another_measure),
    "the next year of several": Plan(NEW_YEAR, SEVERAL),
    "a simulation of several": Plan(SIMULATE, SEVERAL, EARLIER),
}
PLANS = {**ALONE, **OF_SEVERAL}


@frozen
class Scene:
    """A workspace before and after a command; how the command ended unharmed, and the number of entries before."""

    plan: Plan
    root: Path
    old: Files
    new: Files
    whole: Ran
    entries: int

    def copy(self, to: Path) -> Path:
        return Path(shutil.copytree(self.root, to))


def prepared(plan: Plan, place: Path, harm: Harm) -> Scene:
    """Writes a workspace, and runs the command once in a copy of it."""
    root = write_workspace(place / "before", plan.enti)
    for ente in plan.enti:
        (root / "enti" / ente / "2020" / "acts.csv").write_text(ACTS, encoding="utf-8")
    if plan.anchor:
        with (root / "merito.toml").open("a", encoding="utf-8") as config:
            config.write(f'anchor = "{ANCHOR}"\n')
    for words in plan.before:
        assert (ran := harm(root, *words)).code == 0, ran.text
    plan.change(root)
    after = Path(shutil.copytree(root, place / "after"))
    whole = harm(after, *plan.words, kind="count")
    assert whole.code == (1 if plan.change is bad_data else 0), whole.text
    return Scene(plan, root, kept(root), kept(after), whole, len(numbered(root)))


def kept(root: Path) -> Files:
    """Everything in a workspace except its register, the register's heads, `run.json`, and hidden files."""
    return {
        path: content
        for path, content in standing(root).items()
        if not path.startswith((REGISTER, ANCHOR)) and not path.endswith("/run.json")
    }


def parts(files: Files) -> dict[str, Files]:
    """What is put in its place in one step: each folder of results as a whole, every other file by itself."""
    found: dict[str, Files] = defaultdict(dict)
    for path, content in files.items():
        folder = RESULTS.match(path)
        found[folder[1] if folder else path][path] = content
    return found


def numbered(root: Path) -> dict[int, tuple[str, str]]:
    """The entries of its register by number: the kind and the ente of each; none if it was never written."""
    if not (root / REGISTER).is_file() or not (root / REGISTER).stat().st_size:
        return {}
    with reading(root) as reader:
        return {row["number"]: (row["kind"], row["ente"]) for row in reader.rows()}


@contextmanager
def reading(root: Path) -> Iterator[Reader]:
    """Reads the register of a workspace, in this process."""
    with open_register(Place(shown=REGISTER, file=root / REGISTER)) as register, register.reading() as reader:
        yield reader
