"""The names that an ente gives to bodies: `[bodies]` of its `ente.toml`, by the code or a name of each body."""

from attrs import evolve

from merito.contract.bodies import also_called, code_of
from merito.model.source import Source
from merito.regulations import Stack
from merito.workspace.ente_config import EnteConfig
from merito.workspace.heads import suggestion
from merito.workspace.problems import Problem, Problems


def with_own_names(stack: Stack, config: EnteConfig, shown: str, problems: Problems) -> Stack:
    """The stack whose bodies have the names of the ente too; a body that nobody knows is a problem."""
    if not config.bodies:
        return stack
    known, own = stack.inputs.bodies, dict[str, tuple[str, ...]]()
    for written, names in config.bodies.items():
        code = code_of(written, known)
        if code:
            own[code] = (*own.get(code, ()), *names)
        else:
            codes = ", ".join(f"{body.name} ({body.title})" for body in known.values())
            problem = Problem(
                source=Source(shown, 0),
                message=f"[bodies] «{written}»: non è un organo",
                expected=f"uno tra {codes}",
                remedy=suggestion(written, known),
            )
            problems.add(problem)
    return evolve(stack, inputs=evolve(stack.inputs, bodies=also_called(known, own)))
