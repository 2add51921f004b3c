"""Reads `[proceedings]` of `inputs.toml`."""

from merito.contract.offices import POSTS
from merito.contract.proceedings import (
    BLOCKS,
    CONTRARY,
    NOTED,
    PROCEEDS,
    SILENCE,
    WAITS,
    Proceeding,
    ProceedingStep,
)
from merito.declarations.sections import Section


def read_proceeding(section: Section) -> Proceeding:
    """One table of `[proceedings]`."""
    causes = {name: str(label) for name, label in section.mapping("causes").items()}
    steps = tuple(_step(one, tuple(causes)) for one in section.tables("steps"))
    known = section.fill(
        Proceeding,
        name=section.key,
        steps=steps,
        causes=causes,
        posts=section.one_of("posts", POSTS, default=""),
    )
    if not steps:
        section.problem("'steps' is missing: the acts of which it is made, in their order")
    if bool(causes) is not bool(known.cause_rule):
        section.problem("`causes` and `cause_rule` stand together")
    for one in known.steps:
        for kind in one.after:
            if kind not in known.kinds:
                section.problem(f"step {one.act}: 'after' names {kind!r}, no act of this proceeding")
    return known


def _step(section: Section, causes: tuple[str, ...]) -> ProceedingStep:
    step = section.fill(
        ProceedingStep,
        within=section.whole("within"),
        silence=section.one_of("silence", SILENCE, default=WAITS),
        contrary=section.one_of("contrary", CONTRARY, default=NOTED),
    )
    if step.within and not step.after:
        section.problem("`within` wants `after`: how many days after which act")
    if step.silence == PROCEEDS and not step.within:
        section.problem("silence proceeds once the days are over: say `within` and `after`")
    if step.late_contrary and step.contrary != BLOCKS:
        section.problem("`late_contrary` is of an outcome that blocks")
    for cause in step.when:
        if cause not in causes:
            section.problem(f"'when' names {cause!r}, not one of the causes")
    section.close()
    return step
