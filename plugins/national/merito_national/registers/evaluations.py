"""Who made an evaluation: nobody evaluates themselves (L. 241/1990, art. 6-bis)."""

from merito import ResultRows, Step, kit, rule


@rule("IT-PL.27", "I-IT-40", hook="merito_check_plan")
def evaluated_by_oneself(step: Step) -> ResultRows:
    """Whoever is recorded as their own evaluator, unless a rule of the regulation that is in force says so itself."""
    if any(one.implements == step.rule for one in step.rules.values()):
        return
    expected = kit.ExpectedEvaluators(rules=(step.rule,))
    article = step.rules[step.rule].article.partition(";")[0]
    for row in step.dossier.evaluations:
        person = step.dossier.people[row.person]
        one = kit.Evaluated(person=person, role=person.role, expected=expected, row=row)
        yield from kit.of_oneself(step.dossier, one, {}, article=article)
