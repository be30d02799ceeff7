"""Until when a day may still be booked, cancelled or changed: instants, from a day and rules.

A rule counts back from the day to another one, at an hour on the clocks of Paris, and says what
happens to who comes later. Several rules may hold for one day: a surcharge first, then a refusal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from shared.eventstore.decider import Refused

PARIS: Final = ZoneInfo("Europe/Paris")
WORKING_WEEK: Final = range(5)
SCHOOL_WEEK: Final = (0, 1, 3, 4)
MONTHS: Final = 12


class Act(StrEnum):
    ADD = "ADD"
    CANCEL = "CANCEL"
    CHANGE = "CHANGE"


class Anchor(StrEnum):
    """What `before` counts back from the day."""

    CALENDAR_DAYS = "CALENDAR_DAYS"
    WORKING_DAYS = "WORKING_DAYS"  # Monday to Friday, without public holidays
    OPEN_DAYS = "OPEN_DAYS"  # days of school, without holidays and closures
    WEEK = "WEEK"  # a weekday (`on`) of the week so many weeks before
    MONTH = "MONTH"  # a day (`on`) of the month so many months before
    HOLIDAY_PERIOD = "HOLIDAY_PERIOD"  # so many clear days before the holidays the day is in


class Consequence(StrEnum):
    """What becomes of who comes later, the mildest first."""

    SURCHARGE = "SURCHARGE"
    STAFF = "STAFF"
    REFUSE = "REFUSE"


SEVERITY: Final = {consequence: n for n, consequence in enumerate(Consequence)}


@dataclass(frozen=True, kw_only=True)
class Surcharge:
    """What coming late costs: per cent of the price of the day, and cents a day."""

    percent: int = 0
    cents: int = 0


@dataclass(frozen=True, kw_only=True)
class DeadlineRule:
    """`weekdays` are those of the booked day that the rule is for, all of them when empty;
    `skipping` are weekdays that do not count on the way back."""

    anchor: Anchor = Anchor.CALENDAR_DAYS
    before: int
    at: str  # "18:00"
    on: int | None = None
    acts: tuple[Act, ...] = tuple(Act)
    weekdays: tuple[int, ...] = ()
    skipping: tuple[int, ...] = ()
    consequence: Consequence = Consequence.REFUSE
    surcharge: Surcharge | None = None


class Days(Protocol):
    """What rules must know of the calendar."""

    def is_public_holiday(self, day: date) -> bool: ...

    def is_school_open(self, day: date) -> bool: ...

    def holidays_begin(self, day: date) -> date | None:
        """The first day of the holidays that this day is in."""


class NoHolidays:
    """A calendar in which nothing falls out."""

    def is_public_holiday(self, _day: date) -> bool:
        return False

    def is_school_open(self, day: date) -> bool:
        return day.weekday() in SCHOOL_WEEK

    def holidays_begin(self, _day: date) -> date | None:
        return None


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A rule, and the last instant before its consequence."""

    rule: DeadlineRule
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What acting now means: `late` is the rule whose consequence holds already, None in time.

    `coming` is the next limit that makes it worse, None when nothing does.
    """

    late: Limit | None = None
    coming: Limit | None = None

    @property
    def consequence(self) -> Consequence | None:
        return self.late.rule.consequence if self.late else None

    @property
    def refused(self) -> bool:
        return self.consequence is Consequence.REFUSE

    @property
    def surcharge(self) -> Surcharge | None:
        """None unless the surcharge is what follows."""
        return self.late.rule.surcharge if self.late and self._costs else None

    @property
    def told(self) -> Limit | None:
        """The limit to show: the one that comes, else the one that is over."""
        return self.coming or self.late

    @property
    def until(self) -> datetime | None:
        return self.told.until if self.told else None

    @property
    def _costs(self) -> bool:
        return self.consequence is Consequence.SURCHARGE


def terms(rules: Iterable[DeadlineRule], act: Act, day: date, at: datetime, days: Days) -> Terms:
    """What doing this at that instant brings. Whoever acts at the very instant is in time."""
    late: Limit | None = None
    coming: Limit | None = None
    for limit in limits(rules, act, day, days):
        if at > limit.until:
            late = limit if late is None or _worse(limit, late) else late
    for limit in limits(rules, act, day, days):
        if at <= limit.until and (late is None or _worse(limit, late)):
            coming = coming or limit
    return Terms(late=late, coming=coming)


def limits(rules: Iterable[DeadlineRule], act: Act, day: date, days: Days) -> list[Limit]:
    """Every rule that is for this act and day, the earliest first."""
    found = [
        Limit(rule=rule, until=until)
        for rule in rules
        if act in rule.acts and (until := instant(rule, day, days)) is not None
    ]
    return sorted(found, key=lambda limit: limit.until)


def instant(rule: DeadlineRule, day: date, days: Days) -> datetime | None:
    """The last instant for `day`, in UTC: 18:00 in Paris, whatever the clocks did meanwhile.

    None when the rule is not for that day.
    """
    if rule.weekdays and day.weekday() not in rule.weekdays:
        return None
    last = _last_day(rule, day, days)
    if last is None:
        return None
    return datetime.combine(last, time.fromisoformat(rule.at), PARIS).astimezone(UTC)


def reach(rules: Iterable[DeadlineRule]) -> timedelta:
    """Days further away than this can all still be booked."""
    return max(map(_reach, rules), default=timedelta())


def check(rules: Iterable[DeadlineRule]) -> None:
    """Refuses rules that mean nothing."""
    for rule in rules:
        if rule.anchor is Anchor.WEEK and rule.on not in range(7):
            raise Refused("deadline_without_weekday", anchor=rule.anchor)
        if rule.anchor is Anchor.MONTH and rule.on not in range(1, 29):
            raise Refused("deadline_without_day", anchor=rule.anchor)
        if rule.before == 0 and rule.anchor in (Anchor.MONTH, Anchor.WEEK):
            first = min(rule.weekdays, default=0) if rule.anchor is Anchor.WEEK else 0
            if first < (rule.on or 0):
                raise Refused("deadline_after_the_day", anchor=rule.anchor)
        if (rule.consequence is Consequence.SURCHARGE) is (rule.surcharge is None):
            raise Refused("surcharge_without_amount", consequence=rule.consequence)
        if len(set(rule.skipping)) == len(range(7)):
            raise Refused("deadline_skips_every_day", anchor=rule.anchor)


def _last_day(rule: DeadlineRule, day: date, days: Days) -> date | None:
    match rule.anchor:
        case Anchor.WEEK:
            monday = day - timedelta(days=day.weekday() + 7 * rule.before)
            return monday + timedelta(days=rule.on or 0)
        case Anchor.MONTH:
            return _months_before(day, rule.before).replace(day=rule.on or 1)
        case Anchor.HOLIDAY_PERIOD:
            # Clear days: neither the day of asking nor the first of the holidays is one of them.
            first = days.holidays_begin(day)
            return first and first - timedelta(days=rule.before + 1)
        case _:
            return _days_before(rule, day, days)


def _days_before(rule: DeadlineRule, day: date, days: Days) -> date:
    left = rule.before
    while left:
        day -= timedelta(days=1)
        left -= _counts(rule, day, days)
    return day


def _counts(rule: DeadlineRule, day: date, days: Days) -> bool:
    if day.weekday() in rule.skipping:
        return False
    match rule.anchor:
        case Anchor.WORKING_DAYS:
            return day.weekday() in WORKING_WEEK and not days.is_public_holiday(day)
        case Anchor.OPEN_DAYS:
            return days.is_school_open(day)
        case _:
            return True


def _months_before(day: date, months: int) -> date:
    count = day.year * MONTHS + day.month - 1 - months
    return date(count // MONTHS, count % MONTHS + 1, 1)


def _reach(rule: DeadlineRule) -> timedelta:
    """Generous: only what is surely further away is left unchecked."""
    match rule.anchor:
        case Anchor.CALENDAR_DAYS:
            weeks = rule.before if rule.skipping else 0
            return timedelta(days=rule.before + 1, weeks=weeks)
        case Anchor.WEEK:
            return timedelta(weeks=rule.before + 1)
        case Anchor.MONTH:
            return timedelta(days=31 * (rule.before + 1))
        case _:
            return timedelta(weeks=rule.before + 10)


def _worse(limit: Limit, than: Limit) -> bool:
    return _severity(limit.rule) > _severity(than.rule)


def _severity(rule: DeadlineRule) -> tuple[int, int, int]:
    costs = rule.surcharge or Surcharge()
    return SEVERITY[rule.consequence], costs.percent, costs.cents
