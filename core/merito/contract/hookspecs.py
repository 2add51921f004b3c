"""The contract between the engine and a regulation: the hooks, in the order of the performance cycle.

A hook is called with one `Step` for the whole dossier and yields rows of results. It may return them in any other
iterable, or `None` for "not mine"; one that yields nothing has answered, and given nothing: a fund that nobody divides
stays withheld. Several functions of a module may answer one hook, each under the name of what it does
(`@hookimpl(specname="merito_rewards")`); a rule of one tool names it (`@rule("X-5", tool="annual")`). A parameter
without a value blocks the function that asks for it, and no other.

Answers of one layer are added up; a key given twice is an error. Over the layers (national, regulation, ente) hooks
that *declare* add up, save what a later gate `implements`; hooks that *compute* are replaced by the latest layer
that answers: the layers below it are not asked. What is published and printed stands table by table.

A hook is called once for everybody. What it says of everybody it says with columns of `merito.kit`, which make the
rows: `scores(step, ...)`, `prizes(step, divided(line, scored(step)))`. What it needs of one person, post, unit or
indicator it asks of the core, which has an index for it: `step.dossier.ratings.of("P1")`,
`step.dossier.service_of("P1")`, `posts_of(step, "P1")`, `step.so_far.score("P1")`.
"""

import pluggy

from merito.contract.step import Step
from merito.model.results import ResultRows

PROJECT = "merito"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


# --- declare: what the year asks for, before anything is computed -------------------------------------------


@hookspec
def merito_deadlines(step: Step) -> ResultRows | None:
    """The deadlines of the year: what is due, by when, and the kind of act that meets it.

    Called once, first. Layers add up. A deadline on a day of a parameter, or so many days after an act, stands in
    `rules.toml` instead. Art. 10 D.Lgs. 150/2009.

    :param step: nothing is computed yet.
    :returns: rows of `Deadline`.
    """


@hookspec
def merito_gates(step: Step) -> ResultRows | None:
    """The acts without which a phase, a tool or a subject may not go on.

    Called once, before the phases; the core evaluates the gates. A closed gate on a phase alone stops it; on a tool
    or a subject, what is computed is held. Layers add up, save a gate whose rule `implements` that of a lower layer.
    A gate that depends on no figure stands in `rules.toml` instead. Art. 14 D.Lgs. 150/2009.

    :param step: nothing is computed yet.
    :returns: rows of `Gate`.
    """


@hookspec
def merito_check_parameters(step: Step) -> ResultRows | None:
    """Values held against each other: splits that sum to their block, ratios between bands.

    Called once, before the phases. Layers add up. An error refuses its tool, or its phase if it names none.

    :param step: nothing is computed yet.
    :returns: rows of `Finding`.
    """


@hookspec
def merito_check_plan(step: Step) -> ResultRows | None:
    """What is written held against the text: objectives have indicators, weights sum, points are within their maximum.

    Called once, before the phases, also by `merito check`: an error that rests on no figure belongs here. One about a
    person or a post refuses that subject alone: `merito.kit.refusals` gives those of ratings. Layers add up. Art. 5
    D.Lgs. 150/2009.

    :param step: nothing is computed yet.
    :returns: rows of `Finding`.
    """


# --- phase a: objectives, expected results, indicators -------------------------------------------------------


@hookspec
def merito_cascade(step: Step) -> ResultRows | None:
    """Which dashboard carries which indicator, and the gaps of the cascade.

    Called once in phase a. The latest layer that answers replaces the others. Art. 4 c. 2 a.

    :param step: gates and deadlines are there.
    :returns: rows of `Carried` and `Finding`.
    """


# --- phase b: objectives tied to resources -------------------------------------------------------------------


@hookspec
def merito_funds(step: Step) -> ResultRows | None:
    """The funds of the year and their first division into parts.

    Called once in phase b. Replaced fund by fund by the latest layer that answers. Art. 4 c. 2 b.

    :param step: the cascade is there.
    :returns: rows of `FundLine`; the lines without `of` sum to the fund that the ente gave.
    """


@hookspec
def merito_position_values(step: Step) -> ResultRows | None:
    """Score and yearly pay of every position.

    Called once in phase b, after the funds. The latest layer that answers replaces the others.

    :param step: the fund lines are there.
    :returns: rows of `PositionValue`, with fund lines that divide the positions' part (`of`).
    """


