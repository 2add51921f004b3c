"""The bodies of acts as they are written: names that nobody knows, and acts given in place of a body."""

from collections import defaultdict

from merito import Act, Ref, ResultRows, Severity, Step, kit, rule, say


@rule("IT-ORGANO", hook="merito_check_plan")
def unknown_bodies(step: Step) -> ResultRows:
    """Warns once of each name that is no body's, with its acts and the nearest name; it stops nothing by itself."""
    found: dict[str, list[Act]] = defaultdict(list)
    for act in step.acts:
        if act.of_nobody_known:
            found[act.body.strip()].append(act)
    for written, acts in found.items():
        near = kit.nearest_body(step, written)
        named = tuple(Ref("act", act.id) for act in acts)
        why = say(
            "l'organo «{body}» ({acts}) non è tra quelli conosciuti: finché non si corregge, questi atti non contano "
            "dove serve un certo organo. Se è un altro nome di un organo, lo dice ente.toml sotto [bodies]; se è un "
            "altro organo, si scrive «altro: ...»",
            body=written,
            acts=named,
        )
        if near:
            why = say(
                "l'organo «{body}» ({acts}) non è tra quelli conosciuti (forse «{near}»?): finché non si corregge, "
                "questi atti non contano dove serve un certo organo. Se è un altro nome di un organo, lo dice "
                "ente.toml sotto [bodies]; se è un altro organo, si scrive «altro: ...»",
                body=written,
                acts=named,
                near=near,
            )
        severity: Severity = "warning" if any(step.act_kinds[act.kind].by for act in acts) else "info"
        yield kit.told(severity, step.rule, why, f"act:{acts[0].id}", inputs=tuple(acts))


@rule("IT-RATIFICA", hook="merito_check_plan")
def not_ratified(step: Step) -> ResultRows:
    """Warns of each act given in urgency in place of a body that has not ratified it."""
    counting = {act.id for act in step.in_effect}
    for act in step.acts:
        if act.in_urgency and act.opens and act.id not in counting:
            body = step.bodies[act.by].title if act.by in step.bodies else act.body
            why = say(
                "l'atto {act} è dato in via d'urgenza al posto di: {body}, e la ratifica non risulta (atto ratifica, "
                "di quell'organo, con riferito_a {id}): finché manca non conta",
                act=Ref("act", act.id),
                body=body,
                id=act.id,
            )
            yield kit.told("warning", step.rule, why, f"act:{act.id}", inputs=(act,))
