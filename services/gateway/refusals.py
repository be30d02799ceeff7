"""What the services refuse, in sentences a parent can act upon. Codes come in, French goes out."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

# The code of a refusal -> its sentence. Facts of the refusal fill the places in brackets, already
# said in words (see `sentence`).
SENTENCES: dict[str, Any] = {
    # accounts
    "email_taken": _l(
        "Un compte existe déjà avec cette adresse e-mail. Connectez-vous, ou demandez un nouveau "
        "mot de passe."
    ),
    "wrong_credentials": _l(
        "L’adresse e-mail ou le mot de passe ne correspond pas. Vérifiez-les, ou demandez un "
        "nouveau mot de passe."
    ),
    "too_many_attempts": _l(
        "Trop d’essais de suite. Pour protéger votre compte, attendez jusqu’à %(retry_at)s avant "
        "de réessayer."
    ),
    "link_expired": _l("Ce lien n’est plus valable : il a expiré."),
    "link_unknown": _l("Ce lien ne fonctionne pas : il a déjà servi, ou il est incomplet."),
    "already_confirmed": _l("Votre adresse e-mail est déjà confirmée."),
    "too_soon": _l(
        "Un message vient de partir. Attendez une minute avant d’en demander un autre, et regardez "
        "dans les courriers indésirables."
    ),
    # households
    "changed_elsewhere": _l(
        "Cette partie a été modifiée entre-temps, dans un autre onglet ou sur un autre appareil."
    ),
    "file_too_big": _l("Ce fichier est trop lourd : %(max_bytes)s au plus."),
    "file_wrong_type": _l("Ce fichier n’est ni un PDF ni une photo (JPEG, PNG, HEIC)."),
    "file_empty": _l("Ce fichier est vide. Choisissez-le de nouveau."),
    "file_incomplete": _l("Votre dossier n’est pas encore complet : voyez ce qu’il reste à faire."),
    "file_under_review": _l("Votre dossier est en cours de vérification."),
    # bookings
    "nothing_chosen": _l("Vous n’avez encore rien choisi : cochez au moins un créneau."),
    "file_not_submitted": _l("Votre dossier n’a pas encore été envoyé."),
    "file_not_approved": _l(
        "Votre dossier n’est pas encore validé : la demande pourra partir ensuite."
    ),
    "file_returned": _l("Votre dossier demande une correction avant de pouvoir réserver."),
    "not_open_yet": _l("Les réservations ouvrent %(opens_at)s."),
    "regular_bookings_closed": _l(
        "Les réservations à l’année sont terminées. Vous pouvez demander des jours un par un."
    ),
    "deadline_passed": _l("Le délai pour changer ce jour est passé (%(until)s)."),
    "rules_not_accepted": _l("Cochez la case du règlement pour envoyer votre demande."),
    # billing
    "already_paid": _l("Cette facture est déjà payée."),
    # everywhere
    "busy": _l("Le site est très demandé. Réessayez dans un instant : rien n’est perdu."),
}

# What is wrong with a field: "field.code" first, then "code".
FIELDS: dict[str, Any] = {
    "email.required": _l("Écrivez votre adresse e-mail"),
    "email.not_an_email": _l("Écrivez une adresse e-mail complète, comme camille@exemple.fr"),
    "password.required": _l("Choisissez un mot de passe"),
    "password.too_short": _l("Choisissez un mot de passe de 10 caractères au moins"),
    "password.too_long": _l("Choisissez un mot de passe de 200 caractères au plus"),
    "current.required": _l("Écrivez votre mot de passe actuel"),
    "current.wrong_credentials": _l("Ce n’est pas votre mot de passe actuel"),
    "new.required": _l("Choisissez un nouveau mot de passe"),
    "new.too_short": _l("Choisissez un mot de passe de 10 caractères au moins"),
    "new.too_long": _l("Choisissez un mot de passe de 200 caractères au plus"),
    "line1.required": _l("Écrivez le numéro et la rue"),
    "postcode.required": _l("Écrivez le code postal"),
    "postcode.not_a_postcode": _l("Écrivez un code postal à 5 chiffres"),
    "town.required": _l("Écrivez la commune"),
    "given_name.required": _l("Écrivez le prénom"),
    "family_name.required": _l("Écrivez le nom"),
    "mobile.required": _l("Écrivez un numéro de mobile à 10 chiffres"),
    "mobile.not_a_phone": _l("Écrivez un numéro de mobile à 10 chiffres"),
    "relationship.required": _l("Choisissez le lien avec les enfants"),
    "situation.required": _l("Choisissez votre situation"),
    "quotient_choice.required": _l("Dites si vous indiquez votre quotient familial"),
    "quotient.required": _l("Écrivez votre quotient familial"),
    "quotient.not_a_number": _l("Écrivez le quotient en chiffres, sans les centimes"),
    "quotient.out_of_range": _l("Écrivez un quotient entre 0 et 99 999"),
    "birth_date.required": _l("Écrivez la date de naissance"),
    "birth_date.not_a_date": _l("Écrivez une date qui existe : jour, mois et année"),
    "birth_date.in_the_future": _l("Écrivez une date de naissance passée"),
    "school_id.required": _l("Choisissez l’école"),
    "class_name.required": _l("Choisissez la classe"),
    "diet.required": _l("Choisissez les repas"),
    "doctor_name.required": _l("Écrivez le nom du médecin"),
    "doctor_phone.required": _l("Écrivez le téléphone du médecin"),
    "emergency_name.required": _l("Écrivez le nom d’une personne à prévenir"),
    "emergency_phone.required": _l("Écrivez le téléphone de la personne à prévenir"),
    "outings.required": _l("Dites si votre enfant peut participer aux sorties"),
    "photos.required": _l("Dites si votre enfant peut être pris en photo"),
    "file.required": _l("Choisissez un fichier"),
    "file.file_too_big": _l("Ce fichier est trop lourd : 10 Mo au plus"),
    "file.file_wrong_type": _l("Ce fichier n’est ni un PDF ni une photo (JPEG, PNG, HEIC)"),
    "file.file_empty": _l("Ce fichier est vide : choisissez-le de nouveau"),
    "required": _l("Remplissez ce champ"),
    "too_long": _l("C’est trop long : raccourcissez un peu"),
    "too_short": _l("C’est trop court"),
    "not_a_phone": _l("Écrivez un numéro de téléphone à 10 chiffres"),
    "not_an_email": _l("Écrivez une adresse e-mail complète, comme camille@exemple.fr"),
    "not_a_date": _l("Écrivez une date qui existe : jour, mois et année"),
    "not_a_number": _l("Écrivez un nombre en chiffres"),
    "not_a_choice": _l("Choisissez une réponse dans la liste"),
    "not_a_postcode": _l("Écrivez un code postal à 5 chiffres"),
    "invalid": _l("Vérifiez ce champ"),
}


def sentence(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence for a refusal; `facts` are already words. An unknown code is said honestly."""
    known = SENTENCES.get(code)
    if known is None:
        return str(gettext("Cela n’est pas possible pour l’instant (%(code)s).", code=code))
    words = str(known)
    return words % facts if "%(" in words else words


def field_sentence(field: str, code: str) -> str:
    """What is wrong with a field, in words."""
    known = FIELDS.get(f"{field}.{code}") or FIELDS.get(code) or FIELDS["invalid"]
    return str(known)
