"""The words for codes: states, slot types, reasons, fields. One place, so they never differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.backoffice.web.formats import full_day, phone, short_day, upper_first, weekday_name
from shared.web.language import gettext as _

SLOT_TYPES = ("MORNING", "LUNCH", "EVENING", "WEDNESDAY")
DIETS = ("STANDARD", "NO_PORK", "NO_MEAT", "PACKED_MEAL")
FILE_STATES = ("SUBMITTED", "RETURNED", "DRAFT", "APPROVED")
DOCUMENT_REASONS = ("OUT_OF_DATE", "UNREADABLE", "WRONG_DOCUMENT", "OTHER_CHILD", "OTHER")
RETURN_REASONS = ("DOCUMENTS", "INFORMATION", "OTHER")
REFUSAL_REASONS = ("slot_full", "no_staff", "not_eligible", "other")


@dataclass(frozen=True)
class Chip:
    """A state: its colour, its icon and its words, always together."""

    kind: str
    icon: str
    text: str


def file_state(status: str) -> Chip:
    return {
        "DRAFT": Chip("draft", "pencil", _("En préparation")),
        "SUBMITTED": Chip("ask", "hourglass-split", _("À vérifier")),
        "APPROVED": Chip("ok", "check-circle-fill", _("Validé")),
        "RETURNED": Chip("wait", "arrow-left", _("À corriger par la famille")),
    }[status]


def document_state(status: str) -> Chip:
    return {
        "MISSING": Chip("off", "dash-circle", _("Manquante")),
        "PENDING": Chip("ask", "hourglass-split", _("À vérifier")),
        "VERIFIED": Chip("ok", "check-circle-fill", _("Acceptée")),
        "REJECTED": Chip("no", "x-circle-fill", _("À corriger")),
        "EXPIRED": Chip("wait", "clock-history", _("Périmée")),
    }[status]


def line_state(state: str) -> Chip:
    return {
        "DRAFT": Chip("draft", "pencil", _("Brouillon")),
        "REQUESTED": Chip("ask", "hourglass-split", _("À décider")),
        "WAITLISTED": Chip("wait", "clock", _("Liste d’attente")),
        "ACCEPTED": Chip("ok", "check-circle-fill", _("Accepté")),
        "REFUSED": Chip("no", "x-circle-fill", _("Refusé")),
        "CANCELLED": Chip("off", "slash-circle", _("Annulé")),
    }[state]


def request_state(status: str) -> Chip:
    return {
        "DRAFT": Chip("draft", "pencil", _("Brouillon")),
        "SUBMITTED": Chip("ask", "hourglass-split", _("À décider")),
        "DECIDED": Chip("ok", "check-circle-fill", _("Décidée")),
    }[status]


def invoice_state(state: str) -> Chip:
    return {
        "UNPAID": Chip("wait", "clock", _("À payer")),
        "OVERDUE": Chip("no", "exclamation-circle-fill", _("En retard")),
        "PENDING": Chip("ask", "hourglass-split", _("Paiement en cours")),
        "PAID": Chip("ok", "check-circle-fill", _("Payée")),
        "CREDITED": Chip("ok", "check-circle-fill", _("Annulée par un avoir")),
    }[state]


TOLD_BY = ("PHONE", "DESK", "SCHOOL")


def told_by(code: str) -> str:
    return {
        "FAMILY": _("Sur le portail"),
        "PHONE": _("Par téléphone"),
        "DESK": _("Au guichet"),
        "SCHOOL": _("Par l’école"),
    }[code]


def absence_state(status: str) -> Chip:
    return {
        "DECLARED": Chip("off", "dash-circle", _("Signalée")),
        "CERTIFICATE_SENT": Chip("ask", "hourglass-split", _("Certificat à regarder")),
        "CERTIFICATE_REFUSED": Chip("wait", "clock", _("Certificat refusé")),
        "EXCUSED": Chip("ok", "check-circle-fill", _("Justifiée")),
        "UNEXCUSED": Chip("no", "exclamation-circle-fill", _("Non justifiée")),
    }[status]


def credit_movement(kind: str) -> str:
    return {
        "ADDED": _("Avoir, ou paiement reçu en trop"),
        "DEDUCTED": _("Déduit d’une facture"),
        "REFUNDED": _("Remboursé par virement"),
    }[kind]


def credit_reason(reason: str) -> str:
    return {
        "ABSENCE_EXCUSED": _("Absence justifiée"),
        "DAY_CLOSED": _("Accueil fermé"),
        "HANDED_OVER": _("Jour passé à l’autre foyer"),
        "CANCELLED": _("Réservation annulée à temps"),
    }[reason]


def day_state(status: str) -> str:
    return {
        "OPEN": _("Jour ouvert"),
        "PAST": _("Jour passé"),
        "HOLIDAY": _("Vacances scolaires"),
        "PUBLIC_HOLIDAY": _("Jour férié"),
        "CLOSED": _("Fermeture"),
        "WEEKEND": _("Week-end"),
        "NO_SERVICE": _("Pas d’accueil ce jour-là"),
    }[status]


def closed(day: Mapping[str, Any]) -> str:
    """Why nothing opens there: a holiday by its name, or a slot that is not of this weekday."""
    return "–" if day["status"] == "OPEN" else str(day["label"] or day_state(day["status"]))


def slot_type(code: str) -> str:
    return {
        "MORNING": _("Matin"),
        "LUNCH": _("Midi"),
        "EVENING": _("Soir"),
        "WEDNESDAY": _("Mercredi"),
    }[code]


def weekly_slot(weekday: int, code: str) -> str:
    """Lundi midi; for the Wednesday slot the day says it all."""
    day = upper_first(weekday_name(weekday))
    return day if code == "WEDNESDAY" else f"{day} {slot_type(code).lower()}"


def line(line: Mapping[str, Any]) -> str:
    """What a line of a request asks for: « Lundi midi », « Midi, 12 novembre 2026 »."""
    if line["weekday"] is not None:
        return weekly_slot(line["weekday"], line["slot_type"])
    slot = slot_type(line["slot_type"])
    dates = line.get("dates") or (line["first_day"], line["last_day"])
    if line["days"] == 1:
        return _("%(slot)s, %(day)s", slot=slot, day=full_day(dates[0]))
    return _(
        "%(slot)s, %(days)d jours du %(first)s au %(last)s",
        slot=slot,
        days=line["days"],
        first=short_day(dates[0]),
        last=short_day(dates[-1]),
    )


def request_kind(kind: str) -> str:
    return {"STANDING": _("À l’année"), "ONE_OFF": _("Ponctuelle")}[kind]


def document_reason(code: str) -> str:
    return {
        "UNREADABLE": _("Illisible ou coupée"),
        "WRONG_DOCUMENT": _("Mauvais document"),
        "OUT_OF_DATE": _("Dates qui ne couvrent pas l’année"),
        "OTHER_CHILD": _("Document d’un autre enfant"),
        "OTHER": _("Autre motif"),
    }[code]


def document_message(code: str, label: str) -> str:
    """The message to the family, ready to edit; « Autre motif » is written by hand."""
    return {
        "UNREADABLE": _(
            "Bonjour, la pièce « %(label)s » n’est pas lisible en entier. "
            "Merci d’envoyer une photo nette, bien éclairée, où les quatre coins se voient.",
            label=label,
        ),
        "WRONG_DOCUMENT": _(
            "Bonjour, le document envoyé ne correspond pas à la pièce « %(label)s ». "
            "Merci d’envoyer le bon document.",
            label=label,
        ),
        "OUT_OF_DATE": _(
            "Bonjour, la pièce « %(label)s » ne couvre pas toute l’année scolaire demandée. "
            "Merci d’envoyer le document à jour.",
            label=label,
        ),
        "OTHER_CHILD": _(
            "Bonjour, la pièce « %(label)s » est au nom d’un autre enfant. "
            "Merci d’envoyer celle du bon enfant.",
            label=label,
        ),
        "OTHER": "",
    }[code]


def return_reason(code: str) -> str:
    return {
        "DOCUMENTS": _("Pièces à remplacer ou à ajouter"),
        "INFORMATION": _("Informations à compléter"),
        "OTHER": _("Autre motif"),
        "CHILD_ADDED": _("Un enfant a été ajouté : le dossier est à compléter"),
    }[code]


def return_message(code: str) -> str:
    return {
        "DOCUMENTS": _(
            "Bonjour, votre dossier est presque prêt. Merci de remplacer les pièces signalées, "
            "puis d’envoyer à nouveau le dossier : nous le vérifierons aussitôt."
        ),
        "INFORMATION": _(
            "Bonjour, il manque des informations dans votre dossier. Merci de les compléter, "
            "puis d’envoyer à nouveau le dossier : nous le vérifierons aussitôt."
        ),
        "OTHER": "",
    }[code]


def refusal_reason(code: str) -> str:
    return {
        "slot_full": _("Complet"),
        "day_closed": _("Fermé ce jour-là"),
        "no_staff": _("Pas assez d’animateurs"),
        "not_eligible": _("Conditions non remplies"),
        "bundle_not_whole": _("Pas de place pour tout ce qui va ensemble"),
        "not_needed": _("Un choix préféré est accepté"),
        "offer_declined": _("Place proposée, laissée par la famille"),
        "offer_expired": _("Place proposée, sans réponse dans le délai"),
        "left_waiting_list": _("Liste d’attente quittée par la famille"),
        "other": _("Autre motif"),
    }.get(code, code)


def criterion(code: str) -> str:
    return {
        "SIBLING": _("frère ou sœur déjà accueilli"),
        "LEVEL": _("niveau"),
        "WORKING_PARENTS": _("parents qui travaillent (sauf cantine)"),
        "RESIDENCE": _("habitant de la commune"),
        "DISTANCE": _("proximité"),
    }[code]


def criterion_value(code: str, value: int, slot_type: str) -> str:
    """What a criterion made of a line."""
    if code == "WORKING_PARENTS" and slot_type == "LUNCH":
        return _("Ne compte pas à la cantine")
    if code == "DISTANCE":
        return _("%(metres)d m", metres=value) if value < 10_000_000 else _("Non connu")
    if code == "LEVEL":
        return _("Ordre %(number)d", number=value + 1)
    return _("Oui") if value == 0 else _("Non")


def broken_rule(code: str) -> str:
    return {
        "deadline_passed": _("Le délai pour ce jour est passé"),
        "ask_staff": _("Ce jour demande votre accord"),
        "not_open_yet": _("Les réservations ne sont pas encore ouvertes pour cet enfant"),
        "file_not_submitted": _("Le dossier n’est pas envoyé"),
        "file_under_review": _("Le dossier n’est pas encore vérifié"),
        "file_returned": _("Le dossier est à corriger"),
        "file_not_approved": _("Le dossier n’est pas validé"),
        "level_not_served": _("L’établissement n’accueille pas ce niveau"),
    }.get(code, code)


def decision(code: str | None) -> Chip:
    return {
        "ACCEPTED": Chip("ok", "check-circle-fill", _("Accepté")),
        "WAITLISTED": Chip("wait", "clock", _("Liste d’attente")),
        "REFUSED": Chip("no", "x-circle-fill", _("Refusé")),
    }.get(code or "", Chip("ask", "hourglass-split", _("À décider")))


def rule(code: str) -> str:
    return {
        "BY_HAND": _("Décidé ligne par ligne, par ordre d’arrivée"),
        "ALLOCATION": _("Attribution publiée"),
        "OFFER": _("Place proposée depuis la liste d’attente"),
        "DESK": _("Réservé au guichet"),
        "FAMILY": _("Choix de la famille"),
    }[code]


def section(code: str) -> str:
    return {
        "me": _("Moi"),
        "work": _("Travail"),
        "other_guardian": _("Autre responsable"),
        "address": _("Adresse de correspondance"),
        "complementary": _("Informations complémentaires"),
        "identity": _("Identité"),
        "health": _("Santé"),
        "contacts": _("Contacts"),
        "consents": _("Autorisations"),
    }[code]


def field(code: str) -> str:
    return {
        "given_name": _("Prénom"),
        "family_name": _("Nom"),
        "relationship": _("Lien avec les enfants"),
        "mobile": _("Téléphone mobile"),
        "sms": _("Messages par SMS"),
        "situation": _("Situation"),
        "employer": _("Employeur"),
        "work_phone": _("Téléphone au travail"),
        "alone": _("Élève seul ses enfants"),
        "email": _("Adresse e-mail"),
        "line1": _("Adresse"),
        "line2": _("Complément d’adresse"),
        "postcode": _("Code postal"),
        "town": _("Commune"),
        "quotient_choice": _("Quotient familial"),
        "quotient": _("Valeur du quotient"),
        "caf_number": _("Numéro CAF"),
        "birth_date": _("Date de naissance"),
        "school_id": _("École"),
        "school_name": _("École"),
        "class_name": _("Classe"),
        "school_level": _("Niveau"),
        "diet": _("Repas"),
        "doctor_name": _("Médecin"),
        "doctor_phone": _("Téléphone du médecin"),
        "care_plan": _("Projet d’accueil individualisé (PAI)"),
        "care_notes": _("Consignes"),
        "emergency_name": _("Personne à prévenir"),
        "emergency_phone": _("Téléphone d’urgence"),
        "pickups": _("Personnes autorisées à venir chercher l’enfant"),
        "outings": _("Sorties"),
        "photos": _("Photos"),
    }.get(code, code)


def diet(code: str) -> str:
    return value("diet", code)


def value(name: str, value: Any) -> str:
    """A value of a file as words: codes, yes and no, dates, lists of people."""
    if value is None or value == "":
        return _("Non renseigné")
    if isinstance(value, bool):
        return _("Oui") if value else _("Non")
    if name == "birth_date":
        return short_day(value)
    if name.endswith(("mobile", "phone")):
        return phone(value)
    if isinstance(value, list):
        people = (f"{who['name']} ({phone(who['phone'])})" for who in value)
        return ", ".join(people) or _("Personne")
    codes = {
        "MOTHER": _("Mère"),
        "FATHER": _("Père"),
        "EMPLOYED": _("En emploi"),
        "SELF_EMPLOYED": _("À son compte"),
        "SEEKING": _("En recherche d’emploi"),
        "STUDENT": _("En études"),
        "OTHER": _("Autre"),
        "DECLARED": _("Déclaré"),
        "NOT_DECLARED": _("Non communiqué"),
        "MATERNELLE": _("Maternelle"),
        "ELEMENTAIRE": _("Élémentaire"),
        "STANDARD": _("Standard"),
        "NO_PORK": _("Sans porc"),
        "NO_MEAT": _("Sans viande"),
        "PACKED_MEAL": _("Panier-repas"),
        "YES": _("Oui"),
        "NO": _("Non"),
    }
    return codes.get(value, str(value)) if isinstance(value, str) else str(value)


def history(what: str) -> str:
    """A line of a file's history; an event without words here keeps its code, and is seen."""
    return {
        "opened": _("Dossier créé"),
        "submitted": _("Dossier envoyé par la famille"),
        "approved": _("Dossier validé"),
        "returned": _("Dossier renvoyé à la famille"),
        "child_registered": _("Enfant ajouté"),
        "document_uploaded": _("Pièce déposée"),
        "document_verified": _("Pièce acceptée"),
        "document_rejected": _("Pièce refusée"),
        "section_saved": _("Informations modifiées"),
        "quotient_recorded": _("Quotient familial enregistré"),
        "health_read": _("Fiche sanitaire lue"),
        "other_home_invited": _("Code créé pour l’autre foyer"),
        "invitation_withdrawn": _("Code pour l’autre foyer retiré"),
        "other_home_joined": _("Deuxième foyer rattaché"),
        "other_home_ended": _("Partage entre les deux foyers terminé"),
    }.get(what, what)


