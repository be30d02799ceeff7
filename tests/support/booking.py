"""A demonstration family prepares a request through the services' own doors."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from deploy.families import FAMILIES
from tests.support.portal import Portal
from tests.support.visitor import Visitor

PASSWORD = "demonstration"


def account_of(email: str) -> UUID:
    return uuid5(FAMILIES, email)


def prepared_request(portal: Portal, email: str, facility: str, slot_type: str) -> str:
    """A draft with one line per child of the family that may book there; its request_id."""
    bookings = portal.client("gateway", "bookings")
    account = account_of(email)

    def ask(method: str, path: str, **call: Any) -> Any:
        return getattr(bookings, method)(path, scope="family", account_id=account, **call)

    request_id = str(uuid5(account, f"a test {facility} {slot_type}"))
    body = {"request_id": request_id, "facility_id": facility}
    request_id = ask("post", "/requests", json=body)["request_id"]
    params: dict[str, str] = {}
    while True:
        month = ask("get", f"/requests/{request_id}/calendar", params=params)
        for day in month["days"]:
            if day["status"] == "OPEN" and date.fromisoformat(day["day"]).weekday() in (0, 2):
                path = f"/requests/{request_id}/days/{day['day']}"
                it = ask("get", path)
                choices = [
                    {"child_id": child["child_id"], "slot_type": slot_type}
                    for child in it["children"]
                    for slot in child["slots"]
                    if slot["slot_type"] == slot_type and not slot["locked"]
                ]
                if choices:
                    ask("put", path, json={"seen": it["seen"], "choices": choices})
                    return request_id
        params = {"month": month["next"]}


def signed_in(portal: Portal, email: str, password: str = PASSWORD) -> Visitor:
    visitor = Visitor(portal.url).open("/connexion")
    return visitor.send("Se connecter", email=email, password=password)
