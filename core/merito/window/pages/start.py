"""The first page: the workspaces of this computer, a new one, another ente, the next year; all enti side by side."""

import re
import shutil
from datetime import date
from importlib import resources
from pathlib import Path

from flask import Blueprint, request, url_for
from werkzeug.utils import redirect

from merito.comparison.stands import stands_from_results
from merito.execution.run_file import FAILED, last_run
from merito.model.faults import MeritoError
from merito.model.language import in_words
from merito.model.messages import say
from merito.outputs.standing import BAD_DATA, STANDINGS
from merito.terminal.status_table import Stands, in_their_order
from merito.window.app import Answer, at_work, flash, open_root, page, places, root_of, the_place
from merito.window.recent import recent
from merito.window.worker import regulations
from merito.wording.coded import PHASES
from merito.workspace.cells import is_year
from merito.workspace.config import WORKSPACE_FILE
from merito.workspace.ente_config import id_fault
from merito.workspace.problems import WorkspaceError
from merito.workspace.selection import Selection
from merito.workspace.starter import add_ente, write_workspace
from merito.workspace.system_faults import fault_told

EXAMPLE_YEAR, EXAMPLE = 2021, "camera-di-prova"
NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")
ACCENTS = str.maketrans("àèéìòù", "aeeiou")
start = Blueprint("start", __name__)


@start.get("/")
def home() -> Answer:
    """Recent workspaces, and how to begin."""
    return page("start.html", known=recent(), example=example_folder() is not None)


@start.post("/apri")
def open_one() -> Answer:
    """Opens the workspace in a folder."""
    folder = request.form.get("cartella", "").strip().strip('"')
    if not folder:
        raise WorkspaceError(say("scrivere la cartella dello spazio di lavoro"))
    return redirect(url_for("start.enti", key=open_root(Path(folder).expanduser())))


@start.post("/esempio")
def example() -> Answer:
    """A copy of the example, to look at and to change."""
    origin = example_folder()
    if origin is None:
        raise WorkspaceError(say("l'esempio non è tra i file di questa installazione"))
    target = _free(Path.home() / "merito-esempio")
    shutil.copytree(origin, target, ignore=shutil.ignore_patterns("out", "*.sqlite*", ".*"))
    return redirect(url_for("start.enti", key=open_root(target)))


@start.get("/w/<key>/")
def enti(key: str) -> Answer:
    """Every ente of a workspace: phase, what is missing, sums, errors. A single one is shown at once."""
    root = root_of(key)
    asked = request.args.get("anno", "")
    chosen = places().whole(root, int(asked) if asked.isdecimal() else None)
    open_root(root)
    if len(chosen.listed) == 1 and not chosen.broken:
        (one,) = chosen.listed
        return redirect(url_for("year.year", key=key, ente=one.id, year=chosen.year_of(one.id)))
    words = request.args.get("cerca", "").casefold()
    state, regulation = request.args.get("stato", ""), request.args.get("regolamento", "")
    rows = [(one, chosen.year_of(one.ente)) for one in in_their_order(_stands(chosen))]
    states = [(one, word) for one, word in STANDINGS.items() if any(row.state == one for row, _ in rows)]
    known = sorted({one.regulation for one, _ in rows if one.regulation})
    shown = [
        (one, year)
        for one, year in rows
        if words in f"{one.name} {one.ente}".casefold()
        and state in ("", one.state)
        and regulation in ("", one.regulation)
    ]
    return page(
        "enti.html",
        key=key,
        root=root,
        rows=shown,
        count=len(rows),
        states=states,
        standings=STANDINGS,
        phases=PHASES,
        regulations=known,
        state=state,
        regulation=regulation,
        words=request.args.get("cerca", ""),
        stray=chosen.of_no_ente,
        years=chosen.years,
    )


