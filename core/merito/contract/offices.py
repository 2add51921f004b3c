"""What a text asks of whoever holds an office, and of a body: how long, by which act, with which titles.

All of it is data of `inputs.toml`; the national layer holds the registers of appointments and of bodies to it.
"""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

POSTS = ("staff", "managerial")


@frozen(kw_only=True)
class Office:
    """A kind of appointment, on the `posts` of the staff (posizioni organizzative) or of managers.

    It lasts from `least_years` to `most_years` (0: no limit) by its `rule`, to the day before the anniversary; less
    where it ends with retirement or by an act. One that began before `since` lasts until `earlier_until` instead.
    `conferred_by` are the kinds of act that confer or renew it, `revoked_by` and `renounced_by` those that end it;
    `delegated_by`, the one by which something is delegated to its holder; `barred_by`, one about its holder after which
    the same office is not renewed; nor is it after `barred_after` negative evaluations (0: as many as there may be) of
    the years since it was given. `barred_again` is the reading by which one given again after a while is a renewal too
    (`again`), or is not. `titles` are the years of experience that each title needs, the lowest first; a
    higher title does for a lower one. A rule that a text lacks is blank.
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
    renewal_rule: str = ""
    revoked_by: str = ""
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

    @property
    def held_to(self) -> frozenset[str]:
        """The rules to which appointments are held."""
        named = (self.rule, self.act_rule, self.renewal_rule, self.renounced_rule, self.barred_rule, self.since_rule)
        more = (self.delegated_rule, self.earlier_rule, self.titles_rule, self.category_rule, self.full_time_rule)
        return frozenset(filter(None, (*named, *more)))

    @property
    def readings(self) -> tuple[str, ...]:
        """The readings that it names."""
        return tuple(filter(None, (*self.bears, *self.barred_bears, self.barred_again)))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of act that it names."""
        return tuple(
            filter(None, (*self.conferred_by, self.revoked_by, self.renounced_by, self.delegated_by, self.barred_by))
        )


@frozen(kw_only=True)
class BodyKind:
    """A body: how many members it has, in which roles, and how many years they last (0: the text does not say).

    With `of_roles` its members are everybody in service in those roles. `appointed_by` is the act that appoints them.
    """

    name: str
    label: str
    title: str
    rule: str
    members: int = 0
    most_years: int = 0
    roles: Mapping[str, int] = field(factory=dict)
    of_roles: tuple[str, ...] = ()
    appointed_by: str = ""
