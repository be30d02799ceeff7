"""What the services tell each other, in the words of the staff."""

from collections.abc import Mapping
from typing import Any

from services.backoffice.web.words import Chip
from shared.web.language import gettext as _
from shared.web.language import ngettext


def service(name: str) -> str:
    return {
        "accounts": _("Comptes"),
        "households": _("Familles"),
        "bookings": _("Réservations"),
        "billing": _("Facturation"),
        "notifier": _("E-mails"),
        "integrations": _("Partenaires"),
    }.get(name, name)


def event(type_: str) -> str:
    """The bare name for one that came with a later release."""
    return {
        "accounts.account_created": _("Compte créé"),
        "accounts.email_confirmed": _("Adresse e-mail confirmée"),
        "accounts.confirmation_requested": _("Lien de confirmation demandé"),
        "accounts.password_reset_requested": _("Nouveau mot de passe demandé"),
        "accounts.account_closed": _("Compte fermé"),
        "billing.invoice_issued": _("Facture émise"),
        "billing.invoice_overdue": _("Facture en retard"),
        "billing.payment_received": _("Paiement reçu"),
        "bookings.absence_withdrawn": _("Absence retirée"),
        "bookings.certificate_due": _("Rappel de certificat"),
        "bookings.absence_unexcused": _("Délai de certificat passé"),
        "billing.credit_note_issued": _("Avoir émis"),
        "billing.payment_refunded": _("Avoir remboursé"),
        "bookings.operator_described": _("Coordonnées de l’organisme changées"),
        "bookings.facility_described": _("Accueil décrit"),
        "bookings.opening_wave_scheduled": _("Date d’ouverture fixée"),
        "bookings.opening_wave_withdrawn": _("Ouverture retirée"),
        "bookings.booking_requested": _("Demande reçue"),
        "bookings.booking_decided": _("Demande décidée"),
        "bookings.booking_cancelled": _("Accueil annulé"),
        "households.household_opened": _("Dossier ouvert"),
        "households.household_file_submitted": _("Dossier envoyé"),
        "households.household_file_approved": _("Dossier validé"),
        "households.household_file_returned": _("Dossier renvoyé à la famille"),
        "households.child_registered": _("Enfant ajouté"),
        "households.child_updated": _("Fiche d’un enfant changée"),
        "households.other_home_invited": _("Code créé pour l’autre foyer"),
        "households.other_home_joined": _("Deuxième foyer rattaché"),
        "households.other_home_ended": _("Partage entre les deux foyers terminé"),
        "bookings.custody_proposed": _("Calendrier de garde proposé"),
        "bookings.custody_agreed": _("Calendrier de garde accepté"),
        "bookings.custody_declined": _("Calendrier de garde non accepté"),
        "bookings.swap_proposed": _("Échange de jours proposé"),
        "bookings.swap_answered": _("Échange de jours répondu"),
        "bookings.place_handed_over": _("Place passée à l’autre foyer"),
        "households.document_uploaded": _("Pièce déposée"),
        "households.document_verified": _("Pièce acceptée"),
        "households.document_rejected": _("Pièce refusée"),
        "households.family_quotient_recorded": _("Quotient familial enregistré"),
        "notifier.mail_sent": _("E-mail envoyé"),
        "unknown": _("Message illisible"),
    }.get(type_, type_)


def state(message: Mapping[str, Any]) -> Chip:
    if not message["attempts"]:
        return Chip("draft", "hourglass-split", _("Attend le précédent"))
    failed = ngettext("Échec, %(num)d essai", "Échec, %(num)d essais", message["attempts"])
    return Chip("no", "x-circle-fill", failed)
