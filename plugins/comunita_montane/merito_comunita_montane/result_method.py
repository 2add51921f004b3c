"""The method of the result pay that the Giunta approves, between the limits of the CCNL (art. 21 c. 1).

The text has neither the method nor the limits: the ente gives them (I-BL-35). There are two methods: position pay times
a share and the score, or times the share of the level that the score reaches.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from attrs import frozen

from merito import InForce, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import HUNDRED, day_text, fraction, percent_text

TOOL, METHOD, EVALUATION = "result", "result_method", "mayor_evaluation"
FORMULA, SHARE, LEVELS, PROPORTIONAL = "result_formula", "result_share", "result_levels", "proportional"
POSTS = ("position", "manager")
GIVEN = "I-BL-35"


@frozen(kw_only=True)
class Method:
    """The fraction of position pay that a score in percent gives, and the parameters behind it."""

    steps: tuple[tuple[Fraction, Fraction], ...]
    share: Fraction
    parameters: tuple[InForce[object], ...]

    def rate(self, score: Fraction) -> Fraction:
        """The share of the position pay, exact: of the highest level reached, or in proportion to the score."""
        if not self.steps:
            return self.share * score / HUNDRED
        return max((share for least, share in self.steps if score >= least), default=Fraction(0))

    def level(self, score: Fraction) -> Fraction | None:
        """The score in percent at which the highest level reached begins; None below all levels, or without levels."""
        return max((least for least, _ in self.steps if score >= least), default=None)

    @property
    def most(self) -> Fraction:
        """The share of the position pay that the best score gives."""
        return self.rate(HUNDRED)


def method_of(step: Step) -> Method:
    """The ente's method. Raises MissingParameterError while a part of it is not set."""
    formula = step.parameters.choice(FORMULA)
    if formula.value == PROPORTIONAL:
        share = step.parameters.share(SHARE)
        return Method(steps=(), share=share.value, parameters=(formula, share))
    table = step.parameters.table(LEVELS)
    return Method(steps=_levels(table.value) or (), share=Fraction(0), parameters=(formula, table))


def _levels(given: Mapping[str, object]) -> tuple[tuple[Fraction, Fraction], ...] | None:
    """Scores in percent with the share from each on; None if they are invalid, or a score is there twice."""
    rows = []
    for written, share in given.items():
        try:
            least = fraction(Decimal(written))
        except (InvalidOperation, ValueError, OverflowError):
            return None
        if not isinstance(share, Fraction) or not (0 <= least <= HUNDRED and 0 <= share <= 1):
            return None
        rows.append((least, share))
    rising = sorted(rows)
    if len({least for least, _ in rising}) < len(rising):
        return None
    return tuple(rising) if rising and [share for _, share in rising] == sorted(share for _, share in rising) else None


def limits_of(step: Step, post: str) -> tuple[InForce[Fraction], InForce[Fraction]]:
    """The CCNL's minimum and maximum for a kind of post, as shares of the position pay."""
    keys = (f"{post}_result_minimum", f"{post}_result_maximum")
    step.parameters.need(*keys)
    return step.parameters.share(keys[0]), step.parameters.share(keys[1])


def approved_late(step: Step) -> str:
    """That the method was approved after the year or the Sindaco's evaluation (Italian), or nothing."""
    method = min((act for act in step.acts_of(METHOD)), key=lambda act: act.date, default=None)
    if method is None:
        return ""
    judged = min((act.date for act in step.acts_of(EVALUATION) if act.date < method.date), default=None)
    after = [f"dopo la fine del {step.dossier.year}"] if method.date.year > step.dossier.year else []
    after += [f"dopo la valutazione del Sindaco ({day_text(judged)})"] if judged else []
    if not after:
        return ""
    late = f"la metodologia (atto {method.id}) è del {day_text(method.date)}, {' e '.join(after)}"
    return (
        f"{late}: il testo vuole la retribuzione di risultato, a seguito della valutazione, in base a una metodologia "
        "già approvata (art. 21 c. 1); le somme restano"
    )


@hookimpl
@rule("BL-21.1", GIVEN)
def merito_check_parameters(step: Step) -> ResultRows:
    """Levels rise, and a minimum is not above its maximum."""
    yield from (told("error", "BL-21.1", why, phase=Phase.REWARDS, tool=TOOL) for why in _wrong(step))


def _wrong(step: Step) -> Iterator[str]:
    if step.parameters.has(LEVELS) and _levels(step.parameters.table(LEVELS).value) is None:
        yield (
            f"parametro «{LEVELS}» rifiutato: per ogni punteggio da 0 a 100 da cui un livello comincia, una quota da 0 "
            'a 1 che non diminuisce ({ "60" = 0.1, "80" = 0.2 })'
        )
    for post in POSTS:
        keys = (f"{post}_result_minimum", f"{post}_result_maximum")
        if all(step.parameters.has(key) for key in keys):
            least, most = (step.parameters.share(key).value for key in keys)
            if least > most:
                low, high = percent_text(least * HUNDRED), percent_text(most * HUNDRED)
                yield f"il minimo del CCNL ({low}) passa il massimo ({high}): {', '.join(keys)}"