CERTIFICATE_REASONS = ("UNREADABLE", "WRONG_DOCUMENT", "OTHER_CHILD", "OTHER_DAY", "OTHER")


def certificate_reason(code: str) -> str:
    return {
        "UNREADABLE": _("Illisible"),
        "WRONG_DOCUMENT": _("Ce n’est pas un certificat"),
        "OTHER_CHILD": _("Un autre enfant"),
        "OTHER_DAY": _("Un autre jour"),
        "OTHER": _("Autre motif, la famille appelle"),
    }.get(code, code)


def mail(template: str) -> str:
    return {
        "confirm_email": _("Lien pour confirmer l’adresse e-mail"),
        "password_reset": _("Lien pour un nouveau mot de passe"),
        "email_confirmed": _("Adresse e-mail confirmée"),
        "file_received": _("Dossier reçu"),
        "file_approved": _("Dossier validé"),
        "other_home_invited": _("Code pour l’autre foyer"),
        "two_homes": _("Nouvelle entre les deux foyers"),
        "file_returned": _("Dossier à corriger"),
        "request_received": _("Demande reçue"),
        "request_decided": _("Réponse à une demande"),
        "place_offered": _("Place proposée"),
        "opening_tomorrow": _("Rappel de l’ouverture"),
        "sending_failed": _("Envoi automatique impossible"),
        "days_changed": _("Changement de jours d’accueil"),
        "absence_declared": _("Absence notée"),
        "absence_excused": _("Certificat accepté"),
        "certificate_refused": _("Certificat à renvoyer"),
        "absence_withdrawn": _("Absence retirée"),
        "certificate_due": _("Rappel de certificat"),
        "absence_unexcused": _("Délai de certificat passé"),
        "invoice_issued": _("Facture émise"),
        "invoice_overdue": _("Rappel de facture"),
        "payment_received": _("Paiement reçu"),
        "credit_note_issued": _("Avoir émis"),
        "credit_refunded": _("Avoir remboursé"),
    }.get(template, template)


def mail_state(state: str) -> Chip:
    return {
        "WAITING": Chip("wait", "hourglass-split", _("En attente d’envoi")),
        "SENT": Chip("ok", "envelope-check", _("Envoyé")),
        "FAILED": Chip("no", "envelope-x", _("Non remis")),
    }[state]


def mail_trouble(trouble: str) -> str:
    return {
        "owner_away": _("L’adresse n’a pas pu être lue, nouvel essai bientôt"),
        "server_away": _("Le serveur de mail ne répond pas, nouvel essai bientôt"),
        "put_off": _("Le serveur de mail demande d’attendre, nouvel essai bientôt"),
        "rejected": _("Adresse refusée par le serveur de mail : appelez la famille"),
        "no_address": _("Ce compte n’a plus d’adresse"),
        "our_fault": _("Erreur de notre côté"),
    }.get(trouble, trouble)


def role(code: str) -> str:
    return {
        "files": _("Dossiers"),
        "bookings": _("Demandes"),
        "billing": _("Facturation"),
        "operations": _("Fonctionnement"),
    }.get(code, code)
