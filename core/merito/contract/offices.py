"""What a text requires of appointments and bodies: duration, conferring acts, titles, members.

All of it is data of `inputs.toml`; the national layer checks the registers of appointments and bodies against it.
"""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

POSTS = ("staff", "managerial")


@frozen(kw_only=True)
class Office:
    """A kind of appointment, on `posts` of the staff (posizioni organizzative) or of managers.

    By its `rule` it lasts from `least_years` to `most_years` (0: no limit), up to the day before the anniversary; less
    if it ends with retirement or by an act. If it began before `since`, it lasts until `earlier_until` instead.
    `conferred_by` are the kinds of act that confer or renew it, `revoked_by` and `renounced_by` those that end it;
    `delegated_by` is the one that delegates something to its holder. After an act `barred_by` about its holder the same
    office is not renewed; nor is it after `barred_after` negative evaluations (0: no limit) in the years since it was
    conferred. `barred_again` is the reading that decides whether an office conferred again after an interval is a
    renewal too (choice `again`). `titles` are the years of experience that each title requires, lowest title first; a
    higher title replaces a lower one. `vacant_rule` is the rule by which a vacant post gets a holder. A rule that a
    text lacks is blank.

    What is due for an appointment without such an act is withheld by the `act_rule`, except for people in `not_roles`,
    whose posts other law gives, as it gives their term: they have none here; an act of another body than its kind
    allows confers nothing. `late_act` is the reading that decides whether an act confers the days before it too (choice
    `ratifies`). With a `revoked_rule`, what follows a revocation that only the register tells is withheld; `revoked_as`
    are the causes in the register (`ended_by`) for which the text wants that act. What is due after `most_years` of an
    appointment is withheld if nobody wrote its end, or if it is written beyond them; `beyond_term` is the reading that
    decides whether an end beyond them stands (choice `stands`).
    """

    name: str
    title: str
    posts: str
    rule: str
    bears: tuple[str, ...] = ()
    most_years: int = 0
    least_years: int = 0
    conferred_by: tuple[str, ...] = ()
    act_rule: str = ""
    late_act: str = ""
    beyond_term: str = ""
    not_roles: tuple[str, ...] = ()
    renewal_rule: str = ""
    revoked_by: str = ""
    revoked_rule: str = ""
    revoked_as: tuple[str, ...] = ("revocation",)
    renounced_by: str = ""
    renounced_rule: str = ""
    delegated_by: str = ""
    delegated_rule: str = ""
    barred_by: str = ""
    barred_after: int = 0
    barred_bears: tuple[str, ...] = ()
    barred_again: str = ""
    barred_rule: str = ""
    since: date | None = None
    since_rule: str = ""
    earlier_until: date | None = None
    earlier_rule: str = ""
    titles: Mapping[str, int] = field(factory=dict)
    titles_rule: str = ""
    category: str = ""
    category_rule: str = ""
    full_time_rule: str = ""
    vacant_rule: str = ""

    @property
    def held_to(self) -> frozenset[str]:
        """The rules that appointments are checked against."""
        named = (self.rule, self.act_rule, self.renewal_rule, self.revoked_rule, self.renounced_rule, self.barred_rule)
        more = (
            self.since_rule,
            self.delegated_rule,
            self.earlier_rule,
            self.titles_rule,
            self.category_rule,
            self.full_time_rule,
        )
        return frozenset(filter(None, (*named, *more, self.vacant_rule)))

    @property
    def readings(self) -> tuple[str, ...]:
        """The readings that it names."""
        named = (*self.bears, self.late_act, self.beyond_term, *self.barred_bears, self.barred_again)
        return tuple(filter(None, named))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of act that it names."""
        return tuple(
            filter(None, (*self.conferred_by, self.revoked_by, self.renounced_by, self.delegated_by, self.barred_by))
        )


@frozen(kw_only=True)
class BodyKind:
    """A body that gives acts: its code (`name`), its `title`, and the other `names` by which it is written.

    `deputies` are the names of who acts for it by law (`Vicesindaco`), `urgent_by` is the body that acts for it in
    urgency. With `of_many` several people hold the office, and whatever follows its name says which. A body that is
    `only_if_declared` counts as that one if the ente says so. `own_names` are those that the ente gives it.

    Its members are checked if it has a `rule`: their number, their roles, and the years they serve (0: the text does
    not say). With `one_term` the years are those of the body, and a member who joins later serves for what is left of
    them. With `of_roles` its members are all people in service in those roles. `ex_officio` gives the role in which
    people serve who sit in a role of the body by their office. `appointed_by` is the act that appoints them.
    """

    name: str
    title: str = ""
    label: str = ""
    names: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()
    of_many: bool = False
    urgent_by: str = ""
    only_if_declared: str = ""
    own_names: tuple[str, ...] = ()
    rule: str = ""
    members: int = 0
    most_years: int = 0
    one_term: bool = False
    roles: Mapping[str, int] = field(factory=dict)
    of_roles: tuple[str, ...] = ()
    ex_officio: Mapping[str, str] = field(factory=dict)
    appointed_by: str = ""
