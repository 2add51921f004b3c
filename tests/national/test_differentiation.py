"""No equal prizes for all (art. 18 c. 2): tests every tool of merit or result, unless the regulation does so itself."""

from collections.abc import Callable

import pytest
from small_plugins import ONE_TOOL, VALIDATED, Install, RunIn, WriteEnte

from merito import Finding, PluginError, plain
from merito.testing import Record

ADOPTED = (
    "id,kind,date,body\nR,performance_report,2022-05-01,\nV,report_validation,2022-05-02,\n"
    "P,performance_plan,2021-01-20,\nL,reading_adoption,2021-01-02,Giunta\n"
)
PAYS = """
@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    return Results(scores=tuple(
        PersonScore(person=row.person, score=row.points, maximum=100, level=row.section,
                    rules=("X-1",))
        for row in step.dossier.ratings
    ))

@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    rewards = tuple(
        Reward(person=row.person, tool="annual", fund="premi", item="fondo", due=Decimal(row.note), rules=("X-1",), rests_on=())
        for row in step.dossier.candidates if row.tool == step.tool
    )
    return Results(rewards=rewards)
"""
RULES = """
["X-1"]
article = "art. 1"
phase = "d"
kind = "computation"
text = "Una regola di prova."
status = "computed"
"""
OWN_TEST = """
["X-2"]
article = "art. 2"
phase = "e"
kind = "constraint"
text = "Nessuna distribuzione indifferenziata."
status = "recorded"
implements = "IT-18.2"
tools = ["{tool}"]
"""
Made = Callable[..., Record]


@pytest.fixture
def made(install: Install, write_ente: WriteEnte, run_in: RunIn) -> Made:
    """People with a score and a level, and what a tool gives to each (euro): all staff, except M, a manager."""

    def make(
        scores: dict[str, int],
        dues: dict[str, str],
        levels: dict[str, str] | None = None,
        tool: str = "",
        rules: str = "",
        adopted: str = "",
        acts: str = ADOPTED,
        validation: str = "binding",
    ) -> Record:
        inputs = ONE_TOOL + tool
        regulations = install("prova", PAYS, rules=RULES + rules, files={"inputs.toml": inputs})
        total = sum(int(one.replace(".", "")) for one in dues.values())
        level = levels or {}
        people = dict.fromkeys((*scores, *dues))
        data = {
            "2021/cycle.toml": f"[funds]\npremi = {total // 100}.{total % 100:02}\n[readings]\n"
            f'"I-IT-02" = {{ choice = "{validation}", act = "L" }}\n{adopted}',
            "2021/people.csv": "id,role\n"
            + "".join(f"{one},{'manager' if one == 'M' else 'staff'}\n" for one in people),
            "2021/acts.csv": acts,
            "2021/ratings.csv": "person,factor,section,points\n"
            + "".join(f"{one},f,{level.get(one, '')},{score}\n" for one, score in scores.items()),
            "2021/candidates.csv": "person,tool,note\n" + "".join(f"{one},annual,{due}\n" for one, due in dues.items()),
        }
        return run_in(write_ente("prova", data), regulations)

    return make


def found(record: Record) -> list[tuple[str, str | None]]:
    """What "IT-18.2" reports: the severity, and the tool."""
    return [(one.severity, one.tool) for one in _told(record)]


def _told(record: Record) -> list[Finding]:
    return [one for one in record.results.findings if one.rule == "IT-18.2"]


def states(record: Record) -> set[tuple[str, str]]:
    return {(str(one.payable), one.state.value) for one in record.results.rewards}


SCORES = {"P1": 90, "P2": 70, "P3": 60}
ALIKE = dict.fromkeys(SCORES, "100.00")


def test_different_scores_all_paid_alike_hold_the_tool(made: Made) -> None:
    """No level tells them apart, whatever is compared: the money is withheld, and nobody is refused it."""
    record = made(SCORES, ALIKE)
    assert found(record) == [("warning", "annual")]
    assert states(record) == {("0.00", "withheld")}
    assert [str(line.withheld) for line in record.results.fund_lines] == ["300.00"]


