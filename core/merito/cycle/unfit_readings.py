"""Reports acts in force that do not adopt a reading: of a body that does not decide it, or without an agreement."""

from merito.contract.rulebook import Readings
from merito.model.acts import Phase
from merito.model.basis import Reading
from merito.model.results import Finding


def unfit_findings(readings: Readings) -> tuple[Finding, ...]:
    """A warning for each reading that an ente means to adopt by such an act."""
    return tuple(
        Finding(
            severity="warning", phase=Phase.REWARDS, rule=one.id, subject=f"reading:{one.id}", message=_why_unfit(one)
        )
        for one in readings.all()
        if one.unfit
    )


def _why_unfit(reading: Reading) -> str:
    stands = "resta la scelta adottata prima" if reading.adopted else "vale la scelta predefinita"
    money = ", e il denaro che ne dipende è sospeso" if reading.open else ""
    return f"la lettura non è adottata: {reading.unfit}; {stands}{money}"
