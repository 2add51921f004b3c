"""Reads who decides a reading or the value of a parameter."""

from merito.contract.rulebook import Competence
from merito.declarations.sections import Section
from merito.model.messages import say


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
        section.problem(say("«before_by» e «before_act» stanno insieme: chi decide, e finché non c'è quale atto"))
    if (found.bodies or found.before_by or found.agreed_by) and not found.cites:
        section.problem(say("manca «decided_under», l'articolo che dice chi decide"))
    if found.before_by and not found.bodies:
        section.problem(say("manca «decided_by»: chi decide dopo l'atto di «before_act»"))
    return found