def test_the_odd_cent_of_equal_parts_is_no_difference(made: Made) -> None:
    assert found(made(SCORES, {"P1": "33.34", "P2": "33.33", "P3": "33.33"})) == [("warning", "annual")]


EQUAL = dict.fromkeys(SCORES, 80)
ADOPT = '"I-IT-47" = {{ choice = "{}", act = "L" }}\n'.format


def test_equal_scores_paid_alike_are_held_until_the_ente_adopts_a_reading(made: Made) -> None:
    record = made(EQUAL, ALIKE)
    assert (found(record), states(record)) == ([("warning", "annual")], {("0.00", "withheld")})
    assert {str(told) for one in record.results.rewards for told in one.alternative} == {"I-IT-47=warning: 100.00"}


def test_equal_scores_paid_alike_are_paid_where_that_is_a_warning(made: Made) -> None:
    record = made(EQUAL, ALIKE, adopted=ADOPT("warning"))
    assert (found(record), states(record)) == ([("warning", "annual")], {("100.00", "final")})


DECIDED = {
    "nobody has decided": ("", "warning", "withheld"),
    "the body that divides the tool has": ("D,equal_prizes_decision,2022-06-01,Giunta\n", "info", "final"),
    "another body has": ("D,equal_prizes_decision,2022-06-01,Ufficio personale\n", "warning", "withheld"),
    "a body that is not named has": ("D,equal_prizes_decision,2022-06-01,\n", "warning", "withheld"),
}


@pytest.mark.parametrize("case", DECIDED)
def test_equal_scores_are_held_where_that_is_adopted_until_the_body_decides(made: Made, case: str) -> None:
    act, severity, state = DECIDED[case]
    record = made(EQUAL, ALIKE, adopted=ADOPT("held"), acts=ADOPTED + act)
    assert (found(record), {one.state.value for one in record.results.rewards}) == ([(severity, "annual")], {state})


def test_bands_that_differ_are_no_distribution_to_all_alike(made: Made) -> None:
    """Equal sums inside a band, whatever the scores: the test is on the whole division."""
    record = made({**SCORES, "P4": 50}, {"P1": "150.00", "P2": "150.00", "P3": "50.00", "P4": "50.00"})
    assert (found(record), len(states(record))) == ([], 2)


def test_who_is_evaluated_and_not_paid_makes_a_difference(made: Made) -> None:
    assert found(made(SCORES, {"P1": "100.00", "P2": "100.00"})) == []


def test_people_of_another_role_make_no_difference(made: Made) -> None:
    assert found(made({**SCORES, "M": 95}, ALIKE)) == [("warning", "annual")]


def test_one_person_alone_is_told_apart_from_nobody(made: Made) -> None:
    assert found(made({"P1": 90}, {"P1": "100.00"})) == []


def test_people_paid_without_any_evaluation_are_told_by_their_number(made: Made) -> None:
    record = made({"P1": 90}, {"P1": "100.00", "P2": "100.00"})
    assert found(record) == [("warning", "annual")]
    assert states(record) == {("100.00", "final")}
    assert [
        plain(one.message)
        for one in record.results.findings
        if one.rule == "IT-18.2" and "1 su 2" in plain(one.message)
    ] != []


LEVELS = '"I-IT-46" = { choice = "levels", act = "L" }\n'


def test_by_levels_the_same_sum_in_the_same_level_is_a_warning(made: Made) -> None:
    record = made(SCORES, ALIKE, levels=dict.fromkeys(SCORES, "alto"), adopted=LEVELS)
    assert (found(record), states(record)) == ([("warning", "annual")], {("100.00", "final")})
    (told,) = [plain(one.message) for one in record.results.findings if one.rule == "IT-18.2"]
    assert told == (
        "punteggi diversi nello stesso livello o nella stessa fascia, e a tutti la stessa parte (3 persone): non è una "
        "distribuzione indifferenziata (I-IT-46), ma non distingue nessuno"
    )


