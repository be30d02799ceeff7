"""Messages that wait for a person: what happened, try again, or give up."""

import msgspec
from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from services.backoffice.clients.parked import HEARING
from services.backoffice.web import desk, parked_words

pages = desk.staff_pages("parked")

SERVICE = f"<any({', '.join(HEARING)}):service>"
MESSAGE = f"{SERVICE}/<path:message_id>"


@pages.get("/messages")
def queue() -> str:
    return render_template("parked.html", told=parked_words, messages=desk.parked().messages())


@pages.get(f"/messages/{MESSAGE}")
def show(service: str, message_id: str) -> str:
    message = desk.parked().message(service, message_id)
    event = _readable(message["message"])
    return render_template("parked_message.html", told=parked_words, it=message, event=event)


@pages.post(f"/messages/reessayer/{MESSAGE}")
def retry(service: str, message_id: str) -> str | Response:
    if desk.parked().retry(service, message_id)["still_parked"]:
        return redirect(url_for("parked.show", service=service, message_id=message_id, encore=1))
    return render_template("parked_done.html", skipped=False, left=desk.parked().count())


@pages.get(f"/messages/ignorer/{MESSAGE}")
def confirm(service: str, message_id: str) -> str:
    message = desk.parked().message(service, message_id)
    return render_template("parked_skip.html", told=parked_words, it=message)


@pages.post(f"/messages/ignorer/{MESSAGE}")
def skip(service: str, message_id: str) -> str:
    desk.parked().skip(service, message_id)
    return render_template("parked_done.html", skipped=True, left=desk.parked().count())


def _readable(message: str) -> str:
    try:
        return str(msgspec.json.format(message, indent=2))
    except msgspec.DecodeError:  # it waits because nobody can read it
        return message
