"""What the services refuse, in sentences a parent can act upon. Codes come in, French goes out."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is said."""
    return sentence


# The code of a refusal -> its sentence. Facts of the refusal fill the places in brackets, already
# said in words (see `sentence`).
SENTENCES: dict[str, str] = {
    # accounts
    "email_taken": _(
        "Un compte existe déjà avec cette adresse e-mail. Connectez-vous, ou demandez un nouveau "
        "mot de passe."
    ),
    "wrong_credentials": _(
        "L’adresse e-mail ou le mot de passe ne correspond pas. Vérifiez-les, ou demandez un "
        "nouveau mot de passe."
    ),
    "too_many_attempts": _(
        "Trop d’essais de suite. Pour protéger votre compte, attendez jusqu’à %(retry_at)s avant "
        "de réessayer."
    ),
    "full_house": _(
        "Beaucoup de familles se connectent en même temps. Votre place dans la file est "
        "gardée : restez sur cette page."
    ),
    "already_registered": _(
        "Ce compte existe déjà. Connectez-vous, ou rechargez la page pour en créer un autre."
    ),
    "wrong_password": _(
        "Ce n’est pas votre mot de passe actuel. Écrivez-le de nouveau, ou demandez un lien "
        "pour en choisir un autre."
    ),
    "unknown_account": _("Ce compte n’existe plus. Créez-en un autre, ou appelez-nous."),
    "link_used": _("Ce lien a déjà servi. Connectez-vous, ou demandez un nouveau lien."),
    "link_expired": _("Ce lien n’est plus valable : il a expiré. Demandez-en un nouveau."),
    "link_unknown": _(
        "Ce lien est incomplet. Ouvrez-le depuis le message, ou copiez-le en entier."
    ),
    "already_confirmed": _(
        "Votre adresse e-mail est déjà confirmée : vous n’avez rien d’autre à faire."
    ),
    "too_soon": _(
        "Un message vient de partir. Attendez une minute avant d’en demander un autre, et regardez "
        "dans les courriers indésirables."
    ),
    # households
    "changed_elsewhere": _(
        "Cette partie a été modifiée entre-temps, dans un autre onglet ou sur un autre "
        "appareil. Vérifiez-la, puis validez."
    ),
    "file_too_big": _(
        "Ce fichier est trop lourd : %(max_bytes)s au plus. Prenez une photo plus petite, ou "
        "un PDF de moins de pages."
    ),
    "file_wrong_type": _(
        "Ce fichier n’est ni un PDF ni une photo (JPEG, PNG, HEIC). Choisissez-en un autre."
    ),
    "file_empty": _("Ce fichier est vide. Choisissez-le de nouveau."),
    "file_incomplete": _("Votre dossier n’est pas encore complet : voyez ce qu’il reste à faire."),
    "household_unknown": _("Votre dossier n’est pas encore ouvert. Réessayez dans un instant."),
    "child_unknown": _(
        "Cet enfant n’est pas dans votre dossier. Revenez à « Mon dossier » et choisissez "
        "l’un de vos enfants."
    ),
    "document_unknown": _(
        "Ce document n’est pas dans votre dossier. Revenez à « Mon dossier » et ouvrez-le de là."
    ),
    "document_replaced": _(
        "Ce document a été remplacé par un plus récent. Rechargez la page pour voir celui qui "
        "compte."
    ),
    "document_not_asked_for": _(
        "Cette pièce n’est pas demandée pour votre dossier : vous n’avez pas à l’envoyer."
    ),
    "child_registered_elsewhere": _(
        "Cet enfant est déjà dans le dossier d’une autre famille. Appelez-nous : nous "
        "regardons avec vous."
    ),
    "document_sent_elsewhere": _(
        "Ce document est déjà dans un autre dossier. Choisissez le fichier de nouveau, puis "
        "envoyez-le."
    ),
    "documents_pending": _(
        "Des pièces sont encore en cours de vérification. Attendez notre e-mail : vous n’avez "
        "rien à faire."
    ),
    "file_under_review": _(
        "Votre dossier est en cours de vérification. Attendez notre e-mail : vous n’avez rien "
        "à faire."
    ),
    # bookings
    "day_of_other_home": _(
        "Ce jour-là, votre enfant est chez son autre parent : %(day)s. Choisissez un autre jour."
    ),
    "held_by_other_home": _(
        "L’autre parent a déjà réservé ce jour : %(day)s. Choisissez un autre jour, ou "
        "parlez-en ensemble."
    ),
    "custody_is_agreed": _(
        "Cet enfant a deux foyers : proposez le calendrier à l’autre foyer, qui l’accepte."
    ),
    "no_other_home": _(
        "Cet enfant n’a pas d’autre foyer sur le portail : invitez d’abord l’autre parent."
    ),
    "starts_too_soon": _("Choisissez un premier jour à partir de demain."),
    "proposal_replaced": _("Cette proposition n’existe plus : voyez celle d’aujourd’hui."),
    "own_proposal": _("C’est à l’autre foyer d’accepter : attendez sa réponse."),
    "nothing_to_swap": _("Choisissez au moins un jour à donner ou à prendre."),
    "no_agreed_calendar": _("Mettez-vous d’abord d’accord sur un calendrier de garde."),
    "too_many_swaps": _("Il y a déjà %(most)s échanges qui attendent : répondez-y d’abord."),
    "swap_pending": _(
        "Un échange attend déjà une réponse pour ce jour, %(day)s : retirez-le d’abord, ou "
        "répondez-y."
    ),
    "swap_too_late": _("C’est trop tard pour échanger ce jour, %(day)s : appelez l’équipe."),
    "absence_on_that_day": _(
        "Une absence est notée ce jour-là, %(day)s : choisissez un autre jour."
    ),
    "swap_over": _("Cet échange n’attend plus de réponse : proposez-en un autre."),
    "own_day_already": _(
        "Ce jour, %(day)s, est déjà le vôtre : choisissez un jour de l’autre foyer."
    ),
    "other_file_not_approved": _(
        "Le dossier du foyer qui recevrait ce jour n’est pas validé : réessayez quand il le sera."
    ),
    "two_homes_already": _("Cet enfant a déjà deux foyers : appelez-nous si ce n’est pas juste."),
    "too_many_invitations": _(
        "C’est trop de codes en un jour (%(most)s au plus) : réessayez demain."
    ),
    "own_invitation": _(
        "Ce code est le vôtre : donnez-le à l’autre parent, qui l’entre dans son dossier."
    ),
    "code_unknown": _("Ce code ne convient pas : vérifiez-le, ou demandez-en un autre."),
    "code_used": _("Ce code a déjà servi : demandez-en un autre."),
    "code_expired": _("Ce code n’est plus valable : demandez-en un autre."),
    "code_of_another_child": _(
        "Ce code ne va pas avec cet enfant : vérifiez le prénom et la date de naissance."
    ),
    "no_custody_calendar": _(
        "Dites d’abord quand votre enfant est chez vous : « Garde alternée »."
    ),
    "too_many_exceptions": _(
        "C’est trop de périodes : %(most)s au plus. Videz les dates de celles qui sont passées."
    ),
    "period_reversed": _("Une période finit avant de commencer. Vérifiez ses deux dates."),
    "day_is_over": _("Ce jour est passé : appelez-nous pour signaler une absence."),
    "not_booked": _("Rien n’est réservé ce jour-là : vous n’avez rien à signaler."),
    "can_be_cancelled": _("Vous pouvez encore annuler ce jour sans frais, jusqu’à %(until)s."),
    "certificate_too_late": _(
        "Le délai pour envoyer un certificat est passé depuis %(until)s : ce jour est "
        "facturé. Une difficulté ? Appelez-nous."
    ),
    "absence_excused": _("Cette absence est déjà justifiée : vous n’avez rien d’autre à envoyer."),
    "no_absence": _(
        "Aucune absence n’est notée pour ce jour. Signalez d’abord l’absence, puis envoyez le "
        "certificat."
    ),
    "nothing_chosen": _("Vous n’avez encore rien choisi : cochez au moins un créneau."),
    "file_not_submitted": _(
        "Votre dossier n’a pas encore été envoyé. Complétez-le, puis envoyez-le depuis « Mon "
        "dossier »."
    ),
    "request_of_another_household": _(
        "Cette demande n’est pas la vôtre. Les vôtres sont dans « Mes demandes » : ouvrez-les "
        "de là."
    ),
    "no_household": _("Votre dossier arrive. Réessayez dans un instant."),
    "unknown_facility": _("Cet établissement n’est plus proposé. Choisissez-en un autre."),
    "unknown_school_year": _(
        "Cette année scolaire n’est pas encore ouverte. Les dates d’ouverture sont sur la "
        "page d’accueil : revenez ce jour-là."
    ),
    "slot_full": _("C’est complet. Choisissez un autre jour, ou demandez la liste d’attente."),
    "already_submitted": _(
        "Cette demande est déjà envoyée. Pour changer quelque chose, commencez une nouvelle "
        "demande."
    ),
    "no_draft": _(
        "Il n’y a pas de demande en préparation. Commencez-en une depuis « Mon planning » : "
        "« Réserver » vous y mène."
    ),
    "slot_not_offered": _(
        "Cet accueil n’est pas proposé ce jour-là. Choisissez un autre jour ou un autre accueil."
    ),
    "file_not_approved": _(
        "Votre dossier n’est pas encore validé : vous pourrez réserver dès qu’il le sera."
    ),
    "file_returned": _(
        "Votre dossier demande une correction avant de pouvoir réserver. Ouvrez « Mon "
        "dossier » : chaque point y est écrit."
    ),
    "not_open_yet": _(
        "Les réservations ouvrent %(opens_at)s. Préparez vos choix dès maintenant : ils sont "
        "gardés."
    ),
    "regular_bookings_closed": _(
        "Les réservations à l’année sont terminées. Vous pouvez demander des jours un par un."
    ),
    "surcharge_not_accepted": _(
        "Le délai vient de passer : cette demande coûte maintenant un supplément. Voyez lequel, "
        "puis validez."
    ),
    "not_as_shown": _(
        "Des jours ou des suppléments ont changé depuis que cette page est affichée. Voici ce que "
        "votre demande contient maintenant : vérifiez, puis validez."
    ),
    "prices_changed": _(
        "Vos tarifs ont changé depuis que cette page est affichée. Voici les montants "
        "d’aujourd’hui : vérifiez, puis validez."
    ),
    "ask_staff": _("Le délai est passé : appelez l’équipe, qui décide pour ce jour."),
    "deadline_passed": _(
        "Le délai pour changer ce jour est passé (%(until)s). Retirez-le de votre demande, ou "
        "appelez-nous."
    ),
    "rules_not_accepted": _("Cochez la case du règlement pour envoyer votre demande."),
    "already_requested": _(
        "Cet accueil est déjà demandé. Attendez la réponse : elle arrive par e-mail."
    ),
    "already_booked": _("Cet accueil est déjà réservé : vous n’avez rien à faire."),
    "booked_elsewhere": _(
        "Votre enfant est déjà réservé dans un autre établissement ce jour-là. Annulez "
        "d’abord l’autre accueil."
    ),
    "level_not_served": _("Cet établissement n’accueille pas ce niveau. Choisissez-en un autre."),
    "nothing_to_wait_for": _("Les réservations sont ouvertes : envoyez votre demande maintenant."),
    "fallback_without_choice": _(
        "Un jour de remplacement vaut pour des jours choisis, et n’en est pas un lui-même. "
        "Choisissez un autre jour de remplacement."
    ),
    "fallback_not_offered": _(
        "Ce jour de remplacement n’est pas possible pour cet accueil. Choisissez-en un autre."
    ),
    "offer_expired": _(
        "Le délai pour répondre est passé : la place a été proposée à la famille suivante. "
        "Vous pouvez faire une nouvelle demande."
    ),
    "offer_withdrawn": _(
        "L’accueil est fermé ces jours-là : la place n’est plus proposée. Vous pouvez "
        "demander d’autres jours."
    ),
    "place_offered": _("Une place vous est proposée : répondez d’abord à cette proposition."),
    "already_answered": _(
        "Vous avez déjà répondu à cette proposition : vous n’avez rien d’autre à faire."
    ),
    "unknown_offer": _(
        "Cette proposition n’existe pas. Ouvrez-la depuis votre e-mail, ou depuis « Mes demandes »."
    ),
    "on_waiting_list": _(
        "Cet accueil est déjà en liste d’attente : vous n’avez rien à faire, une place "
        "libérée vous sera proposée."
    ),
    "no_day_left": _("Il ne reste aucun jour à réserver cette année. Choisissez un autre accueil."),
    # billing
    "place_given_away": _(
        "Cette place a été proposée ou donnée à un autre enfant pour ce jour. Appelez-nous."
    ),
    "too_late_to_withdraw": _(
        "Les repas de ce jour sont déjà comptés. Appelez-nous, nous verrons ensemble."
    ),
    "already_paid": _("Cette facture est déjà payée : vous n’avez rien d’autre à faire."),
    "payment_pending": _("Un paiement est en cours pour cette facture : attendez sa réponse."),
    "unknown_invoice": _(
        "Cette facture n’existe pas. Les vôtres sont dans « Factures » : ouvrez-les de là."
    ),
    "payment_of_another_invoice": _(
        "Ce paiement est celui d’une autre facture. Revenez à « Factures » et recommencez."
    ),
    "unknown_payment": _("Ce paiement n’existe pas. Revenez à « Factures » et recommencez."),
    # everywhere
    "busy": _("Le site est très demandé. Réessayez dans un instant : rien n’est perdu."),
}