@start.route("/nuovo", methods=["GET", "POST"], defaults={"key": ""})
@start.route("/w/<key>/nuovo-ente", methods=["GET", "POST"], endpoint="new_ente")
def new(key: str) -> Answer:
    """A new workspace with its first ente; or another ente in the workspace that the address names."""
    given, wrong = dict(request.form), list[str]()
    workspace = places().whole(root_of(key), None).workspace if key else None
    if request.method == "POST":
        try:
            ente, name, year = _ente_of(given)
            stack = regulations().stack(given.get("regolamento", ""))
            if workspace is not None:
                add_ente(workspace, stack, ente, year, name=name)
                flash("ok", in_words(say("{name}: aggiunto", name=name)))
            else:
                folder = Path(given.get("cartella", "").strip()).expanduser()
                if not folder.is_absolute():
                    raise WorkspaceError(say("la cartella si scrive per intero, come {example}", example=_suggested()))
                write_workspace(folder, stack, ente, year, name=name)
                key = open_root(folder)
            return redirect(url_for("year.year", key=key, ente=ente, year=year))
        except MeritoError as error:
            wrong = str(error).splitlines()
        except OSError as error:
            wrong = [fault_told(error, workspace.root if workspace else given.get("cartella", ""))]
    year = (workspace and workspace.year) or date.today().year
    return page(
        "new.html", given=given, wrong=wrong, offered=_offered(), suggested=_suggested(), this_year=year, key=key
    )


@start.route("/w/<key>/<ente>/<int:year>/anno-dopo", methods=["GET", "POST"])
def next_year(key: str, ente: str, year: int) -> Answer:
    """The next year of an ente: what lasts is carried over."""
    place = the_place(key, ente, year)
    if request.method == "POST":
        back = url_for("year.year", key=key, ente=ente, year=year + 1)
        command = ("new-year", str(place.root), "--from", str(year), "--ente", ente)
        return at_work(say("Preparazione del {year}", year=year + 1), back, *command, place=place)
    return page("next_year.html")


def _ente_of(given: dict[str, str]) -> tuple[str, str, int]:
    """The id, name and year of a form. Raises WorkspaceError with everything that is wrong."""
    name, year = given.get("nome", "").strip(), given.get("anno", "").strip()
    ente = given.get("id", "").strip() or NOT_IN_AN_ID.sub("-", name.casefold().translate(ACCENTS)).strip("-")[:60]
    wrong = []
    if not name:
        wrong.append(in_words(say("manca il nome dell'ente")))
    elif fault := id_fault(ente):
        wrong.append(in_words(say("il codice «{ente}»: {fault}", ente=ente, fault=fault)))
    if not (year.isdecimal() and is_year(int(year))):
        wrong.append(in_words(say("l'anno si scrive con quattro cifre, come 2026")))
    if given.get("regolamento", "") not in regulations().names():
        wrong.append(in_words(say("scegliere il regolamento")))
    if wrong:
        raise WorkspaceError("\n".join(wrong))
    return ente, name, int(year)


def _offered() -> list[tuple[str, str, int, int]]:
    """The regulations: name, title, how many acts they know, how many values the ente has to give."""
    found = []
    for name in regulations().names():
        try:
            stack = regulations().stack(name)
        except MeritoError:
            continue
        if stack.regulation.name != "national":
            asks = sum(one.ente_may_set is not None for one in stack.parameters.values())
            found.append((name, stack.regulation.title, len(stack.inputs.acts), asks))
    return found


def _stands(chosen: Selection) -> list[Stands]:
    """The enti from their last results, as `merito status` has them."""
    out = chosen.workspace.out
    causes = {
        of: (str(entry["state"]), tuple(cause["message"] for cause in entry["causes"]))
        for of, entry in last_run(out).items()
        if entry["outcome"] == FAILED and any(of == (one.id, one.year) for one in chosen.listed)
    }
    causes |= {(name, chosen.year_of(name)): (BAD_DATA, error.messages) for name, error in chosen.broken.items()}
    year = chosen.years[0] if chosen.years else date.today().year
    return stands_from_results(out, year, chosen.as_of, chosen.listed, causes, regulations())


def _suggested() -> str:
    return str(_free(Path.home() / "merito"))


def _free(path: Path) -> Path:
    """A path that is not there yet, with a number if need be."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}-{number}")
    return found


def example_folder() -> Path | None:
    """The example that comes with the program: in the package, or beside it in a checkout."""
    inside = Path(str(resources.files("merito"))) / "window" / "example"
    beside = Path(str(resources.files("merito"))).parents[1] / "examples" / EXAMPLE
    return next((one for one in (inside, beside) if (one / WORKSPACE_FILE).is_file()), None)
