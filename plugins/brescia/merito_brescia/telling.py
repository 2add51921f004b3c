"""What is told about the data: a verb for each phase of the cycle, and for a tool that an error stops."""

from attrs import frozen

from merito import Finding, Message, Phase, Severity, kit


@frozen
class Telling:
    """Tells a finding of one phase, about a subject written with its table, with the rows that it read."""

    phase: Phase
    tool: str | None = None

    def __call__(self, severity: Severity, rule_id: str, why: Message, subject: str = "", *inputs: object) -> Finding:
        return kit.told(severity, rule_id, why, subject, phase=self.phase, tool=self.tool, inputs=inputs)


objectives, monitoring, evaluation = Telling(Phase.OBJECTIVES), Telling(Phase.MONITORING), Telling(Phase.EVALUATION)
resources, rewards, reporting = Telling(Phase.RESOURCES), Telling(Phase.REWARDS), Telling(Phase.REPORTING)
position = Telling(Phase.RESOURCES, "position")
interim, result = Telling(Phase.REWARDS, "interim"), Telling(Phase.REWARDS, "result")
