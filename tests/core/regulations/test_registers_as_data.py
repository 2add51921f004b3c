"""What a plugin declares about acts, offices and bodies, and why it is refused when it is loaded."""

import pytest
from small_plugins import TWO_TOOLS, Install

from merito import PluginError

OFFICE = '[offices.po]\ntitle = "incarico"\nposts = "staff"\nrule = "X-1"\nmost_years = 3\n'
BODY = '[bodies.board]\nlabel = "consiglio"\ntitle = "Consiglio"\nrule = "X-1"\nmembers = 3\n'
ACT = '[acts.letter]\nlabel = "lettera"\ntitle = "Lettera"\ncites = "art. 1"\nbody = "Giunta"\nbody_rule = "X-1"\n'
CONTENT = '[acts.letter.contents]\nreasons = { label = "motivi", title = "i motivi", rule = "X-1" }\n'

PROCEEDING = """
[acts.proposal]
label = "proposta"
title = "Proposta"
cites = "art. 1"
[acts.opinion]
label = "parere"
title = "Parere"
cites = "art. 1"
[proceedings.grant]
title = "Concessione"
closed_by = "approval"
causes = { fault = "colpa" }
cause_rule = "X-1"
[[proceedings.grant.steps]]
act = "proposal"
rule = "X-1"
[[proceedings.grant.steps]]
act = "opinion"
rule = "X-1"
when = ["fault"]
silence = "proceeds"
contrary = "blocks"
late_contrary = "I-X-1"
within = 30
after = ["proposal"]
"""
READING = """
["I-X-1"]
article = "art. 1"
unclear = "Se conti."
default = "noted"
why = "Lettera."
["I-X-1".choices]
noted = "No."
blocks = "Sì."
"""

REFUSED = {
    "a rule of an office": (OFFICE.replace("X-1", "X-9"), "[offices.po]: there is no rule 'X-9'"),
    "a rule of a body": (BODY.replace("X-1", "X-9"), "[bodies.board]: there is no rule 'X-9'"),
    "a rule of an act": (ACT.replace("X-1", "X-9"), "[acts.letter]: there is no rule 'X-9'"),
    "a rule of a content": (ACT + CONTENT.replace("X-1", "X-9"), "[acts.letter]: there is no rule 'X-9'"),
    "a content without a rule": (ACT + CONTENT.replace(', rule = "X-1"', ""), "'rule' is missing"),
    "a rule for no body": (ACT.replace('body = "Giunta"\n', ""), "name the `body`"),
    "an act that confers": (
        OFFICE + 'conferred_by = ["aproval"]\nact_rule = "X-1"\n',
        "there is no kind of act 'aproval'; did you mean",
    ),
    "acts without their rule": (
        OFFICE + 'conferred_by = ["approval"]\n',
        "`conferred_by` and `act_rule` stand together",
    ),
    "an act that appoints": (
        BODY + 'appointed_by = "aproval"\n',
        "there is no kind of act 'aproval'; did you mean 'approval'?",
    ),
    "a reading": (OFFICE + 'bears = ["I-X-9"]\n', "there is no reading 'I-X-9'"),
    "posts": (OFFICE.replace('"staff"', '"all"'), "'posts' is 'all', not one of staff, managerial"),
    "years": (OFFICE.replace("= 3", "= 2.5"), "'most_years' must be a whole number of 1 or more"),
    "a day": (OFFICE + 'since = "2019"\nsince_rule = "X-1"\n', "'since' must be a day, as 2019-01-01"),
    "a title": (OFFICE + 'titles = { licence = 2 }\ntitles_rule = "X-1"\n', "'titles' names 'licence', not one of"),
    "a step": (PROCEEDING.replace('"proposal"', '"proposl"'), "there is no kind of act 'proposl'"),
    "a rule of a step": (PROCEEDING.replace("X-1", "X-9"), "[proceedings.grant]: there is no rule 'X-9'"),
    "a late opinion": (PROCEEDING.replace('"I-X-1"', '"I-X-9"'), "there is no reading 'I-X-9'"),
    "days of no act": (PROCEEDING.replace('\nafter = ["proposal"]', ""), "`within` wants `after`"),
    "an act of another proceeding": (
        PROCEEDING.replace('["proposal"]', '["letter"]'),
        "'after' names 'letter', no act",
    ),
    "silence": (PROCEEDING.replace('"proceeds"', '"frees"'), "'silence' is 'frees', not one of waits, proceeds, never"),
    "a cause": (
        PROCEEDING.replace('when = ["fault"]', 'when = ["faults"]'),
        "'when' names 'faults', not one of the causes",
    ),
    "a role of who leads": (
        PROCEEDING.replace('when = ["fault"]', 'not_under = ["secretary"]'),
        "'not_under' names 'secretary', not one of manager, secretary_general",
    ),
    "causes without a rule": (
        PROCEEDING.replace('cause_rule = "X-1"\n', ""),
        "`causes` and `cause_rule` stand together",
    ),
    "no steps": (PROCEEDING.partition("[[")[0], "'steps' is missing"),
    "a table that is a common one": (
        '[tables.bodies]\nlabel = "organi"\ncites = "art. 1"\n[tables.bodies.columns]\nid = { label = "id", kind = "id" }\n',
        "[tables.bodies]: there is that table already: its columns are added with [columns.bodies]",
    ),
    "a misspelt key": (OFFICE + "least_year = 3\n", "unknown key 'least_year'"),
}


@pytest.mark.parametrize(("declared", "message"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_hold_is_refused(install: Install, declared: str, message: str) -> None:
    with pytest.raises(PluginError) as refused:
        install("prova", files={"inputs.toml": TWO_TOOLS + declared, "interpretations.toml": READING}).stack("prova")
    assert message in str(refused.value)


def test_what_holds_is_read(install: Install) -> None:
    every = TWO_TOOLS + OFFICE + BODY + ACT + CONTENT + PROCEEDING
    inputs = install("prova", files={"inputs.toml": every, "interpretations.toml": READING}).stack("prova").inputs
    assert inputs.offices["po"].most_years == 3
    assert inputs.bodies["board"].members == 3
    assert [step.act for step in inputs.proceedings["grant"].steps] == ["proposal", "opinion"]
    assert inputs.acts["letter"].contents["reasons"].rule == "X-1"
