"""Why a plugin is refused when it is loaded, with a text that says what to do."""

from collections.abc import Callable
from importlib.metadata import version

import pytest

from merito import PluginError
from merito.regulations import NameRefusedError
from merito.testing import Regulations

Install = Callable[..., Regulations]

MODULES = {
    "a misspelt hook, with the near name": (
        "@hookimpl\ndef merito_indicator_grade(step: Step) -> Results | None:\n    return None\n",
        "there is no hook 'merito_indicator_grade'; did you mean 'merito_indicator_grades'?",
    ),
    "a hook without its marker": (
        "def merito_gates(step: Step) -> Results | None:\n    return None\n",
        'no mark names the hook: write @rule(..., hook="merito_gates")',
    ),
    "a signature that does not match": (
        "@hookimpl\ndef merito_gates(step: Step, ente) -> Results | None:\n    return None\n",
        "a hook takes exactly (step: Step) -> ResultRows",
    ),
    "another name for the argument": (
        "@hookimpl\ndef merito_gates(passo: Step) -> Results | None:\n    return None\n",
        "a hook takes exactly (step: Step) -> ResultRows",
    ),
    "a missing annotation": (
        "@hookimpl\ndef merito_gates(step):\n    return None\n",
        "write (step: Step) -> ResultRows",
    ),
    "an annotation that does not match": (
        "@hookimpl\ndef merito_gates(step: Step) -> dict | None:\n    return None\n",
        "write (step: Step) -> ResultRows",
    ),
    "rows that are none of results": (
        "from collections.abc import Iterator\n@hookimpl\ndef merito_gates(step: Step) -> Iterator[int]:\n    yield 1\n",
        "write (step: Step) -> ResultRows",
    ),
    "a tool for a hook that is not asked tool by tool": (
        "@hookimpl\n@rule('X-1', tool='annual')\ndef merito_gates(step: Step) -> Results | None:\n    return None\n",
        "@rule names the tool 'annual': only merito_rewards is asked tool by tool",
    ),
    "rows for any tool": (
        "from collections.abc import Iterator\nfrom merito import Reward\n"
        "@hookimpl\ndef merito_rewards(step: Step) -> Iterator[Reward]:\n    yield from ()\n",
        "yields rows for any tool: name its own in the mark",
    ),
    "a name that answers no hook": (
        "@hookimpl(specname='merito_gate')\ndef its_gate(step: Step) -> Results | None:\n    return None\n",
        "there is no hook 'merito_gate'; did you mean 'merito_gates'?",
    ),
    "a default argument": (
        "@hookimpl\ndef merito_gates(step: Step = None) -> Results | None:\n    return None\n",
        "`step` has a default argument, and would never be given",
    ),
    "a rule that no rules.toml has, with the near id": (
        "@hookimpl\n@rule('X-2')\ndef merito_gates(step: Step) -> Results | None:\n    return None\n",
        "@rule('X-2') is no rule and no interpretation of this stack; did you mean 'X-1'?",
    ),
    "a function marked as a hook whose name is none": (
        "@hookimpl\ndef rewards(step: Step) -> Results | None:\n    return None\n",
        "there is no hook 'rewards'",
    ),
    "a module that cannot be imported": ("import no_such_module\n", "cannot be imported"),
}


@pytest.mark.parametrize("case", MODULES)
def test_a_module_is_refused_for(install: Install, case: str) -> None:
    code, expected = MODULES[case]
    with pytest.raises(PluginError) as refusal:
        install("prova", code).stack("prova")
    message = str(refusal.value)
    assert expected in message
    assert message.startswith("prova: ")


def test_all_defects_of_a_module_are_told_together(install: Install) -> None:
    code = "".join(code for code, _ in list(MODULES.values())[:2])
    with pytest.raises(PluginError) as refusal:
        install("prova", code).stack("prova")
    assert len(refusal.value.messages) == 2


def test_an_unknown_regulation_is_refused_with_a_near_name(install: Install) -> None:
    with pytest.raises(NameRefusedError, match=r"regulation 'bergam' is not installed; .*; did you mean 'bergamo'"):
        install("prova").stack("bergam")


