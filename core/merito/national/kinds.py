"""Bodies for which the national layer has no rules: nothing of it binds them, and they are told so (art. 2)."""

from merito import Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told

WRITTEN_FOR = ("chamber_of_commerce", "state_body", "municipality")
WHY = (
    "le norme nazionali del programma sono scritte per camere di commercio, enti dello Stato e comuni; a questo ente, "
    "di altro tipo, non si applicano: né la validazione della Relazione prima dei premi (art. 14 c. 6), né l'adozione "
    "del Piano (art. 10 c. 5), né le altre. Dove la legge le vuole, le deve contenere il regolamento dell'ente"
)


@hookimpl
@rule("IT-2.1")
def merito_check_plan(step: Step) -> ResultRows:
    """Without this finding an ente would be paid unchecked, without any message."""
    if step.dossier.ente.kind not in WRITTEN_FOR:
        yield told("warning", "IT-2.1", WHY, phase=Phase.REWARDS)
