"""Reads `[offices]`, `[bodies]` and `[proceedings]` of `inputs.toml`."""

from merito.contract.offices import POSTS, BodyKind, Office
from merito.contract.proceedings import (
    BLOCKS,
    CONTRARY,
    LEADERS,
    NOTED,
    PROCEEDS,
    SILENCE,
    WAITS,
    Proceeding,
    ProceedingStep,
)
from merito.declarations.sections import Section
from merito.model.messages import Code, say
from merito.model.people import ENDED_BY, REVOCATION, TITLES

TOGETHER = (
    ("titles", "titles_rule"),
    ("category", "category_rule"),
    ("earlier_until", "earlier_rule"),
    ("since", "since_rule"),
    ("barred_by", "barred_rule"),
    ("renounced_by", "renounced_rule"),
    ("conferred_by", "act_rule"),
    ("delegated_by", "delegated_rule"),
)


def read_office(section: Section) -> Office:
    """One table of `[offices]`."""
    office = section.fill(
        Office,
        name=section.key,
        posts=section.one_of("posts", POSTS),
        most_years=section.whole("most_years"),
        least_years=section.whole("least_years"),
        barred_after=section.whole("barred_after"),
        since=section.day("since"),
        earlier_until=section.day("earlier_until"),
        titles=_numbers(section, "titles"),
        revoked_as=section.texts("revoked_as") or (REVOCATION,),
    )
    for name in office.titles:
        if name not in TITLES:
            section.problem(
                say("«titles» nomina {name}, che non è uno tra {titles}", name=Code(name), titles=tuple(TITLES))
            )
    for name in office.revoked_as:
        if name not in ENDED_BY:
            section.problem(
                say("«revoked_as» nomina {name}, che non è uno tra {causes}", name=Code(name), causes=tuple(ENDED_BY))
            )
    for one, other in TOGETHER:
        if bool(getattr(office, one)) is not bool(getattr(office, other)):
            section.problem(say("«{one}» e «{other}» stanno insieme", one=one, other=other))
    return office


def read_body(section: Section) -> BodyKind:
    """One table of `[bodies]`; its title is missing only if a lower layer gives it."""
    return section.fill(
        BodyKind,
        own_names=(),
        name=section.key,
        members=section.whole("members"),
        most_years=section.whole("most_years"),
        roles=_numbers(section, "roles"),
    )


def _numbers(section: Section, key: str) -> dict[str, int]:
    inner = section.inner(key)
    if inner is None:
        return {}
    names = list(inner.mapping_names())
    return {name: inner.whole(name) for name in names}


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
        section.problem(say("manca «steps»: gli atti di cui è fatto, nel loro ordine"))
    if bool(causes) is not bool(known.cause_rule):
        section.problem(say("«causes» e «cause_rule» stanno insieme"))
    for one in known.steps:
        for kind in one.after:
            if kind not in known.kinds:
                section.problem(
                    say(
                        "passo {act}: «after» nomina {kind}, che non è un atto di questo procedimento",
                        act=one.act,
                        kind=Code(kind),
                    )
                )
    return known


def _step(section: Section, causes: tuple[str, ...]) -> ProceedingStep:
    step = section.fill(
        ProceedingStep,
        within=section.whole("within"),
        silence=section.one_of("silence", SILENCE, default=WAITS),
        contrary=section.one_of("contrary", CONTRARY, default=NOTED),
        missing=section.one_of("missing", CONTRARY, default=NOTED),
    )
    if step.within and not step.after:
        section.problem(say("«within» vuole «after»: quanti giorni dopo quale atto"))
    if step.silence == PROCEEDS and not step.within:
        section.problem(say("il silenzio lascia proseguire quando i giorni sono passati: scrivere «within» e «after»"))
    if step.late_contrary and step.contrary != BLOCKS:
        section.problem(say("«late_contrary» è di un esito che ferma («contrary» = blocks)"))
    for cause in step.when:
        if cause not in causes:
            section.problem(say("«when» nomina {cause}, che non è una delle cause", cause=Code(cause)))
    for role in step.not_under:
        if role not in LEADERS:
            section.problem(
                say("«not_under» nomina {role}, che non è uno di {leaders}", role=Code(role), leaders=tuple(LEADERS))
            )
    section.close()
    return step