# What is wrong with a field: "field.code" first, then "code".
FIELDS: dict[str, str] = {
    "email.required": _("Écrivez votre adresse e-mail"),
    "email.not_an_email": _("Écrivez une adresse e-mail complète, comme camille@exemple.fr"),
    "email.email_taken": _("Un compte existe déjà avec cette adresse e-mail"),
    "password.required": _("Choisissez un mot de passe"),
    "password.too_short": _("Choisissez un mot de passe de 10 caractères au moins"),
    "password.too_long": _("Choisissez un mot de passe de 200 caractères au plus"),
    "current.required": _("Écrivez votre mot de passe actuel"),
    "current.wrong_password": _("Ce n’est pas votre mot de passe actuel"),
    "new.required": _("Choisissez un nouveau mot de passe"),
    "new.too_short": _("Choisissez un mot de passe de 10 caractères au moins"),
    "new.too_long": _("Choisissez un mot de passe de 200 caractères au plus"),
    "line1.required": _("Écrivez le numéro et la rue"),
    "postcode.required": _("Écrivez le code postal"),
    "postcode.not_a_postcode": _("Écrivez un code postal à 5 chiffres"),
    "town.required": _("Écrivez la commune"),
    "given_name.required": _("Écrivez le prénom"),
    "family_name.required": _("Écrivez le nom"),
    "mobile.required": _("Écrivez un numéro de mobile à 10 chiffres"),
    "mobile.not_a_phone": _("Écrivez un numéro de mobile à 10 chiffres"),
    "relationship.required": _("Choisissez le lien avec les enfants"),
    "situation.required": _("Choisissez votre situation"),
    "quotient_choice.required": _("Dites si vous indiquez votre quotient familial"),
    "quotient.required": _("Écrivez votre quotient familial"),
    "quotient.not_a_number": _("Écrivez le quotient en chiffres, sans les centimes"),
    "quotient.out_of_range": _("Écrivez un quotient entre 0 et 99 999"),
    "birth_date.required": _("Écrivez la date de naissance"),
    "birth_date.not_a_date": _("Écrivez une date qui existe : jour, mois et année"),
    "birth_date.in_the_future": _("Écrivez une date de naissance passée"),
    "school_id.required": _("Choisissez l’école"),
    "class_name.required": _("Choisissez la classe"),
    "diet.required": _("Choisissez les repas"),
    "doctor_name.required": _("Écrivez le nom du médecin"),
    "doctor_phone.required": _("Écrivez le téléphone du médecin"),
    "emergency_name.required": _("Écrivez le nom d’une personne à prévenir"),
    "emergency_phone.required": _("Écrivez le téléphone de la personne à prévenir"),
    "outings.required": _("Dites si votre enfant peut participer aux sorties"),
    "photos.required": _("Dites si votre enfant peut être pris en photo"),
    "facility_id.required": _("Choisissez un établissement"),
    "regles.rules_not_accepted": _("Cochez la case du règlement"),
    "accept.rules_not_accepted": _("Cochez la case du règlement pour envoyer"),
    "file.required": _("Choisissez un fichier"),
    "file.file_too_big": _("Ce fichier est trop lourd : 10 Mo au plus"),
    "file.file_wrong_type": _("Ce fichier n’est ni un PDF ni une photo (JPEG, PNG, HEIC)"),
    "file.file_empty": _("Ce fichier est vide : choisissez-le de nouveau"),
    "debut.not_a_date": _("Choisissez le premier jour"),
    "required": _("Remplissez ce champ"),
    "too_long": _("C’est trop long : raccourcissez un peu"),
    "too_short": _("C’est trop court"),
    "not_a_phone": _("Écrivez un numéro de téléphone à 10 chiffres"),
    "not_an_email": _("Écrivez une adresse e-mail complète, comme camille@exemple.fr"),
    "not_a_date": _("Écrivez une date qui existe : jour, mois et année"),
    "not_a_number": _("Écrivez un nombre en chiffres"),
    "not_a_choice": _("Choisissez une réponse dans la liste"),
    "not_a_postcode": _("Écrivez un code postal à 5 chiffres"),
    "not_a_yes_or_no": _("Répondez par oui ou par non"),
    "too_small": _("Ce nombre est trop petit"),
    "too_large": _("Ce nombre est trop grand"),
    "out_of_range": _("Ce nombre n’est pas possible ici"),
    "wrong_format": _("Ce n’est pas la forme attendue"),
    "not_a_school": _("Choisissez une école de la liste"),
    "invalid": _("Vérifiez ce champ"),
}


class _Facts(dict[str, Any]):
    """A fact the service did not tell leaves a gap, not an error page."""

    def __missing__(self, name: str) -> str:
        return "…"


def sentence(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence for a refusal; `facts` are already words. An unknown code is said honestly."""
    known = SENTENCES.get(code)
    if known is None:
        return str(gettext("Cela n’est pas possible pour l’instant (%(code)s).", code=code))
    words = str(gettext(known))
    return words % _Facts(facts) if "%(" in words else words


def field_sentence(field: str, code: str) -> str:
    """What is wrong with a field, in words."""
    known = FIELDS.get(f"{field}.{code}") or FIELDS.get(code) or FIELDS["invalid"]
    return str(gettext(known))
