"""Reads who decides a reading or the value of a parameter."""

from merito.contract.rulebook import Competence
from merito.declarations.sections import Section


def read_competence(section: Section) -> Competence:
    """The bodies, and the agreement or opinion beside their act; errors go to the section."""
    found = Competence(
        bodies=section.texts("decided_by"),
        before_by=section.texts("before_by"),
        before_act=section.text("before_act"),
        agreed_by=section.texts("agreed_by"),
        cites=section.text("decided_under"),
    )
    if bool(found.before_by) is not bool(found.before_act):
        section.problem("`before_by` and `before_act` stand together: who decides, until there is which act")
    if (found.bodies or found.before_by or found.agreed_by) and not found.cites:
        section.problem("`decided_under` is missing: the article that says who decides")
    if found.before_by and not found.bodies:
        section.problem("`decided_by` is missing: who decides once there is the act of `before_act`")
    return found
