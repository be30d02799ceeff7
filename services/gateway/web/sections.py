"""The parts of a file: what each asks, what it is called, and how its answers are read back.

Rules stay with the households service; here stand the questions, in the order of the page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, post_load, validates_schema

from services.gateway.clients.households import Section
from services.gateway.web import wording
from services.gateway.web.forms import (
    Form,
    choice,
    day,
    email,
    number,
    phone,
    postcode,
    text,
    tick,
)
from services.gateway.web.language import _, lazy_gettext

PICKUPS = 6  # how many people may be written down; two empty lines are always offered


class Me(Form):
    given_name = text()
    family_name = text()
    mobile = phone()
    relationship = choice(*wording.RELATIONSHIPS)
    sms = tick()


class Work(Form):
    situation = choice(*wording.SITUATIONS)
    employer = text(required=False)
    work_phone = phone(required=False)


class OtherGuardian(Form):
    alone = tick()
    given_name = text(required=False)
    family_name = text(required=False)
    relationship = choice(*wording.RELATIONSHIPS, required=False)
    mobile = phone(required=False)
    email = email(required=False)


class Address(Form):
    line1 = text()
    line2 = text(required=False)
    postcode = postcode()
    town = text()


class Complementary(Form):
    quotient_choice = choice("DECLARED", "NOT_DECLARED")
    quotient = number()
    caf_number = text(required=False, longest=20)


class Identity(Form):
    given_name = text()
    family_name = text()
    birth_date = day()
    school_id = text()
    class_name = choice(*wording.CLASSES)


class Health(Form):
    """May be kept half filled: the doctor's number is not always at hand."""

    diet = choice(*wording.DIETS, required=False)
    doctor_name = text(required=False)
    doctor_phone = phone(required=False)
    care_plan = tick()
    care_notes = text(required=False, longest=2000)


class PickupsAsControls(Form):
    """A list has no control of its own: person number n is `pickups_n_name`, `pickups_n_phone`."""

    @post_load
    def _as_list(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        people = [
            {
                "name": data.pop(f"pickups_{n}_name", None),
                "phone": data.pop(f"pickups_{n}_phone", None),
            }
            for n in range(PICKUPS)
        ]
        return data | {"pickups": [person for person in people if any(person.values())]}

    @validates_schema(skip_on_field_errors=False)
    def _named(self, data: dict[str, Any], **_kwargs: Any) -> None:
        nameless = {
            f"pickups_{n}_name": ["required"]
            for n in range(PICKUPS)
            if f"pickups_{n}_phone" in data and f"pickups_{n}_name" not in data
        }
        if nameless:
            raise ValidationError(nameless)


Contacts = PickupsAsControls.from_dict(
    {
        "emergency_name": text(required=False),
        "emergency_phone": phone(required=False),
        **{
            f"pickups_{n}_{each}": made(required=False)
            for n in range(PICKUPS)
            for each, made in (("name", text), ("phone", phone))
        },
    },
    name="Contacts",
)


class Consents(Form):
    outings = choice("YES", "NO", required=False)
    photos = choice("YES", "NO", required=False)


Answers = Mapping[str, Any]
Line = tuple[str, str]  # what was asked, what was answered


@dataclass(frozen=True, kw_only=True)
class Part:
    """One section as a page: its address, its title, what is still to do in it."""

    name: str  # as households knows it
    slug: str  # as the address bar shows it
    title: Any
    to_do: Any  # « Compléter la fiche sanitaire de %(child)s »
    picture: str
    form: type[Schema]
    summary: Callable[[Answers], str]
    lines: Callable[[Answers], list[Line]]

    def sent_values(self, data: Answers) -> dict[str, Any]:
        """What goes to the service: every field of the part, None for what was left empty."""
        names = [name for name in self.form().fields if not name.startswith("pickups_")]
        told = {name: data.get(name) for name in names} | dict(data)
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in told.items()
        }


def controls(values: Answers) -> dict[str, Any]:
    """The answers as controls hold them: a list of people becomes numbered lines."""
    told = {name: value for name, value in values.items() if name != "pickups"}
    for n, person in enumerate(values.get("pickups") or []):
        told[f"pickups_{n}_name"] = person["name"]
        told[f"pickups_{n}_phone"] = wording.say_phone(person.get("phone"))
    return told