def test_a_name_claimed_by_a_stranger_is_refused_to_both(install: Install) -> None:
    regulations = install("bergamo", package="merito_stranger", distribution="stranger")
    with pytest.raises(
        NameRefusedError,
        match=r"claimed by several distributions \(merito-bergamo .*, stranger 0.1\): uninstall one of them",
    ):
        regulations.stack("bergamo")


UNFIT = {
    "another engine": (
        ("merito>=9,<10", "merito-national"),
        "prova: merito_prova 0.1 works with merito <10,>=9, and here is merito {engine}: the regulation is not loaded. "
        "Install a version of merito that fits (pip install 'merito<10,>=9'), or a version of merito_prova made for "
        "this one",
    ),
    "another national layer": (
        ("Merito_National<0.1",),
        "prova: merito_prova 0.1 works with merito-national <0.1, and here is merito-national {national}",
    ),
}


@pytest.mark.parametrize(("requires", "says"), UNFIT.values(), ids=UNFIT)
def test_a_plugin_made_for_another_engine_is_refused_with_what_to_install(
    install: Install, requires: tuple[str, ...], says: str
) -> None:
    with pytest.raises(PluginError) as refused:
        install("prova", code="raise ValueError", requires=requires).stack("prova")
    told = str(refused.value)
    assert says.format(engine=version("merito"), national=version("merito-national")) in told
    assert "ValueError" not in told


def test_a_plugin_that_fits_is_loaded_whatever_else_it_requires(install: Install) -> None:
    asked = ("merito>=0.1", "merito-national", "numpy>99", "merito>9; extra == 'never'")
    assert install("prova", requires=asked, rules="").stack("prova").layers[-1].version == "merito_prova 0.1"


def test_an_entry_point_that_is_no_regulation_is_refused(install: Install) -> None:
    with pytest.raises(PluginError, match=r"is no merito\.Regulation"):
        install("prova", entry_point="merito_prova.only:Decimal").stack("prova")


def test_an_entry_point_that_cannot_be_imported_is_refused(install: Install) -> None:
    with pytest.raises(PluginError, match="cannot be loaded"):
        install("prova", entry_point="merito_prova.nothing:regulation").stack("prova")


def test_a_regulation_with_another_name_than_its_entry_point_is_refused(install: Install) -> None:
    text = "from merito import Edition, Regulation\nregulation = Regulation(name='altra', title='', "
    text += "package='merito_prova', acts=(), editions=(Edition(name='', since=2010),), modules=())\n"
    with pytest.raises(PluginError, match="calls itself 'altra'"):
        install("prova", regulation=text).stack("prova")


IDENTITIES = {
    "package='merito_nowhere', modules=(), acts=(), ente_kind='municipality'": "package 'merito_nowhere' cannot be found",
    "package='merito_prova', modules=('a'), acts=(), ente_kind='municipality'": "modules must be a tuple, with a comma",
    "package='merito_prova', modules=(), acts=(), ente_kind='municipalty'": "did you mean 'municipality'?",
    "package='merito_prova', modules=(), acts=()": "ente_kind is '', not one of",
}


@pytest.mark.parametrize("identity", IDENTITIES)
def test_an_identity_is_refused(install: Install, identity: str) -> None:
    text = "from merito import Edition, Regulation\nregulation = Regulation(name='prova', title='', "
    text += f"editions=(Edition(name='', since=2010),), {identity})\n"
    with pytest.raises(PluginError) as refusal:
        install("prova", regulation=text).stack("prova")
    assert IDENTITIES[identity] in str(refusal.value)


