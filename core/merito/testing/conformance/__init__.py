"""The conformance suite: what every plugin must satisfy, as a list of checks.

`regulation_suite` gives the checks to pytest; `merito verify` runs them from the command line.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from merito.contract.faults import PluginError
from merito.model.language import in_words
from merito.model.messages import Code, Message, Ref, say
from merito.testing.cases import CaseError
from merito.testing.conformance import attacked, code, declared, hash_seeds, printed, sentences
from merito.testing.conformance.drafts import DraftCase, draft_of, funds_of, with_fund
from merito.testing.conformance.faults import Advice, Found, NotTried, by_fault, news
from merito.testing.conformance.sameness import BrokenError, compared, same
from merito.testing.conformance.seen import seen
from merito.testing.conformance.subject import Subject, subject_of
from merito.testing.conformance.twins import with_twin
from merito.testing.conformance.watched_code import Watched, watch

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from merito.regulations import Regulations
from merito.testing.soundness import beyond

__all__ = [
    "CHECKS",
    "EXAMPLES",
    "BrokenError",
    "DraftCase",
    "Subject",
    "Told",
    "Watched",
    "beyond",
    "compared",
    "draft_of",
    "drawn_enti",
    "funds_of",
    "lines_of",
    "problems_of",
    "regulation_suite",
    "run_all",
    "same",
    "shown",
    "subject_of",
    "told_by",
    "watch",
    "with_fund",
    "with_twin",
]

Finds = Callable[[Subject], Iterator[Found]]
EXAMPLES = 25


@frozen
class Check:
    """What a check looks for, and what holds if it finds nothing."""

    found: Finds
    holds: Message


def cases_come_out(subject: Subject) -> Iterator[Found]:
    """The worked cases give the expected results."""
    if not subject.cases:
        yield NotTried(say("non ci sono casi svolti"))
    yield from by_fault((case, problem) for case in subject.cases for problem in seen(subject, case).problems)


def _drawn(name: str) -> Finds:
    """A check on enti that are drawn; hypothesis is imported only when it runs."""

    def check(subject: Subject) -> Iterator[Found]:
        from merito.testing.conformance import properties  # noqa: PLC0415 (heavy: hypothesis)

        yield from getattr(properties, name)(subject)

    return check


CHECKS: Mapping[str, Check] = {
    "hooks": Check(declared.hooks_in_use, say("Il regolamento si carica, e i suoi moduli attuano qualcosa.")),
    "contract": Check(
        code.only_the_contract, say("Le regole prendono dal programma soltanto merito, merito.kit e merito.numbers.")
    ),
    "numbers": Check(
        code.numbers_in_parameters,
        say("Ogni numero sta in parameters.toml: il codice tiene 0, 1, 2, 12, 100 e le date."),
    ),
    "exact": Check(
        code.no_float, say("I calcoli sono esatti: nel codice niente float, niente round, nessun punto decimale.")
    ),
    "alone": Check(
        code.no_clock_no_files,
        say("Una regola guarda solo il suo Step: niente orologio, file, caso, né tabelle che [uses] non nomina."),
    ),
    "messages": Check(
        sentences.messages_fit,
        say("Ogni messaggio ha i valori che la sua frase nomina, e nessun altro, in ogni lingua che c'è."),
    ),
    "cited": Check(
        declared.rules_cited,
        say("Ogni regola, lettura, parametro e dato dice il suo articolo, e text.toml quali articoli ha il testo."),
    ),
    "in_force": Check(
        declared.parameters_in_force,
        say("Ogni parametro ha un valore a ogni 1° gennaio di ogni edizione, o nessuno dove lo stabilisce l'ente."),
    ),
    "claimed": Check(
        declared.rules_with_code_and_case,
        say(
            "Una regola calcolata o controllata è un dato, o ha codice che ne porta l'id, e "
            "un caso svolto che la nomina."
        ),
    ),
    "interpretations": Check(
        declared.interpretations_reached,
        say("Ogni lettura è chiesta dal codice o nominata da una regola; tra più scelte, il codice le distingue."),
    ),
    "cases": Check(cases_come_out, say("I casi svolti danno quanto si è calcolato a mano.")),
    "forms": Check(
        printed.forms_filled, say("Ogni modulo nomina colonne che ci sono, e si riempie dai primi casi svolti.")
    ),
    "adversary": Check(
        attacked.nothing_solved,
        say("Dalla cartella da pubblicare dei primi casi svolti nessuno ricava una cifra che vi è nascosta."),
    ),
    "quotients": Check(hash_seeds.no_float_made, say("Nessun quoziente dei casi svolti è un float.")),
    "hash_seed": Check(
        hash_seeds.same_under_every_seed, say("Cifre e testi dei casi svolti sono gli stessi con ogni PYTHONHASHSEED.")
    ),
    "bases": Check(
        _drawn("bases_end_in_inputs"), say("Ogni cifra cita le sue regole e poggia su righe di dati o parametri.")
    ),
    "money": Check(
        _drawn("money_conserved"), say("Un fondo è quanto è liquidabile, sospeso ed economia, al centesimo.")
    ),
    "accounts": Check(_drawn("accounts_hold"), say("Dopo pagamenti e correzioni nessun fondo dà più di quanto ha.")),
    "bounds": Check(_drawn("bounds_respected"), say("Nessuna cifra è sotto zero o sopra il suo massimo.")),
    "missing": Check(
        _drawn("nothing_missing_is_fatal"),
        say("Un ente a cui mancano righe e celle, o con una parola sconosciuta, si calcola lo stesso."),
    ),
    "order": Check(_drawn("rows_in_any_order"), say("L'ordine delle righe non cambia nessuna cifra.")),
    "ids": Check(
        _drawn("ids_decide_nothing"), say("Altri id non cambiano nessuna cifra, salvo l'ultimo centesimo tra pari.")
    ),
    "equals": Check(_drawn("equals_paid_alike"), say("Due persone uguali hanno cifre uguali, al centesimo.")),
    "waits": Check(
        _drawn("waits_for_figures"),
        say(
            "Non si paga né si risparmia nulla che sarebbe un'altra somma quando una cifra "
            "diventa definitiva; ciò che può solo crescere non diventa meno."
        ),
    ),
    "formality": Check(
        _drawn("formalities_hold_one"),
        say(
            "Una formalità che manca alla valutazione di una persona (motivazione, "
            "colloquio, un «no») non sospende la somma di nessun altro."
        ),
    ),
    "whole": Check(
        _drawn("scores_are_whole"), say("Un punteggio a cui manca una voce che il regolamento nomina non è definitivo.")
    ),
    "never_less": Check(
        _drawn("better_never_paid_less"),
        say("Dove uno strumento lo dice, a un punteggio migliore non spetta mai meno."),
    ),
}


@frozen
class Told:
    """The result of a check: its problems, and why it was not tried, or not completely; nothing if it was.

    `advice` names simpler forms of what still works.
    """

    check: str
    problems: tuple[Message, ...] = ()
    untried: tuple[Message, ...] = ()
    advice: tuple[Message, ...] = ()


def told_by(name: str, subject: Subject) -> Told:
    """The result of one check."""
    found = list(CHECKS[name].found(subject))
    return Told(
        name,
        tuple(one for one in found if isinstance(one, Message)),
        tuple(one.why for one in found if isinstance(one, NotTried)),
        tuple(one.what for one in found if isinstance(one, Advice)),
    )


def drawn_enti(subject: Subject) -> "SearchStrategy[DraftCase]":
    """The enti on which the properties are tried, as a strategy of hypothesis, which is imported only here."""
    from merito.testing.conformance.drawn import enti  # noqa: PLC0415 (heavy: hypothesis)

    return enti(subject)


def problems_of(name: str, subject: Subject) -> list[str]:
    """The problems found by one check, as they are read."""
    return list(map(in_words, told_by(name, subject).problems))


def regulation_suite(
    regulation: str, *, cases: Path | None = None, examples: int = EXAMPLES, regulations: "Regulations | None" = None
) -> Callable[..., None]:
    """A pytest test of every check: `test_regulation = regulation_suite("collina")`.

    `cases` is the folder of the worked cases (default: `tests/cases` or `tests/<name>/cases` near the package);
    `examples` says how many enti each property is tried on. Cases that pytest has run as tests are not run again.
    """
    import pytest  # noqa: PLC0415 (only for tests)

    from merito.testing.pytest_plugin import SEEN  # noqa: PLC0415

    subjects: list[Subject] = []
    faults: dict[Ref, str] = {}
    unloaded: list[str] = []

    def subject(config: pytest.Config) -> Subject:
        if unloaded:
            pytest.skip(in_words(say("il regolamento non si può provare, come dice {check}", check=Code(unloaded[0]))))
        if not subjects:
            made = subject_of(regulation, cases, examples, regulations)
            subjects.append(made if regulations else evolve(made, seen=config.stash.setdefault(SEEN, {})))
        return subjects[0]

    @pytest.mark.parametrize("check", list(CHECKS))
    def test_regulation(check: str, pytestconfig: pytest.Config) -> None:
        try:
            found = told_by(check, subject(pytestconfig))
        except (PluginError, CaseError) as error:
            unloaded.append(check)
            pytest.fail(str(error), pytrace=False)
        problems = [in_words(one) for one in news(check, found.problems, faults)]
        if problems:
            pytest.fail("\n".join([shown(check), *problems]), pytrace=False)
        if found.untried:
            pytest.skip("; ".join(map(in_words, found.untried)))

    return test_regulation


def shown(check: str) -> str:
    """What holds if a check finds nothing, in a line."""
    return in_words(CHECKS[check].holds)


def run_all(subject: Subject) -> Iterator[Told]:
    """Every check with its result; a fault that breaks several is reported by the first."""
    faults: dict[Ref, str] = {}
    for name in CHECKS:
        found = told_by(name, subject)
        yield evolve(found, problems=tuple(news(name, found.problems, faults)))


def lines_of(found: Told) -> Iterator[str]:
    """What `merito verify` tells of one check."""
    state = say("FALLA") if found.problems else say("?    ") if found.untried else say("vale ")
    yield f"{in_words(state)}  {found.check}: {shown(found.check)}"
    for problem in (*found.problems, *found.advice):
        yield f"       {in_words(problem)}"
    if found.untried:
        why = "; ".join(map(in_words, found.untried))
        yield f"       {in_words(say('non provato: {why}', why=why))}"
