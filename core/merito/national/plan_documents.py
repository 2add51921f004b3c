"""The acts that adopt the Plan of a cycle: the Plan, the PEG that includes it, the PIAO that absorbs it."""

from collections.abc import Iterator
from datetime import date

from merito import Act, Step

PLAN, PEG, PIAO = "performance_plan", "peg", "piao"
DOCUMENTS = "plan_documents"
LATE, IN_PEG, WITHOUT_PIAO = "I-IT-13", "I-IT-14", "I-IT-08"
MUNICIPALITY, AMENDMENT = "municipality", "amendment:"


def adopted(step: Step) -> Act | None:
    """The first act by which the Plan of the year is adopted, by its body; None while there is none.

    A late Plan is adopted. After the year that it plans it is not, unless a reading says so. A PEG counts in a
    municipality once the ente has adopted that reading; so does a separate Plan once the PIAO has absorbed it. The act
    of an amendment belongs to an earlier Plan.
    """
    return next(_adopting(step), None)


def readings_of(step: Step) -> tuple[str, ...]:
    """Readings without which an existing act would be the adoption of the Plan."""
    found = []
    if any(act.date > _end(step) for kind in _kinds(step) for act in _by_its_body(step, kind)):
        found.append(LATE)
    if _has_peg(step) and _by_its_body(step, PEG):
        found.append(IN_PEG)
    if piao_in_force(step) and _by_its_body(step, PLAN):
        found.append(WITHOUT_PIAO)
    return tuple(found)


def piao_in_force(step: Step) -> bool:
    """Whether the PIAO has absorbed the Plan in the year of the cycle."""
    return PIAO in step.parameters.list(DOCUMENTS).value


def _adopting(step: Step) -> Iterator[Act]:
    late = step.readings[LATE].choice == "counts"
    for kind in _kinds(step):
        if kind == PEG and not _adopted(step, IN_PEG, "is_plan"):
            continue
        if kind == PLAN and piao_in_force(step) and not _adopted(step, WITHOUT_PIAO, "plan_alone"):
            continue
        yield from (act for act in _by_its_body(step, kind) if late or act.date <= _end(step))


def _adopted(step: Step, reading: str, choice: str) -> bool:
    return step.readings[reading].choice == choice


def _kinds(step: Step) -> list[str]:
    known = [str(kind) for kind in step.parameters.list(DOCUMENTS).value]
    return [kind for kind in known if kind != PEG or _has_peg(step)]


def _has_peg(step: Step) -> bool:
    return step.dossier.ente.kind == MUNICIPALITY and PEG in step.parameters.list(DOCUMENTS).value


def _by_its_body(step: Step, kind: str) -> list[Act]:
    body = step.act_kinds[kind].body
    amending = {one.act for one in step.dossier.amendments if one.act}
    acts = (act for act in step.acts_of(kind) if act.of_body(body))
    return [act for act in acts if act.id not in amending and not (act.subject or "").startswith(AMENDMENT)]


def piao_of_others(step: Step) -> list[Act]:
    """The PIAOs of a body that does not adopt it."""
    return [act for act in step.acts_of(PIAO) if not act.of_body(step.act_kinds[PIAO].body)]


def _end(step: Step) -> date:
    return date(step.dossier.year, 12, 31)