MISSING = {
    "given_name": lazy_gettext("le prénom"),
    "family_name": lazy_gettext("le nom"),
    "relationship": lazy_gettext("le lien avec les enfants"),
    "mobile": lazy_gettext("le téléphone mobile"),
    "situation": lazy_gettext("votre situation"),
    "line1": lazy_gettext("le numéro et la rue"),
    "postcode": lazy_gettext("le code postal"),
    "town": lazy_gettext("la commune"),
    "quotient_choice": lazy_gettext("votre choix pour le quotient familial"),
    "quotient": lazy_gettext("le quotient familial"),
    "birth_date": lazy_gettext("la date de naissance"),
    "school_id": lazy_gettext("l’école"),
    "class_name": lazy_gettext("la classe"),
    "diet": lazy_gettext("les repas"),
    "doctor_name": lazy_gettext("le nom du médecin"),
    "doctor_phone": lazy_gettext("le téléphone du médecin"),
    "emergency_name": lazy_gettext("le nom d’une personne à prévenir"),
    "emergency_phone": lazy_gettext("le téléphone de la personne à prévenir"),
    "outings": lazy_gettext("l’autorisation de sortie"),
    "photos": lazy_gettext("l’autorisation de photo"),
}


def missing_words(fields: list[str]) -> str:
    """Il manque le nom du médecin et le téléphone du médecin."""
    named = [str(MISSING.get(field, field)) for field in fields]
    return _("Il manque %(what)s.", what=wording.say_list(named))


def small_words(part: Part, section: Section) -> str:
    """The second line of a row: what is missing, or the answers in short."""
    if section["missing"] and not any(section["values"].values()):
        return _("À remplir")
    if section["missing"]:
        return missing_words(section["missing"])
    return part.summary(section["values"])


def _yes_no(value: bool | str | None) -> str:
    if value in (None, ""):
        return ""
    return _("Oui") if value in (True, "YES") else _("Non")


def _name(values: Answers) -> str:
    return f"{values.get('given_name') or ''} {values.get('family_name') or ''}".strip()


def _me_lines(values: Answers) -> list[Line]:
    return [
        (_("Prénom"), values.get("given_name") or ""),
        (_("Nom"), values.get("family_name") or ""),
        (_("Téléphone mobile"), wording.say_phone(values.get("mobile"))),
        (_("Vous êtes"), wording.say(wording.RELATIONSHIPS, values.get("relationship"))),
        (_("Messages par SMS"), _yes_no(values.get("sms") or False)),
    ]


def _work_lines(values: Answers) -> list[Line]:
    return [
        (_("Situation"), wording.say(wording.SITUATIONS, values.get("situation"))),
        (_("Employeur"), values.get("employer") or ""),
        (_("Téléphone au travail"), wording.say_phone(values.get("work_phone"))),
    ]


def _other_summary(values: Answers) -> str:
    return _("Pas d’autre responsable") if values.get("alone") else _name(values)


def _other_lines(values: Answers) -> list[Line]:
    if values.get("alone"):
        return [(_("Autre responsable"), _("Pas d’autre responsable"))]
    return [
        (_("Prénom"), values.get("given_name") or ""),
        (_("Nom"), values.get("family_name") or ""),
        (
            _("Lien avec les enfants"),
            wording.say(wording.RELATIONSHIPS, values.get("relationship")),
        ),
        (_("Téléphone mobile"), wording.say_phone(values.get("mobile"))),
        (_("Adresse e-mail"), values.get("email") or ""),
    ]


def _address_summary(values: Answers) -> str:
    return _(
        "%(street)s, %(postcode)s %(town)s",
        street=values.get("line1") or "",
        postcode=values.get("postcode") or "",
        town=values.get("town") or "",
    )


def _address_lines(values: Answers) -> list[Line]:
    return [
        (_("Numéro et rue"), values.get("line1") or ""),
        (_("Complément d’adresse"), values.get("line2") or ""),
        (_("Code postal"), values.get("postcode") or ""),
        (_("Commune"), values.get("town") or ""),
    ]


def _complementary_summary(values: Answers) -> str:
    if values.get("quotient_choice") == "DECLARED":
        return _("Quotient familial : %(quotient)s", quotient=values.get("quotient"))
    return _("Quotient familial non indiqué")


def _complementary_lines(values: Answers) -> list[Line]:
    declared = values.get("quotient_choice") == "DECLARED"
    quotient = values.get("quotient")
    told = ("" if quotient is None else str(quotient)) if declared else _("Non indiqué")
    return [
        (_("Quotient familial"), told),
        (_("Numéro d’allocataire CAF"), values.get("caf_number") or ""),
    ]


def _identity_lines(values: Answers) -> list[Line]:
    born = values.get("birth_date")
    return [
        (_("Prénom"), values.get("given_name") or ""),
        (_("Nom"), values.get("family_name") or ""),
        (_("Date de naissance"), wording.say_day(born, year=True, weekday=False) if born else ""),
        (_("École"), values.get("school_name") or values.get("school_id") or ""),
        (_("Classe"), wording.say(wording.CLASSES, values.get("class_name"))),
    ]


def _identity_summary(values: Answers) -> str:
    named = wording.say(wording.CLASSES, values.get("class_name"))
    return ", ".join(part for part in (named, values.get("school_name") or "") if part)


def _health_summary(values: Answers) -> str:
    diet = wording.say(wording.DIETS, values.get("diet"))
    return _("%(diet)s, avec un PAI", diet=diet) if values.get("care_plan") else diet


