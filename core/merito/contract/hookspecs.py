"""The contract between the engine and a regulation: the hooks, in the order of the performance cycle.

A hook is called with one `Step` for the whole dossier and yields rows of results. It may also return them in any other
iterable. `None` means "not mine". A hook that yields nothing has answered with no rows: a fund that it leaves undivided
stays withheld. Several functions of a module may implement one hook, each under a descriptive name
(`@rule("X-5", hook="merito_rewards")`). `@rule("X-5", tool="annual", ...)` limits a function to one tool. A parameter
without a value blocks only the function that asks for it.

The functions of one layer are called in the order of its `rules.toml` (the first rule of `@rule`), then of source, and
their answers are added up; a duplicate key is an error. Over the layers (national,
regulation, ente), hooks that *declare* are added up, except gates and checks that a later rule `implements`. Hooks that
*compute* are replaced by the latest layer that answers; the layers below it are not called. Published and printed
tables are replaced one by one.

A hook is called once for all people. Use columns of `merito.kit` for what concerns everybody; they make the rows:
`scores(step, ...)`, `prizes(step, divided(line, scored(step)))`. Use the indexes of the core for one person, post, unit
or indicator: `step.dossier.ratings.of("P1")`, `step.dossier.service_of("P1")`, `posts_of(step, "P1")`,
`step.so_far.score("P1")`.
"""

from collections.abc import Callable
from typing import TypeVar

import pluggy

from merito.contract.step import Step
from merito.model.results import ResultRows

PROJECT = "merito"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
Function = TypeVar("Function", bound=Callable[..., object])


def rule(*ids: str, hook: str = "", tool: str | None = None) -> Callable[[Function], Function]:
    """Mark a function with the hook that it implements, and with its rules and interpretations.

    The function has a name of its own, such as the step of the text that it computes. Only `rules.toml` contains the
    citations; the decorator contains the ids. With `tool` the function is called only for that tool. Without `hook` it
    is a step that other functions call, and shows where its articles are implemented. A function whose rows cite rules
    that other layers declare has a hook and no ids.
    """
    if not ids and not hook:
        raise ValueError("@rule needs the id of at least one rule, or a hook")

    def mark(function: Function) -> Function:
        marked: tuple[str, ...] = getattr(function, "merito_rules", ())
        function.merito_rules = (*ids, *marked)  # type: ignore[attr-defined]
        function.merito_tool = tool or getattr(function, "merito_tool", None)  # type: ignore[attr-defined]
        if not hook:
            return function
        function.merito_hook = hook  # type: ignore[attr-defined]
        return hookimpl(specname=hook)(function)

    return mark


# --- declare: what the year asks for, before anything is computed -------------------------------------------


@hookspec
def merito_deadlines(step: Step) -> ResultRows | None:
    """The deadlines of the year: what is due, by when, and the kind of act that meets it.

    Called once, first. Layers add up. Declare a deadline on the day of a parameter, or a number of days after an act,
    in `rules.toml` instead. Art. 10 D.Lgs. 150/2009.

    :param step: nothing is computed yet.
    :returns: rows of `Deadline`.
    """


@hookspec
def merito_gates(step: Step) -> ResultRows | None:
    """The acts without which a phase, a tool or a subject does not go on.

    Called once, before the phases; the core evaluates the gates. A closed gate without tool and subject stops its
    phase; with one of them, the money is computed and held. Layers add up, except that a gate replaces the one of a
    lower layer that its rule `implements`. Declare a gate that depends on no figure in `rules.toml` instead. Art. 14
    D.Lgs. 150/2009.

    :param step: nothing is computed yet.
    :returns: rows of `Gate`.
    """


@hookspec
def merito_check_parameters(step: Step) -> ResultRows | None:
    """Checks parameters against each other: shares that sum to their block, ratios between bands.

    Called once, before the phases. Layers add up. An error refuses its tool, or its phase if it names none.

    :param step: nothing is computed yet.
    :returns: rows of `Finding`.
    """


@hookspec
def merito_check_plan(step: Step) -> ResultRows | None:
    """Checks the data against the text: objectives have indicators, weights sum, points are within their maximum.

    Called once, before the phases, and also by `merito check`: report every error here that does not depend on computed
    figures. An error about a person or a post refuses only that subject: `merito.kit.refusals` gives those of ratings.
    Layers add up. Art. 5 D.Lgs. 150/2009.

    :param step: nothing is computed yet.
    :returns: rows of `Finding`.
    """


# --- phase a: objectives, expected results, indicators -------------------------------------------------------


@hookspec
def merito_cascade(step: Step) -> ResultRows | None:
    """Which dashboard carries which indicator, and the gaps of the cascade.

    Called once in phase a. The latest layer that answers replaces the others. Art. 4 c. 2 a.

    :param step: gates and deadlines are evaluated.
    :returns: rows of `Carried` and `Finding`.
    """


# --- phase b: objectives tied to resources -------------------------------------------------------------------


