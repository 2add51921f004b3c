"""Commands at work: the cycle of an ente or of all, with how far it is, a button to stop it, and what it has said."""

from flask import Blueprint, make_response, request, url_for
from werkzeug.utils import redirect

from merito.model.messages import say
from merito.window.app import Answer, address, at_work, jobs, page, places, root_of, the_place
from merito.workspace.problems import WorkspaceError

AGAIN = "1"
WATCHED = ("--names", "--log", "json", "--wait", "60")
work = Blueprint("work", __name__)


@work.post("/w/<key>/<ente>/<int:year>/calcola")
def run(key: str, ente: str, year: int) -> Answer:
    """Runs the cycle of an ente and writes its results."""
    place = the_place(key, ente, year)
    title = say("Calcolo del {year}", year=year)
    return at_work(title, address("year.year", place), "run", *place.options, *WATCHED, place=place)


@work.post("/w/<key>/calcola")
def run_all(key: str) -> Answer:
    """Runs the cycle of every ente whose data have changed."""
    root = root_of(key)
    chosen = places().whole(root, None)
    year = request.form.get("anno", "") or str(chosen.years[-1])
    command = ("run", str(root), "--year", year, "--only-changed", "--jobs", "auto", *WATCHED)
    names = {one.id: one.name for one in chosen.listed}
    return at_work(say("Calcolo di tutti gli enti"), url_for("start.enti", key=key), *command, names=names)


@work.get("/lavori/<job>")
def job(job: str) -> Answer:
    """How far a command is; the page renews itself while it is at work."""
    found = jobs().of(job)
    if found is None:
        raise WorkspaceError(say("questo lavoro non c'è più: è finito in un avvio precedente"))
    if found.place is not None:
        the_place(*found.place)  # the page keeps the menu of its ente
    answer = make_response(page("job.html", job=found))
    if found.at_work:
        answer.headers["Refresh"] = AGAIN
    return answer


@work.post("/lavori/<job>/ferma")
def stop(job: str) -> Answer:
    """Stops a command."""
    found = jobs().of(job)
    if found is not None:
        found.stop()
    return redirect(url_for("work.job", job=job))