@hookspec
def merito_check_positions(step: Step) -> ResultRows | None:
    """The pay of every position held against the text: within its limits.

    Called once, last in phase b: nothing that the rewards wait for stops it. Layers add up.

    :param step: score and pay of the positions are there.
    :returns: rows of `Finding`.
    """


# --- phase c: monitoring -------------------------------------------------------------------------------------


@hookspec
def merito_monitor(step: Step) -> ResultRows | None:
    """State of the indicators during the year, gaps and new forecasts.

    Called once in phase c. The latest layer that answers replaces the others. Art. 6 D.Lgs. 150/2009.

    :param step: cascade and resources are there.
    :returns: rows of `Monitored` and `Finding`.
    """


# --- phase d: measurement and evaluation ---------------------------------------------------------------------


@hookspec
def merito_indicator_grades(step: Step) -> ResultRows | None:
    """Degree of achievement of every indicator of the year.

    Called once, first in phase d. The latest layer that answers replaces the others; where no regulation
    answers, the national default stands. Art. 8 D.Lgs. 150/2009.

    :param step: the plan and its measures.
    :returns: rows of `Grade`, scope `indicator`.
    """


@hookspec
def merito_roll_up(step: Step) -> ResultRows | None:
    """Grades of objectives, areas, dashboards, units and of the ente, from those of the indicators.

    Called once in phase d, after the indicators. The latest layer that answers replaces the others.

    :param step: the indicators' grades are there.
    :returns: rows of `Grade`, of every scope above the indicator.
    """


@hookspec
def merito_person_scores(step: Step) -> ResultRows | None:
    """Individual evaluation of everybody: score, maximum, level.

    Called once in phase d, after the organisation. The latest layer that answers replaces the others. Art. 9.

    :param step: the grades are there.
    :returns: rows of `PersonScore` (`merito.kit.scores`) and `Finding`.
    """


# --- phase e: rewards ----------------------------------------------------------------------------------------


@hookspec
def merito_available(step: Step) -> ResultRows | None:
    """What of each fund may be paid, after cuts that the results or an attestation bring.

    Called once, first in phase e. The latest layer that answers replaces the others.

    :param step: grades, scores and fund lines are there.
    :returns: rows of `FundLine` that divide (`of`) lines given before.
    """


@hookspec
def merito_placements(step: Step) -> ResultRows | None:
    """Rankings and merit bands: who stands where.

    Called once in phase e, before the tools. The latest layer that answers replaces the others. Art. 18.

    :param step: the scores are there.
    :returns: rows of `Placement` and `Band`.
    """


@hookspec
def merito_rewards(step: Step) -> ResultRows | None:
    """What is due to whom by one tool.

    Called once per tool, in the order in which the regulation declares them, with `step.tool` set; a function whose
    mark names a tool, for that one alone. Replaced tool by tool by the latest layer that answers. Art. 20 D.Lgs.
    150/2009.

    :param step: what the tools before this one gave is in `so_far`.
    :returns: rows of `Reward`, `FundLine` and `Band` (`merito.kit.prizes`); what is due and saved sums to the lines.
    """


@hookspec
def merito_check_rewards(step: Step) -> ResultRows | None:
    """The rewards of all tools held against the text: no distribution without differences.

    Called once, last in phase e, where no gate stops it. Layers add up, save what a rule of a later layer `implements`
    for the tools that it names. An error refuses its tool or its subject. Art. 18 c. 2 D.Lgs. 150/2009.

    :param step: every tool has given its rewards; nothing is paid or withheld yet.
    :returns: rows of `Finding`.
    """


# --- phase f: reporting --------------------------------------------------------------------------------------


@hookspec
def merito_transparency(step: Step) -> ResultRows | None:
    """Tables that the regulation has published, without any person in them.

    Called once in phase f, after the money is settled. Replaced table by table by the latest layer that gives one, and
    where a rule of it `implements` that of the rows; findings add up. Art. 20 D.Lgs. 33/2013.

    :param step: everything is there, paid and withheld included.
    :returns: rows of `TableRow`.
    """


@hookspec
def merito_documents(step: Step) -> ResultRows | None:
    """Forms and documents that the regulation prints, as rows.

    Called once, last. Replaced table by table, as what is published is. Art. 10 D.Lgs. 150/2009.

    :param step: everything is there.
    :returns: rows of `TableRow`.
    """