FILES = {
    "rules.toml, an unknown key": (
        {"rules.toml": '["X-1"]\narticel = "1"\ntext = "t"\nphase = "d"\nkind = "gate"\nstatus = "computed"\n'},
        "[X-1]: unknown key 'articel'; did you mean 'article'?",
    ),
    "rules.toml, a status that does not exist": (
        {"rules.toml": '["X-1"]\narticle = "1"\ntext = "t"\nphase = "d"\nkind = "gate"\nstatus = "done"\n'},
        "'status' is 'done', not one of computed, checked, recorded, not modelled",
    ),
    "rules.toml, not modelled without a reason": (
        {"rules.toml": '["X-1"]\narticle = "1"\ntext = "t"\nphase = "d"\nkind = "gate"\nstatus = "not modelled"\n'},
        "a rule that is not modelled needs its reason",
    ),
    "rules.toml, an id of the national layer": (
        {"rules.toml": '["IT-14.6"]\narticle = "1"\ntext = "t"\nphase = "d"\nkind = "gate"\nstatus = "checked"\n'},
        "'IT-14.6' is an id of 'national' already",
    ),
    "rules.toml, implements what no layer has": (
        {
            "rules.toml": '["X-1"]\narticle = "1"\ntext = "t"\nphase = "e"\nkind = "gate"\nstatus = "checked"\n'
            'implements = "IT-14.7"\n'
        },
        "implements 'IT-14.7', which no layer has; did you mean 'IT-14.6'?",
    ),
    "rules.toml, an edition that the regulation does not have": (
        {
            "rules.toml": '["X-1"]\narticle = "1"\ntext = "t"\nphase = "e"\nkind = "gate"\nstatus = "recorded"\n'
            'editions = ["proba"]\n'
        },
        "rules.toml [X-1]: there is no edition 'proba'; did you mean 'prova'?",
    ),
    "rules.toml, an interpretation that no layer has": (
        {
            "rules.toml": '["X-1"]\narticle = "1"\ntext = "t"\nphase = "e"\nkind = "gate"\nstatus = "recorded"\n'
            'interpretations = ["I-IT-09"]\n'
        },
        "interpretation 'I-IT-09' is in no layer",
    ),
    "interpretations.toml, a default that is no choice": (
        {
            "interpretations.toml": '["I-1"]\narticle = "1"\nunclear = "u"\ndefault = "b"\nwhy = "w"\n'
            'choices = { a = "A" }\n'
        },
        "the default 'b' is not among the choices ['a']",
    ),
    "interpretations.toml, who decides without the article that says so": (
        {
            "interpretations.toml": '["I-1"]\narticle = "1"\nunclear = "u"\ndefault = "a"\nwhy = "w"\n'
            'decided_by = ["Giunta"]\nchoices = { a = "A" }\n'
        },
        "[I-1]: `decided_under` is missing: the article that says who decides",
    ),
    "interpretations.toml, somebody before, without the act that ends it": (
        {
            "interpretations.toml": '["I-1"]\narticle = "1"\nunclear = "u"\ndefault = "a"\nwhy = "w"\n'
            'decided_by = ["Consiglio"]\nbefore_by = ["Giunta"]\ndecided_under = "1"\nchoices = { a = "A" }\n'
        },
        "[I-1]: `before_by` and `before_act` stand together",
    ),
    "interpretations.toml, an agreement that is no kind of act": (
        {
            "interpretations.toml": '["I-1"]\narticle = "1"\nunclear = "u"\ndefault = "a"\nwhy = "w"\n'
            'agreed_by = ["report_validatio"]\ndecided_under = "1"\nchoices = { a = "A" }\n'
        },
        "[I-1]: there is no kind of act 'report_validatio'; did you mean 'report_validation'?",
    ),
    "interpretations.toml, a retired reading that none replaces": (
        {"interpretations.toml": '["I-1"]\nreplaced_by = ["I-IT-4"]\n'},
        "interpretations.toml [I-1]: replaced by 'I-IT-4', which no layer has",
    ),
    "interpretations.toml, a retired reading that is still asked": (
        {"interpretations.toml": '["I-1"]\nreplaced_by = ["I-IT-46"]\nunclear = "u"\n'},
        "[I-1]: unknown key 'unclear'",
    ),
    "interpretations.toml, an id that a layer below has retired": (
        {
            "interpretations.toml": '["I-IT-17"]\narticle = "1"\nunclear = "u"\ndefault = "a"\nwhy = "w"\n'
            'choices = { a = "A" }\n'
        },
        "'I-IT-17' is an id of 'national' already",
    ),
    "inputs.toml, a tool that another body decides until there is an act of no kind": (
        {
            "inputs.toml": '[tools.annual]\nlabel = "a"\ntitle = "A"\ncites = "1"\ndecided_by = ["council"]\n'
            'before_by = ["giunta"]\nbefore_act = "report_validatio"\ndecided_under = "1"\n'
        },
        "inputs.toml [tools.annual]: there is no kind of act 'report_validatio'; did you mean 'report_validation'?",
    ),
    "inputs.toml, a tool that bargaining would decide as well": (
        {
            "inputs.toml": '[tools.annual]\nlabel = "a"\ntitle = "A"\ncites = "1"\n'
            'agreed_by = ["report_validation"]\ndecided_under = "1"\n'
        },
        "'agreed_by' is for readings: the decision on a tool is one act",
    ),
    "inputs.toml, an act about a person that would adopt a run": (
        {
            "inputs.toml": '[acts.paid]\nlabel = "pagato"\ntitle = "Pagato"\ncites = "1"\nabout = "person"\n'
            "adopts_run = true\n"
        },
        "[acts.paid]: `adopts_run` is of an act of the ente, not about person",
    ),
    "parameters.toml, a value of another kind": (
        {"parameters.toml": '[x]\nlabel = "x"\nkind = "share"\ncites = "1"\nvalues = { 2020-01-01 = 15 }\n'},
        "value 15 since 2020-01-01: expected a share between 0 and 1",
    ),
    "parameters.toml, who decides what the ente may not set": (
        {
            "parameters.toml": '[x]\nlabel = "x"\nkind = "number"\ncites = "1"\nvalues = { always = 5 }\n'
            'decided_by = ["Giunta"]\ndecided_under = "1"\n'
        },
        "[x]: `decided_by` says which body of the ente decides a value that the ente may not set",
    ),
    "parameters.toml, who decides without the article that says so": (
        {
            "parameters.toml": '[x]\nlabel = "x"\nkind = "number"\ncites = "1"\nente_may_set = true\n'
            'decided_by = ["Giunta"]\n'
        },
        "[x]: `decided_under` is missing: the article that says who decides",
    ),
    "parameters.toml, an opinion that is no kind of act": (
        {
            "parameters.toml": '[x]\nlabel = "x"\nkind = "number"\ncites = "1"\nente_may_set = true\n'
            'decided_by = ["Giunta"]\nagreed_by = ["report_validatio"]\ndecided_under = "1"\n'
        },
        "parameters.toml [x]: there is no kind of act 'report_validatio'; did you mean 'report_validation'?",
    ),
    "parameters.toml, a key of the ente's own section": (
        {"parameters.toml": '[decided]\nlabel = "x"\nkind = "number"\ncites = "1"\nente_may_set = true\n'},
        "'decided' is a key of [parameters] itself",
    ),
    "parameters.toml, a value without a date": (
        {"parameters.toml": '[x]\nlabel = "x"\nkind = "number"\ncites = "1"\nvalues = 15\n'},
        "values are given by date",
    ),
    "parameters.toml, no value and nobody to set it": (
        {"parameters.toml": '[x]\nlabel = "x"\nkind = "number"\ncites = "1"\n'},
        "has no value and nobody may set it",
    ),
    "parameters.toml, a value outside what an ente may set": (
        {
            "parameters.toml": '[x]\nlabel = "x"\nkind = "number"\ncites = "1"\nvalues = { always = 99 }\n'
            "ente_may_set = { at_least = 90, at_most = 98 }\n"
        },
        "the value 99 is outside what an ente may set: almeno 90 e al massimo 98",
    ),
    "parameters.toml, an act that would go below what nobody goes below": (
        {
            "parameters.toml": '[x]\nlabel = "x"\nkind = "number"\ncites = "1"\nvalues = { always = 5 }\n'
            "ente_may_set = { at_least = 5, act_below = 3 }\n"
        },
        "ente_may_set.act_below is 3: it is above at_least",
    ),
    "parameters.toml, a choice of which no words say what it is called": (
        {
            "parameters.toml": '[x]\nlabel = "x"\nkind = "choice"\ncites = "1"\nwords = { a = "la prima" }\n'
            'ente_may_set = { one_of = ["a", "b"] }\n'
        },
        "'words' do not say what 'b' of ente_may_set.one_of is called",
    ),
    "parameters.toml, words that are none": (
        {
            "parameters.toml": '[x]\nlabel = "x"\nkind = "choice"\ncites = "1"\nwords = { a = 1 }\n'
            'ente_may_set = { one_of = ["a"] }\n'
        },
        "'words.a' must be text, not 1",
    ),
    "parameters.toml, words of what has no codes": (
        {
            "parameters.toml": '[x]\nlabel = "x"\nkind = "number"\ncites = "1"\nwords = { a = "b" }\nente_may_set = true\n'
        },
        "'words' are for the codes of choice, list, not for a number",
    ),
    "parameters.toml, no citation": (
        {"parameters.toml": '[x]\nlabel = "x"\nkind = "number"\nvalues = { 2020-01-01 = 1 }\n'},
        "'cites' is missing",
    ),
    "parameters.toml, a national key of another kind": (
        {
            "parameters.toml": '[plan_deadline]\nlabel = "x"\nkind = "number"\ncites = "1"\n'
            "values = { 2020-01-01 = 1 }\n"
        },
        "is a day in 'national'",
    ),
    "inputs.toml, the body of an act in a kind of ente that does not exist": (
        {
            "inputs.toml": '[acts.paid]\nlabel = "pagato"\ntitle = "Pagato"\ncites = "1"\n'
            'by_ente_kind = { municipalty = "giunta" }\n'
        },
        "[acts.paid]: 'by_ente_kind' names 'municipalty', not one of",
    ),
    "inputs.toml, a tool of a fund that does not exist": (
        {
            "inputs.toml": '[funds.premi]\nlabel = "p"\ntitle = "P"\ncites = "1"\n'
            '[tools.t]\nlabel = "t"\ntitle = "T"\ncites = "1"\nfund = "premio"\n'
        },
        "there is no fund 'premio'; did you mean 'premi'?",
    ),
    "inputs.toml, a column of a table that does not exist": (
        {"inputs.toml": '[columns.peopel]\nx = { label = "x", kind = "text" }\n'},
        "there is no table 'peopel'; did you mean 'people'?",
    ),
    "inputs.toml, a reference to nothing that has rows": (
        {"inputs.toml": '[columns.people]\nx = { label = "x", kind = "ref", to = ["persona"] }\n'},
        "'to' is 'persona', not one of",
    ),
    "inputs.toml, a date held against a column that is no date": (
        {"inputs.toml": '[columns.people]\nx = { label = "x", kind = "date", not_before = "unit" }\n'},
        "[columns.people] x: 'not_before' is 'unit', no other date of that table",
    ),
    "inputs.toml, a column of a kind that amendments alone have": (
        {"inputs.toml": '[columns.people]\nx = { label = "x", kind = "amended" }\n'},
        "[columns.people] x: only amendments have kind 'amended'",
    ),
    "inputs.toml, a column that lasts in rows that do not": (
        {"inputs.toml": '[columns.measures]\nx = { label = "x", kind = "text", lasts = true }\n'},
        "[columns.measures] x: 'lasts', but the rows do not: every column of the key must last (indicator, at)",
    ),
    "inputs.toml, a date held against itself": (
        {"inputs.toml": '[columns.people]\nx = { label = "x", kind = "date", not_before = "x" }\n'},
        "'not_before' is 'x', no other date of that table",
    ),
    "inputs.toml, a text held against a date": (
        {"inputs.toml": '[columns.people]\nx = { label = "x", kind = "text", not_before = "from" }\n'},
        "only a date has `not_before`",
    ),
    "inputs.toml, a kind of column that does not exist": (
        {"inputs.toml": '[tables.x]\nlabel = "x"\n[tables.x.columns]\na = { label = "a", kind = "euro" }\n'},
        "'kind' is 'euro', not one of",
    ),
    "a file that is no TOML": (
        {"parameters.toml": "x = = 1"},
        "parameters.toml: not readable as TOML: line 1, column 5",
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_a_data_file_is_refused_for(install: Install, case: str) -> None:
    files, expected = FILES[case]
    with pytest.raises(PluginError) as refusal:
        install("prova", files=files).stack("prova")
    assert expected in str(refusal.value)
