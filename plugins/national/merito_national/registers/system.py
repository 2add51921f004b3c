"""The SMVP, on which the OIV gives a binding opinion before it is adopted (art. 7 c. 1 D.Lgs. 150/2009)."""

from collections import defaultdict

from merito import Phase, Ref, ResultRows, Step, kit, rule, say

OPINION, SINCE = "smvp_opinion", 2018


@rule("IT-7.1", hook="merito_check_plan")
def opinion_on_the_system(step: Step) -> ResultRows:
    """Warns of an act that decides values of the SMVP without an opinion of the OIV on that day or before.

    The values count: the act stands until it is annulled. Before 2018 the opinion bound nobody, and nothing is told.
    """
    deciding: dict[str, list[str]] = defaultdict(list)
    for key, setting in step.parameters.settings.items():
        declared = step.parameters.declared.get(key)
        if declared is not None and declared.by_system and setting.act and not setting.unfit:
            deciding[setting.act].append(key)
    opinions = [act for act in step.acts_of(OPINION) if not act.refused and act.of_body("oiv")]
    for identifier, keys in deciding.items():
        act = step.dossier.acts.get(identifier)
        if act is None or act.date.year < SINCE or any(one.date <= act.date for one in opinions):
            continue
        why = say(
            "l'atto {act} decide valori del sistema di misurazione e valutazione ({keys}) e non risulta il parere "
            "vincolante dell'OIV che lo precede (D.Lgs. 150/2009, art. 7 c. 1): registrarlo tra gli atti "
            "(parere_smvp). I valori contano finché l'atto non è annullato",
            act=Ref("act", act.id),
            keys=tuple(Ref("parameter", key) for key in keys),
        )
        yield kit.told("warning", "IT-7.1", why, f"act:{act.id}", phase=Phase.OBJECTIVES, inputs=(act,))