def _health_lines(values: Answers) -> list[Line]:
    return [
        (_("Repas"), wording.say(wording.DIETS, values.get("diet"))),
        (_("Médecin"), values.get("doctor_name") or ""),
        (_("Téléphone du médecin"), wording.say_phone(values.get("doctor_phone"))),
        (_("Projet d’accueil individualisé (PAI)"), _yes_no(values.get("care_plan") or False)),
        (_("Allergies, traitements, conseils"), values.get("care_notes") or ""),
    ]


def _contacts_summary(values: Answers) -> str:
    return str(values.get("emergency_name") or "")


def _contacts_lines(values: Answers) -> list[Line]:
    lines = [
        (_("Personne à prévenir"), values.get("emergency_name") or ""),
        (_("Téléphone"), wording.say_phone(values.get("emergency_phone"))),
    ]
    for person in values.get("pickups") or []:
        told = [person["name"], wording.say_phone(person.get("phone"))]
        lines.append((_("Peut venir chercher l’enfant"), ", ".join(each for each in told if each)))
    return lines


def _consents_summary(values: Answers) -> str:
    return _(
        "Sorties : %(outings)s. Photos : %(photos)s.",
        outings=_yes_no(values.get("outings")).lower(),
        photos=_yes_no(values.get("photos")).lower(),
    )


def _consents_lines(values: Answers) -> list[Line]:
    return [
        (_("Sorties à pied autour de l’accueil"), _yes_no(values.get("outings"))),
        (_("Photos pour les affichages et le site"), _yes_no(values.get("photos"))),
    ]


WORK = Part(
    name="work",
    slug="travail",
    title=lazy_gettext("Situation professionnelle"),
    to_do=lazy_gettext("Indiquer votre situation professionnelle"),
    picture="person-circle",
    form=Work,
    summary=lambda values: wording.say(wording.SITUATIONS, values.get("situation")),
    lines=_work_lines,
)
ME = Part(
    name="me",
    slug="moi",
    title=lazy_gettext("Moi"),
    to_do=lazy_gettext("Compléter vos informations"),
    picture="person-circle",
    form=Me,
    summary=_name,
    lines=_me_lines,
)
OTHER_GUARDIAN = Part(
    name="other_guardian",
    slug="autre-responsable",
    title=lazy_gettext("Autre responsable"),
    to_do=lazy_gettext("Indiquer l’autre responsable"),
    picture="people",
    form=OtherGuardian,
    summary=_other_summary,
    lines=_other_lines,
)
ADDRESS = Part(
    name="address",
    slug="adresse",
    title=lazy_gettext("Adresse de correspondance"),
    to_do=lazy_gettext("Compléter l’adresse de correspondance"),
    picture="house-door",
    form=Address,
    summary=_address_summary,
    lines=_address_lines,
)
COMPLEMENTARY = Part(
    name="complementary",
    slug="complements",
    title=lazy_gettext("Informations complémentaires"),
    to_do=lazy_gettext("Compléter les informations complémentaires"),
    picture="file-earmark-text",
    form=Complementary,
    summary=_complementary_summary,
    lines=_complementary_lines,
)
IDENTITY = Part(
    name="identity",
    slug="identite",
    title=lazy_gettext("Identité et école"),
    to_do=lazy_gettext("Compléter l’identité : %(child)s"),
    picture="emoji-smile",
    form=Identity,
    summary=_identity_summary,
    lines=_identity_lines,
)
HEALTH = Part(
    name="health",
    slug="sante",
    title=lazy_gettext("Santé et repas"),
    to_do=lazy_gettext("Compléter la fiche sanitaire : %(child)s"),
    picture="heart-pulse",
    form=Health,
    summary=_health_summary,
    lines=_health_lines,
)
CONTACTS = Part(
    name="contacts",
    slug="contacts",
    title=lazy_gettext("Contacts et personnes autorisées"),
    to_do=lazy_gettext("Ajouter un contact d’urgence pour %(child)s"),
    picture="telephone",
    form=Contacts,
    summary=_contacts_summary,
    lines=_contacts_lines,
)
CONSENTS = Part(
    name="consents",
    slug="autorisations",
    title=lazy_gettext("Autorisations"),
    to_do=lazy_gettext("Répondre aux autorisations pour %(child)s"),
    picture="check2",
    form=Consents,
    summary=_consents_summary,
    lines=_consents_lines,
)

HOUSEHOLD_PARTS = (ME, OTHER_GUARDIAN, ADDRESS, COMPLEMENTARY, WORK)
CHILD_PARTS = (IDENTITY, HEALTH, CONTACTS, CONSENTS)
BY_SLUG = {part.slug: part for part in HOUSEHOLD_PARTS}
CHILD_BY_SLUG = {part.slug: part for part in CHILD_PARTS}
BY_NAME = {part.name: part for part in (*HOUSEHOLD_PARTS, *CHILD_PARTS)}
