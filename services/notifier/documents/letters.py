"""Writes the letter: subject, text and HTML from `messages/<template>/`, in the reader's language.

The style sheet of the mails is moved into `style=""` (css-inline): most mail programs read nothing
else. What cannot be moved, dark mode and narrow screens, stays in `<style>` and is made important,
because a rule there would lose against the moved ones.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.notifier.documents import changed_days, deadlines, request_lines
from services.notifier.documents.language import Language, language
from services.notifier.domain.facts import Facts
from services.notifier.domain.letter import Known, Letter
from services.notifier.domain.mail import Template
from shared.web.assets import asset_text

ABOUT_AN_ABSENCE: Final = (
    Template.ABSENCE_DECLARED,
    Template.ABSENCE_EXCUSED,
    Template.CERTIFICATE_REFUSED,
    Template.ABSENCE_WITHDRAWN,
    Template.CERTIFICATE_DUE,
    Template.ABSENCE_UNEXCUSED,
)
MESSAGES: Final = Path(__file__).parent.parent / "messages"


def write(
    *,
    mail_id: UUID,
    account_id: UUID,
    template: Template,
    facts: Facts,
    known: Known,
    public_url: str,
    at: datetime,
) -> Letter:
    lang = language(known.language)
    words: dict[str, Any] = {
        "lang": lang,
        "facts": facts,
        "known": known,
        "operator": known.operator,
        "address": address(template, facts, known, public_url),
        "asked": (),
        "cancelled": (),
        "facility": None,
        "family_names": None,
    }
    if facts.opening is not None:
        theirs = [known.children.get(child_id) for child_id in facts.opening.child_ids]
        words["family_names"] = lang.listed([name for name in theirs if name])
        words["opening_care"] = lang.listed(
            [request_lines.slot_name(lang, each) for each in facts.opening.slot_types]
        )
    if (request := facts.request) is not None:
        groups = request_lines.by_child(
            lang, request, known.children, known.facilities, known.refusals
        )
        cancelled = request_lines.cancelled_by_child(lang, request.cancellations, known.children)
        names = dict.fromkeys(group.child for group in (*groups, *cancelled))
        words |= {
            "asked": groups,
            "cancelled": cancelled,
            "facility": request_lines.only_facility(request, known.facilities),
            "family_names": lang.listed(list(names)),
            "several_children": len(names) > 1,
            "accepted": sum(line.accepted is True for line in request.lines),
            "refused": sum(line.refused for line in request.lines),
            "given_up": sum(line.given_up for line in request.lines),
            "why_given_up": next((line.reason for line in request.lines if line.given_up), None),
            "waiting": sum(line.waiting for line in request.lines),
            "giving_back": deadlines.of_giving_back(lang, request, known.deadlines),
            "only_given_up": all(line.given_up for line in request.lines),
        }

    if (change := facts.change) is not None:
        changed = changed_days.by_child(lang, change, known.children, known.facilities)
        words |= {
            "change": change,
            "changed": changed,
            "family_names": lang.listed([group.child for group in changed]),
            "several_children": len(changed) > 1,
        }

    if (absence := facts.absence) is not None:
        until = absence.certificate_until
        words |= {
            "absence": absence,
            "family_names": request_lines.child_name(lang, known.children, absence.child_id),
            "absent_from": lang.listed(
                [request_lines.slot_name(lang, it) for it in absence.slot_types]
            ),
            "last_day": lang.local_day(until - timedelta(seconds=1)) if until else None,
        }

    if (homes := facts.homes) is not None:
        words |= {
            "homes": homes,
            "family_names": request_lines.child_name(lang, known.children, homes.child_id),
        }

    def part(name: str) -> str:
        return _environment(lang).get_template(f"{template}/{name}").render(words)

    return Letter(
        mail_id=mail_id,
        account_id=account_id,
        sender_name=known.operator.name if known.operator else "Portail Familles",
        reply_to=known.operator.email if known.operator else None,
        language=lang.code,
        to=known.to,
        subject=_one_line(part("subject.txt")),
        text=_tidy(part("body.txt")),
        html=_inliner().inline(part("body.html")),
        at=at,
    )


def address(template: Template, facts: Facts, known: Known, public_url: str) -> str:
    """The one page of the portal that the mail leads to."""
    token = known.link.token if known.link else ""
    paths: Mapping[Template, str] = {
        Template.CONFIRM_EMAIL: f"/confirmation/{token}",
        Template.PASSWORD_RESET: f"/mot-de-passe/{token}",
        Template.EMAIL_CONFIRMED: "/dossier",
        Template.FILE_RECEIVED: "/dossier",
        Template.FILE_APPROVED: "/planning",
        Template.FILE_RETURNED: "/dossier",
        Template.REQUEST_RECEIVED: f"/demandes/{facts.request and facts.request.request_id}",
        Template.REQUEST_DECIDED: f"/demandes/{facts.request and facts.request.request_id}",
        Template.PLACE_OFFERED: f"/places/{facts.offer and facts.offer.offer_id}",
        Template.OPENING_TOMORROW: "/planning",
        Template.SENDING_FAILED: "/planning",
        Template.DAYS_CHANGED: "/planning",
        **dict.fromkeys(ABOUT_AN_ABSENCE, _absence_page(facts)),
        Template.INVOICE_ISSUED: f"/factures/{facts.invoice and facts.invoice.invoice_id}",
        Template.INVOICE_OVERDUE: f"/factures/{facts.invoice and facts.invoice.invoice_id}",
        Template.OTHER_HOME_INVITED: "/dossier/enfants/rejoindre",
        Template.TWO_HOMES: f"/garde/{facts.homes and facts.homes.child_id}",
        Template.PAYMENT_RECEIVED: f"/factures/{facts.payment and facts.payment.invoice_id}",
        Template.CREDIT_NOTE_ISSUED: (
            f"/factures/{facts.credit_note and facts.credit_note.invoice_id}"
        ),
        Template.CREDIT_REFUNDED: "/factures",
    }
    return public_url.rstrip("/") + paths[template]


def _absence_page(facts: Facts) -> str:
    absence = facts.absence
    return f"/absences/{absence.child_id}/{absence.day}" if absence else "/planning"


@cache
def _environment(lang: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(MESSAGES),
        extensions=["jinja2.ext.i18n"],
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(lang.catalogue, newstyle=True)  # type: ignore[attr-defined]  # added by jinja2.ext.i18n
    environment.filters |= {
        "day": lang.day,
        "short_day": lang.short_day,
        "hour": lang.hour,
        "second": lang.second,
        "local_day": lang.local_day,
        "money": lang.money,
        "of": lang.of,
        "of_month": lang.of_month,
    }
    environment.globals |= {"kept_rules": _kept_rules()}
    return environment


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        extra_css=_sheet()[0], keep_style_tags=True, load_remote_stylesheets=False
    )


def _kept_rules() -> str:
    return _sheet()[1]


@cache
def _sheet() -> tuple[str, str]:
    """The rules to move into the tags, and those to keep in the head."""
    own = (MESSAGES / "layout" / "letter.css").read_text()
    css = re.sub(r"/\*.*?\*/", "", f"{asset_text('mail.css')}\n{own}", flags=re.DOTALL)
    kept = re.findall(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", css)
    moved = css
    for block in kept:
        moved = moved.replace(block, "")
    return moved.strip(), "\n".join(
        re.sub(r"([:][^;{}()]+);", r"\1 !important;", block) for block in kept
    )


def _one_line(text: str) -> str:
    """Without any end of a line, also of those that hardly anybody knows: headers refuse U+2028."""
    return re.sub(r"[ \t]+", " ", " ".join(text.splitlines())).strip()


def _tidy(text: str) -> str:
    """At most one empty line in a row, none at the ends."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"
