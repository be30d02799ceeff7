"""Bookings: openings, planning, requests."""

from datetime import date, timedelta
from typing import Any, Final, cast
from uuid import UUID

from services.gateway.clients.shapes.answers import CheckedReceipt, Evidence, Offer, Offers
from services.gateway.clients.shapes.home import AtHome
from services.gateway.clients.shapes.openings import Eligibility, Facility, Openings, Operator
from services.gateway.clients.shapes.planning import (
    AbsencePage,
    CalendarFeed,
    Custody,
    CustodyCalendar,
    DaysMoved,
    FeedEntries,
    PlannedYear,
    Planning,
    PlanningDay,
)
from services.gateway.clients.shapes.requests import (
    BookingRequest,
    BoxOfWeek,
    Calendar,
    ChosenSlot,
    DayOfRequest,
    Fallback,
    Week,
    Wishes,
)
from shared.web.client import NotThere, ServiceClient

# What is the same for every family, and stands on every page of the evening when all of them come.
KEPT_FOR: Final = timedelta(seconds=1)


class Bookings:
    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def operator(self) -> Operator:
        return cast(Operator, self._client.get("/operator", scope="public"))

    def openings(self) -> Openings:
        return cast(Openings, self._client.get("/openings", scope="public", keep=KEPT_FOR))

    def eligibility(self, account_id: UUID) -> Eligibility:
        answer = self._client.get("/eligibility", scope="family", account_id=account_id)
        return cast(Eligibility, answer)

    def facilities(self) -> list[Facility]:
        answer = self._client.get("/facilities", scope="public", keep=KEPT_FOR)
        return cast("list[Facility]", answer["facilities"])

    def planning(self, account_id: UUID, month: str | None = None) -> Planning:
        asked: dict[str, Any] = {} if month is None else {"month": month}
        answer = self._client.get("/planning", scope="family", account_id=account_id, params=asked)
        return cast(Planning, answer)

    def planning_page(
        self, account_id: UUID, month: str | None
    ) -> tuple[Eligibility, Planning, BookingRequest | None]:
        """Everything the planner shows of a household, in one call."""
        asked = "/planning" if month is None else f"/planning?month={month}"
        eligible, planning, draft = self._client.together(
            "/eligibility", asked, "/requests/draft", scope="family", account_id=account_id
        )
        return (
            cast(Eligibility, eligible),
            cast(Planning, planning),
            cast("BookingRequest | None", draft),
        )

    def home_page(self, account_id: UUID, first: date, last: date) -> AtHome:
        """What the home page shows of a household, in one call; days two months at most."""
        eligible, days, draft, offers = self._client.together(
            "/eligibility",
            f"/planning/days?first={first}&last={last}",
            "/requests/draft",
            "/offers",
            scope="family",
            account_id=account_id,
        )
        told = {
            "eligible": eligible,
            "days": days["days"] if days else [],
            "draft": draft,
            "offers": offers["offers"] if offers else [],
        }
        return cast(AtHome, told)

    def planned_days(self, account_id: UUID, first: date, last: date) -> list[PlanningDay]:
        """Two months at most."""
        answer = self._client.get(
            "/planning/days",
            scope="family",
            account_id=account_id,
            params={"first": str(first), "last": str(last)},
        )
        return cast("list[PlanningDay]", answer["days"])

    def planned_year(self, account_id: UUID, school_year: str | None = None) -> PlannedYear:
        """Raises NotThere for a year that nobody announced."""
        asked: dict[str, Any] = {} if school_year is None else {"school_year": school_year}
        answer = self._client.get(
            "/planning/year", scope="family", account_id=account_id, params=asked
        )
        return cast(PlannedYear, answer)

    def start_request(self, account_id: UUID, request_id: UUID, facility_id: str) -> UUID:
        """The household's one draft: a new one, or the one it is filling already."""
        asked = {"request_id": str(request_id), "facility_id": facility_id}
        answer = self._client.post("/requests", scope="family", account_id=account_id, json=asked)
        return UUID(answer["request_id"])

    def draft(self, account_id: UUID) -> BookingRequest | None:
        try:
            answer = self._client.get("/requests/draft", scope="family", account_id=account_id)
        except NotThere:
            return None
        return cast(BookingRequest, answer)

    def drop(self, account_id: UUID, request_id: UUID) -> None:
        self._client.delete(f"/requests/{request_id}", scope="family", account_id=account_id)

    def request(self, account_id: UUID, request_id: UUID) -> BookingRequest:
        answer = self._client.get(f"/requests/{request_id}", scope="family", account_id=account_id)
        return cast(BookingRequest, answer)

    def requests(self, account_id: UUID) -> list[BookingRequest]:
        """Every request the household has sent, newest first; their lines without dates."""
        answer = self._client.get("/requests", scope="family", account_id=account_id)
        return cast("list[BookingRequest]", answer["requests"])

    def calendar(self, account_id: UUID, request_id: UUID, month: str | None) -> Calendar:
        asked: dict[str, Any] = {} if month is None else {"month": month}
        answer = self._client.get(
            f"/requests/{request_id}/calendar", scope="family", account_id=account_id, params=asked
        )
        return cast(Calendar, answer)

    def day(self, account_id: UUID, request_id: UUID, day: date) -> DayOfRequest:
        answer = self._client.get(
            f"/requests/{request_id}/days/{day}", scope="family", account_id=account_id
        )
        return cast(DayOfRequest, answer)

    def choose(
        self, account_id: UUID, request_id: UUID, day: date, choices: list[ChosenSlot], seen: int
    ) -> int:
        """The boxes of a day as the family left them; the version the next page is made from."""
        answer = self._client.put(
            f"/requests/{request_id}/days/{day}",
            scope="family",
            account_id=account_id,
            json={"seen": seen, "choices": choices},
        )
        return int(answer["seen"])

    def week(self, account_id: UUID, monday: date | None = None) -> Week:
        """Raises NotThere where there is no household, school year or facility yet."""
        asked: dict[str, Any] = {} if monday is None else {"monday": str(monday)}
        answer = self._client.get("/week", scope="family", account_id=account_id, params=asked)
        return cast(Week, answer)

    def choose_week(
        self,
        account_id: UUID,
        request_id: UUID,
        monday: date | None,
        choices: list[BoxOfWeek],
        patterns: dict[str, str],
        seen: int,
    ) -> tuple[UUID, int]:
        """Keeps a week in the household's draft, started under this id if there is none."""
        answer = self._client.put(
            "/week",
            scope="family",
            account_id=account_id,
            json={
                "request_id": str(request_id),
                "seen": seen,
                "monday": str(monday) if monday else None,
                "choices": choices,
                "patterns": [
                    {"child_id": child_id, "weeks": weeks} for child_id, weeks in patterns.items()
                ],
            },
        )
        return UUID(answer["request_id"]), int(answer["seen"])

    def wishes(self, account_id: UUID, request_id: UUID) -> Wishes:
        answer = self._client.get(
            f"/requests/{request_id}/wishes", scope="family", account_id=account_id
        )
        return cast(Wishes, answer)

    def make_wishes(
        self,
        account_id: UUID,
        request_id: UUID,
        together: bool,
        fallbacks: list[Fallback],
        seen: int,
    ) -> None:
        self._client.put(
            f"/requests/{request_id}/wishes",
            scope="family",
            account_id=account_id,
            json={"seen": seen, "together": together, "fallbacks": fallbacks},
        )

    def calendar_feed(self, account_id: UUID) -> CalendarFeed:
        answer = self._client.get("/calendar-feed", scope="family", account_id=account_id)
        return cast(CalendarFeed, answer)

    def open_calendar_feed(self, account_id: UUID) -> None:
        """A new link; the one before reads nothing any more."""
        self._client.post("/calendar-feed", scope="family", account_id=account_id, json={})

    def close_calendar_feed(self, account_id: UUID) -> None:
        self._client.delete("/calendar-feed", scope="family", account_id=account_id)

    def feed_entries(self, secret: str) -> FeedEntries:
        """Raises NotThere for a link that is none, or none any more."""
        answer = self._client.post(
            "/calendar-feed/entries", scope="public", json={"secret": secret}
        )
        return cast(FeedEntries, answer)

    def check_receipt(self, code: str, reference: str) -> CheckedReceipt:
        answer = self._client.post(
            "/receipts/verification", scope="public", json={"code": code, "reference": reference}
        )
        return cast(CheckedReceipt, answer)

    def receipt_key(self) -> dict[str, Any]:
        """The key set that receipts are checked with."""
        return cast("dict[str, Any]", self._client.get("/receipts/key", scope="public"))

    def arrange_sending(
        self, account_id: UUID, request_id: UUID, automatic: bool, accept_rules: bool
    ) -> None:
        """Before an opening: whether the draft is sent by itself then."""
        self._client.put(
            f"/requests/{request_id}/sending",
            scope="family",
            account_id=account_id,
            json={"automatic": automatic, "accept_rules": accept_rules},
        )

    def submit(
        self,
        account_id: UUID,
        request_id: UUID,
        seen: int,
        accept_rules: bool,
        accept_surcharge: bool = False,
        shown: str | None = None,
    ) -> None:
        """Send a draft. Sent twice, it is one request. `shown` is the digest of what was read."""
        self._client.post(
            f"/requests/{request_id}/submission",
            scope="family",
            account_id=account_id,
            json={
                "seen": seen,
                "accept_rules": accept_rules,
                "accept_surcharge": accept_surcharge,
                "shown": shown,
            },
        )

    def offers(self, account_id: UUID) -> Offers:
        answer = self._client.get("/offers", scope="family", account_id=account_id)
        return cast(Offers, answer)

    def offer(self, account_id: UUID, offer_id: UUID) -> Offer:
        """Raises NotThere."""
        answer = self._client.get(f"/offers/{offer_id}", scope="family", account_id=account_id)
        return cast(Offer, answer)

    def answer_offer(self, account_id: UUID, offer_id: UUID, accept: bool) -> None:
        """Raises Refusal when its time is over."""
        self._client.post(
            f"/offers/{offer_id}/answer",
            scope="family",
            account_id=account_id,
            json={"accept": accept},
        )

    def custody(self, account_id: UUID, child_id: UUID) -> Custody:
        answer = self._client.get(f"/custody/{child_id}", scope="family", account_id=account_id)
        return cast(Custody, answer)

    def describe_custody(
        self, account_id: UUID, child_id: UUID, calendar: CustodyCalendar, *, give_back: bool
    ) -> DaysMoved:
        """How many booked days are given back, also those of other weeks with `give_back`, and how
        many are booked anew."""
        answer = self._client.put(
            f"/custody/{child_id}",
            scope="family",
            account_id=account_id,
            json={**calendar, "give_back": give_back},
        )
        return cast(DaysMoved, answer)

    def propose_calendar(
        self,
        account_id: UUID,
        child_id: UUID,
        proposal_id: UUID,
        calendar: CustodyCalendar,
        starts_on: str,
    ) -> None:
        self._client.post(
            f"/custody/{child_id}/proposals",
            scope="family",
            account_id=account_id,
            json={**calendar, "proposal_id": str(proposal_id), "starts_on": starts_on},
        )

    def answer_calendar(
        self, account_id: UUID, child_id: UUID, proposal_id: UUID, accept: bool
    ) -> None:
        self._client.post(
            f"/custody/{child_id}/proposals/{proposal_id}/answer",
            scope="family",
            account_id=account_id,
            json={"accept": accept},
        )

    def propose_swap(
        self,
        account_id: UUID,
        child_id: UUID,
        swap_id: UUID,
        gives: str | None,
        takes: str | None,
    ) -> None:
        self._client.post(
            f"/custody/{child_id}/swaps",
            scope="family",
            account_id=account_id,
            json={"swap_id": str(swap_id), "gives": gives, "takes": takes},
        )

    def answer_swap(self, account_id: UUID, child_id: UUID, swap_id: UUID, accept: bool) -> None:
        self._client.post(
            f"/custody/{child_id}/swaps/{swap_id}/answer",
            scope="family",
            account_id=account_id,
            json={"accept": accept},
        )

    def absence(self, account_id: UUID, child_id: UUID, day: date) -> AbsencePage:
        """Raises NotThere when nothing is booked."""
        path = f"/absences/{child_id}/{day}"
        answer = self._client.get(path, scope="family", account_id=account_id)
        return cast(AbsencePage, answer)

    def declare_absence(self, account_id: UUID, child_id: UUID, day: date) -> None:
        path = f"/absences/{child_id}/{day}"
        self._client.put(path, scope="family", account_id=account_id, json={})

    def withdraw_absence(self, account_id: UUID, child_id: UUID, day: date) -> None:
        """Raises Refusal once the meals of the day are counted, or the place was given away."""
        path = f"/absences/{child_id}/{day}"
        self._client.delete(path, scope="family", account_id=account_id)

    def send_certificate(
        self,
        account_id: UUID,
        child_id: UUID,
        day: date,
        document_id: UUID,
        file: tuple[str, bytes, str],
    ) -> None:
        """`file` is a name, its content and its announced type."""
        self._client.post(
            f"/absences/{child_id}/{day}/certificate",
            scope="family",
            account_id=account_id,
            data={"document_id": str(document_id)},
            files={"file": file},
        )

    def certificate(self, account_id: UUID, child_id: UUID, day: date) -> Any:
        path = f"/absences/{child_id}/{day}/certificate"
        return self._client.get(path, scope="family", account_id=account_id, raw=True)

    def leave_waiting_list(self, account_id: UUID, request_id: UUID, line_id: str) -> None:
        """Raises Refusal when a place is offered: that is to be answered. Raises NotThere."""
        self._client.post(
            f"/requests/{request_id}/lines/{line_id}/departure",
            scope="family",
            account_id=account_id,
            json={},
        )

    def evidence(self, account_id: UUID, request_id: UUID, line_id: str) -> Evidence:
        """Raises NotThere for a line without an answer, and for another family's."""
        path = f"/requests/{request_id}/lines/{line_id}/evidence"
        answer = self._client.get(path, scope="family", account_id=account_id)
        return cast(Evidence, answer)