def test_until_the_ente_says_what_is_compared_the_same_sum_in_the_same_level_is_held(made: Made) -> None:
    record = made(SCORES, ALIKE, levels=dict.fromkeys(SCORES, "alto"))
    assert (found(record), states(record)) == ([("warning", "annual")], {("0.00", "withheld")})
    assert {plain(one.reason).split(":")[0] for one in record.results.rewards} == {"I-IT-46"}


RETIRED = '"I-IT-17" = { choice = "levels", act = "L" }\n'


def test_a_retired_reading_is_told_once_with_those_that_replace_it_and_adopts_none(made: Made) -> None:
    record = made(SCORES, ALIKE, levels=dict.fromkeys(SCORES, "alto"), adopted=RETIRED)
    assert states(record) == {("0.00", "withheld")}
    (told,) = [one for one in record.results.findings if one.subject == "reading:I-IT-17"]
    assert told.severity == "warning"
    assert plain(told.message) == (
        "la lettura I-IT-17 (enti/prova/2021/cycle.toml) non c'è più: la sostituiscono I-IT-46 e I-IT-47. La sua scelta "
        "non vale per queste, e l'ente le adotta con un atto; la riga vecchia si toglie dalle letture"
    )


def test_by_levels_different_levels_paid_alike_are_held(made: Made) -> None:
    record = made(SCORES, ALIKE, levels={"P1": "alto", "P2": "medio", "P3": "medio"}, adopted=LEVELS)
    assert found(record) == [("warning", "annual")]


UNVERIFIED = '"I-IT-46" = { choice = "unverified", act = "L" }\n'


def test_where_only_the_unverified_is_forbidden_prizes_alike_are_paid_and_told(made: Made) -> None:
    record = made(SCORES, ALIKE, adopted=UNVERIFIED)
    assert (found(record), states(record)) == ([("warning", "annual")], {("100.00", "final")})


def test_without_a_validation_where_none_is_asked_for_they_are_held_all_the_same(made: Made) -> None:
    acts = ADOPTED.replace("V,report_validation,2022-05-02,\n", "")
    record = made(SCORES, ALIKE, adopted=UNVERIFIED, acts=acts, validation="not_binding")
    assert (found(record), states(record)) == ([("warning", "annual")], {("0.00", "withheld")})


def test_a_tool_that_the_regulation_tests_by_itself_is_not_tested_twice(made: Made) -> None:
    record = made(SCORES, ALIKE, rules=OWN_TEST.format(tool="annual"))
    assert (found(record), states(record)) == ([], {("100.00", "final")})


OTHER = '[tools.other]\nlabel = "altro"\ntitle = "Altro"\ncites = "art. 3"\nfund = "premi"\n'


def test_its_other_tools_are_tested_by_the_law(made: Made) -> None:
    assert found(made(SCORES, ALIKE, tool=OTHER, rules=OWN_TEST.format(tool="other"))) == [("warning", "annual")]