@hookspec
def merito_funds(step: Step) -> ResultRows | None:
    """The funds of the year and their first division into lines.

    Called once in phase b. The latest layer that answers replaces the others, fund by fund. Art. 4 c. 2 b.

    :param step: the cascade is computed.
    :returns: rows of `FundLine`; the lines without `of` sum to the fund that the ente gave.
    """


@hookspec
def merito_position_values(step: Step) -> ResultRows | None:
    """Score and yearly pay of every position.

    Called once in phase b, after the funds. The latest layer that answers replaces the others.

    :param step: the fund lines are computed.
    :returns: rows of `PositionValue`, with fund lines that divide the part for positions (`of`).
    """


@hookspec
def merito_check_positions(step: Step) -> ResultRows | None:
    """Checks the pay of every position against the text: it is within its limits.

    Called once, last in phase b, so that no gate on the rewards stops it. Layers add up.

    :param step: score and pay of the positions are computed.
    :returns: rows of `Finding`.
    """


# --- phase c: monitoring -------------------------------------------------------------------------------------


@hookspec
def merito_monitor(step: Step) -> ResultRows | None:
    """State of the indicators during the year, gaps and new forecasts.

    Called once in phase c. The latest layer that answers replaces the others. Art. 6 D.Lgs. 150/2009.

    :param step: cascade and resources are computed.
    :returns: rows of `Monitored` and `Finding`.
    """


# --- phase d: measurement and evaluation ---------------------------------------------------------------------


@hookspec
def merito_indicator_grades(step: Step) -> ResultRows | None:
    """Grade of every indicator of the year.

    Called once, first in phase d. The latest layer that answers replaces the others; the national layer has a default.
    Art. 8 D.Lgs. 150/2009.

    :param step: the plan and its measures.
    :returns: rows of `Grade`, scope `indicator`.
    """


@hookspec
def merito_roll_up(step: Step) -> ResultRows | None:
    """Grades of objectives, areas, dashboards, units and of the ente, from those of the indicators.

    Called once in phase d, after the indicators. The latest layer that answers replaces the others.

    :param step: the indicators' grades are computed.
    :returns: rows of `Grade`, of every scope above the indicator.
    """


@hookspec
def merito_person_scores(step: Step) -> ResultRows | None:
    """Individual evaluation of every person: score, maximum, level.

    Called once in phase d, after the roll-up. The latest layer that answers replaces the others. Somebody who is not
    evaluated has a row without a score: while somebody has none, nothing is published of the role. Art. 9.

    :param step: the grades are computed.
    :returns: rows of `PersonScore` (`merito.kit.scores`) and `Finding`.
    """


# --- phase e: rewards ----------------------------------------------------------------------------------------


@hookspec
def merito_available(step: Step) -> ResultRows | None:
    """The part of each fund that may be paid, after cuts because of results or an attestation.

    Called once, first in phase e. The latest layer that answers replaces the others.

    :param step: grades, scores and fund lines are computed.
    :returns: rows of `FundLine` that divide (`of`) earlier lines.
    """


@hookspec
def merito_placements(step: Step) -> ResultRows | None:
    """Rankings and merit bands: everybody's place and band.

    Called once in phase e, before the tools. The latest layer that answers replaces the others. Art. 18.

    :param step: the scores are computed.
    :returns: rows of `Placement` and `Band`.
    """


@hookspec
def merito_rewards(step: Step) -> ResultRows | None:
    """The sums due to each person through one tool.

    Called once per tool, in the order of `inputs.toml`, with `step.tool` set. A function whose `@rule` names a tool is
    called only for that one. The latest layer that answers replaces the others, tool by tool. Art. 20 D.Lgs. 150/2009.

    :param step: `so_far` contains the results of the tools before this one.
    :returns: rows of `Reward`, `FundLine` and `Band` (`merito.kit.prizes`); due sums and savings add up to the lines.
    """


@hookspec
def merito_check_rewards(step: Step) -> ResultRows | None:
    """Checks the rewards of all tools against the text: a distribution must differentiate.

    Called once, last in phase e, unless a gate stops the phase. Layers add up, except that a rule of a later layer
    replaces the one that it `implements`, for the tools that it names. An error refuses its tool or its subject. Art.
    18 c. 2 D.Lgs. 150/2009.

    :param step: all tools have given their rewards; nothing is paid or withheld yet.
    :returns: rows of `Finding`.
    """


# --- phase f: reporting --------------------------------------------------------------------------------------


@hookspec
def merito_transparency(step: Step) -> ResultRows | None:
    """Tables that must be published, without any person in them.

    Called once in phase f, after the money is settled. Replaced table by table by the latest layer that gives one, and
    where one of its rules `implements` that of the rows; findings add up. Art. 20 D.Lgs. 33/2013.

    :param step: all results are there, paid and withheld sums included.
    :returns: rows of `TableRow`.
    """


@hookspec
def merito_documents(step: Step) -> ResultRows | None:
    """Forms and documents that the regulation prints, as rows.

    Called once, last. Replaced table by table, like published tables. Art. 10 D.Lgs. 150/2009.

    :param step: all results are there.
    :returns: rows of `TableRow`.
    """
