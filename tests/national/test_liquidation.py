"""The totals of the act of payment ("IT-20.1"): whom they count."""

from law_of_a_year import In

CODE = """
@hookimpl
@rule("X-1", tool="result")
def merito_rewards(step: Step) -> ResultRows:
    for person, due in (("D1", "700.00"), ("D2", "300.00"), ("D3", "0.00")):
        yield Reward(person=person, tool="result", fund="risultato", item="fondo", due=Decimal(due), rules=("X-1",),
                     rests_on=())
"""


def test_the_act_of_payment_counts_whom_something_is_due(in_year: In) -> None:
    """A manager evaluated at zero is in the list with 0,00 euro, and not among the people to be paid."""
    files = {"people.csv": "id,role\nD1,manager\nD2,manager\nD3,manager\n", "cycle.toml": "[funds]\nrisultato = 1000\n"}
    acts = "id,kind,date\nA,piao,2024-01-30\nR,performance_report,2025-05-01\nV,report_validation,2025-05-02\n"
    record = in_year(2024, files | {"acts.csv": acts}, code=CODE)
    rows = [dict(row.columns) for row in record.results.documents if row.table == "liquidazione"]
    assert [(row["persone"], str(row["spettante"])) for row in rows] == [(2, "1000.00"), (2, "1000.00")]