def test_the_pay_of_a_post_is_no_prize(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    files = {"inputs.toml": ONE_TOOL + 'pays = "post"\n'}
    regulations = install("prova", PAYS, files=files)
    data = {
        "2021/cycle.toml": "[funds]\npremi = 200\n",
        "2021/people.csv": "id\nP1\nP2\n",
        "2021/acts.csv": VALIDATED,
        "2021/ratings.csv": "person,factor,points\nP1,f,90\nP2,f,70\n",
        "2021/candidates.csv": "person,tool,note\nP1,annual,100.00\nP2,annual,100.00\n",
    }
    assert found(run_in(write_ente("prova", data), regulations)) == []


def test_a_rule_names_tools_that_there_are(install: Install) -> None:
    regulations = install("prova", rules=RULES + OWN_TEST.format(tool="anual"), files={"inputs.toml": ONE_TOOL})
    with pytest.raises(PluginError, match=r"non c'è uno strumento «anual». Forse «annual»\?"):
        regulations.stack("prova")


CHECKS = """
@hookimpl
@rule("X-1")
def merito_check_rewards(step: Step) -> Results | None:
    total = sum(one.due for one in step.so_far.rewards)
    why = f"in tutto {total}"
    return Results(findings=(Finding(severity="error", phase=Phase.REWARDS, rule="X-1", message=why, tool="annual"),))
"""


def test_a_regulation_checks_the_rewards_before_they_are_paid(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", PAYS + CHECKS, files={"inputs.toml": ONE_TOOL})
    data = {
        "2021/cycle.toml": "[funds]\npremi = 200\n",
        "2021/people.csv": "id\nP1\nP2\n",
        "2021/acts.csv": VALIDATED,
        "2021/candidates.csv": "person,tool,note\nP1,annual,120.00\nP2,annual,80.00\n",
    }
    record = run_in(write_ente("prova", data), regulations)
    assert [plain(one.message) for one in record.results.findings if one.rule == "X-1"] == ["in tutto 200.00"]
    assert states(record) == {("0.00", "refused")}


PARTS = """
@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    scores = tuple(PersonScore(person=row.person, score=row.points, maximum=100, rules=("X-1",))
                   for row in step.dossier.ratings)
    return Results(scores=scores)

@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    rewards = tuple(
        Reward(person=row.person, tool="annual", fund="premi", item="fondo", due=row.share, most=row.score,
               rules=("X-1",), rests_on=())
        for row in step.dossier.candidates
    )
    return Results(rewards=rewards)
"""
OF_MOST = {
    "the same sum of unequal posts by chance: 360 of 400 and 360 of 600": ("400", "360", "600", "360", "720", []),
    "the same part of unequal posts: 200 of 400 and 300 of 600": (
        "400",
        "200",
        "600",
        "300",
        "500",
        [("warning", "annual")],
    ),
}


@pytest.mark.parametrize("case", OF_MOST)
def test_what_each_takes_is_measured_on_the_most(
    install: Install, write_ente: WriteEnte, run_in: RunIn, case: str
) -> None:
    one_most, one, other_most, other, total, expected = OF_MOST[case]
    regulations = install("prova", PARTS, files={"inputs.toml": ONE_TOOL + 'pays = "result"\n'})
    data = {
        "2021/cycle.toml": f"[funds]\npremi = {total}\n",
        "2021/people.csv": "id,role\nP1,po\nP2,po\n",
        "2021/acts.csv": VALIDATED,
        "2021/ratings.csv": "person,factor,points\nP1,f,90\nP2,f,60\n",
        "2021/candidates.csv": f"person,tool,score,share\nP1,annual,{one_most},{one}\nP2,annual,{other_most},{other}\n",
    }
    assert found(run_in(write_ente("prova", data), regulations)) == expected


def test_a_prize_to_a_group_is_not_held_against_the_scores_of_its_people(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", PAYS, files={"inputs.toml": ONE_TOOL})
    data = {
        "2021/cycle.toml": "[funds]\npremi = 200\n",
        "2021/people.csv": "id\nP1\nP2\n",
        "2021/acts.csv": VALIDATED,
        "2021/ratings.csv": "person,factor,points\nP1,f,90\nP2,f,70\n",
        "2021/candidates.csv": "person,tool,group,note\nP1,annual,G,100.00\nP2,annual,G,100.00\n",
    }
    assert found(run_in(write_ente("prova", data), regulations)) == []


OUT_OF = """
@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    scores = tuple(PersonScore(person=row.person, score=row.points, maximum=row.max, rules=("X-1",))
                   for row in step.dossier.ratings)
    return Results(scores=scores)

@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    return Results(rewards=tuple(
        Reward(person=row.person, tool="annual", fund="premi", item="fondo", due=Decimal("100.00"), rules=("X-1",), rests_on=())
        for row in step.dossier.ratings
    ))
"""
OF_THEIR_MAXIMUM = {
    "45 of 50 is 90 of 100": ("P1,f,45,50\nP2,f,90,100\n", [("warning", "annual", True)]),
    "90 of 100 is not 90 of 120": ("P1,f,90,100\nP2,f,90,120\n", [("warning", "annual", False)]),
    "where a maximum is missing the scores are compared": ("P1,f,90,100\nP2,f,90,\n", [("warning", "annual", True)]),
}


@pytest.mark.parametrize("case", OF_THEIR_MAXIMUM)
def test_an_evaluation_is_its_score_out_of_its_maximum(
    install: Install, write_ente: WriteEnte, run_in: RunIn, case: str
) -> None:
    ratings, expected = OF_THEIR_MAXIMUM[case]
    regulations = install("prova", OUT_OF, files={"inputs.toml": ONE_TOOL})
    data = {
        "2021/cycle.toml": "[funds]\npremi = 200\n",
        "2021/people.csv": "id\nP1\nP2\n",
        "2021/acts.csv": VALIDATED,
        "2021/ratings.csv": f"person,factor,points,max\n{ratings}",
    }
    record = run_in(write_ente("prova", data), regulations)
    assert [(one.severity, one.tool, "stesso punteggio" in plain(one.message)) for one in _told(record)] == expected


AMONG = """
@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    scores = tuple(PersonScore(person=row.person, score=row.points, maximum=100, rules=("X-1",))
                   for row in step.dossier.ratings)
    return Results(scores=scores)

@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    due = Decimal("100.00")
    line = FundLine(fund="premi", item="premi", of="fondo", amount=3 * due, savings=due, rules=("X-1",), {line})
    return Results(fund_lines=(line,), rewards=tuple(
        Reward(person=one, tool="annual", fund="premi", item="premi", due=due, rules=("X-1",), rests_on=()) for one in ("P1", "P2")
    ))
"""
OF_A_LINE = {
    "nothing said: everybody of the role could have it, and P3 has not": ("", []),
    "P3 does not take part: the division is alike to all who do": ('among=("P1", "P2")', [("warning", "annual")]),
    "P3 takes part and has nothing": ('among=("P1", "P2", "P3")', []),
    "no criterion looks at the evaluations": ("by_evaluation=False", [("warning", "annual")]),
    "a criterion does": ("by_evaluation=True", []),
}


@pytest.mark.parametrize("case", OF_A_LINE)
def test_a_line_says_among_whom_it_is_divided_and_whether_by_evaluation(
    install: Install, write_ente: WriteEnte, run_in: RunIn, case: str
) -> None:
    said, expected = OF_A_LINE[case]
    regulations = install("prova", AMONG.replace("{line}", said), files={"inputs.toml": ONE_TOOL})
    data = {
        "2021/cycle.toml": "[funds]\npremi = 300\n",
        "2021/people.csv": "id\nP1\nP2\nP3\n",
        "2021/acts.csv": VALIDATED,
        "2021/ratings.csv": "person,factor,points\nP1,f,90\nP2,f,70\nP3,f,60\n",
    }
    assert found(run_in(write_ente("prova", data), regulations)) == expected


BY_BANDS = {
    "by the band of the line, the same for both": ('compared={"P1": "da 60", "P2": "da 60"}', "warning", "final"),
    "by two bands": ('compared={"P1": "da 80", "P2": "da 60"}', "warning", "withheld"),
    "by none, whatever the level of the evaluation": ("compared={}", "warning", "withheld"),
    "unknown: by the level of the evaluation": ("", "warning", "final"),
}


@pytest.mark.parametrize("case", BY_BANDS)
def test_what_the_division_compares_is_said_by_its_line(
    install: Install, write_ente: WriteEnte, run_in: RunIn, case: str
) -> None:
    said, severity, state = BY_BANDS[case]
    scores = AMONG.replace("maximum=100,", 'maximum=100, level="alto",')
    code = scores.replace("{line}", f'among=("P1", "P2"), {said}')
    regulations = install("prova", code, files={"inputs.toml": ONE_TOOL})
    data = {
        "2021/cycle.toml": f"[funds]\npremi = 300\n[readings]\n{LEVELS}"
        '"I-IT-02" = { choice = "binding", act = "L" }\n',
        "2021/people.csv": "id\nP1\nP2\n",
        "2021/acts.csv": ADOPTED,
        "2021/ratings.csv": "person,factor,points\nP1,f,90\nP2,f,70\n",
    }
    record = run_in(write_ente("prova", data), regulations)
    assert ([one.severity for one in _told(record)], {one.state.value for one in record.results.rewards}) == (
        [severity],
        {state},
    )
