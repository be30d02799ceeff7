"""What each section is sent as. Formats are checked here; what is missing, in the domain."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from marshmallow import ValidationError, fields, validate, validates, validates_schema

from services.households.api.fields import (
    LONGEST_LINE,
    LONGEST_TEXT,
    Form,
    Phone,
    Postcode,
    Text,
    Tick,
    choice,
)
from services.households.domain.configuration import School
from services.households.domain.sections import (
    CHILD_SECTIONS,
    HOUSEHOLD_SECTIONS,
    ClassName,
    Consent,
    Diet,
    Identity,
    Pickup,
    QuotientChoice,
    Relationship,
    Section,
    SectionName,
    Situation,
    missing_fields,
)
from services.households.projections import configuration
from shared.eventstore import clock
from shared.web.api import asked, reading

OLDEST_CHILD = timedelta(days=18 * 366)
MOST_PICKUPS = 20


class SectionForm(Form):
    """A form that its page saves whole says what is missing; others may be saved half filled."""

    whole: SectionName | None = None

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def _nothing_is_missing(self, data: Any, original: Any, **_kwargs: Any) -> None:
        if self.whole is None or not isinstance(original, dict):
            return
        missing = missing_fields(self.whole, {**original, **data})
        if missing:
            raise ValidationError({name: ["required"] for name in missing})


class MeForm(SectionForm):
    whole = SectionName.ME
    given_name = Text()
    family_name = Text()
    relationship = choice(Relationship)
    mobile = Phone()
    sms = Tick()


class WorkForm(SectionForm):
    whole = SectionName.WORK
    situation = choice(Situation)
    employer = Text()
    work_phone = Phone()


class OtherGuardianForm(SectionForm):
    alone = Tick()
    given_name = Text()
    family_name = Text()
    relationship = choice(Relationship)
    mobile = Phone()
    email = fields.Email(load_default=None, allow_none=True, validate=validate.Length(max=254))


class AddressForm(SectionForm):
    whole = SectionName.ADDRESS
    line1 = Text(LONGEST_LINE)
    line2 = Text(LONGEST_LINE)
    postcode = Postcode()
    town = Text()


class ComplementaryForm(SectionForm):
    whole = SectionName.COMPLEMENTARY
    quotient_choice = choice(QuotientChoice)
    quotient = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, 99_999, error="out_of_range"),
    )
    caf_number = Text(30)


class IdentityForm(SectionForm):
    whole = SectionName.IDENTITY
    given_name = Text()
    family_name = Text()
    birth_date = fields.Date(load_default=None, allow_none=True)
    school_id = Text()
    class_name = choice(ClassName)

    @validates("birth_date")
    def _of_a_child(self, value: date | None, **_kwargs: Any) -> None:
        if value is None:
            return
        today = clock.today()
        if value > today:
            raise ValidationError("in_the_future")
        if value < today - OLDEST_CHILD:
            raise ValidationError("too_old")


class PickupForm(Form):
    name = Text(required=True)
    phone = Phone()


class HealthForm(SectionForm):
    diet = choice(Diet)
    doctor_name = Text()
    doctor_phone = Phone()
    care_plan = Tick()
    care_notes = Text(LONGEST_TEXT, lines=True)


class ContactsForm(SectionForm):
    emergency_name = Text()
    emergency_phone = Phone()
    pickups = fields.List(
        fields.Nested(PickupForm),
        load_default=list,
        validate=validate.Length(max=MOST_PICKUPS),
    )


class ConsentsForm(SectionForm):
    outings = choice(Consent)
    photos = choice(Consent)


FORMS: Mapping[SectionName, type[SectionForm]] = {
    SectionName.ME: MeForm,
    SectionName.WORK: WorkForm,
    SectionName.OTHER_GUARDIAN: OtherGuardianForm,
    SectionName.ADDRESS: AddressForm,
    SectionName.COMPLEMENTARY: ComplementaryForm,
    SectionName.IDENTITY: IdentityForm,
    SectionName.HEALTH: HealthForm,
    SectionName.CONTACTS: ContactsForm,
    SectionName.CONSENTS: ConsentsForm,
}


def with_field(form: type[SectionForm], **more: fields.Field[Any]) -> type[SectionForm]:
    """The same form with what the request says besides the answers."""
    made: type[SectionForm] = type(form.__name__, (form,), more)
    return made


SEEN = {
    name: with_field(form, seen=fields.Integer(required=True, strict=True))
    for name, form in FORMS.items()
}
NEW_CHILD = with_field(IdentityForm, child_id=fields.UUID(required=True))
JOINED_CHILD = with_field(IdentityForm, code=Text(required=True))


def section_asked(name: SectionName) -> tuple[int, Any]:
    """The version that was seen, and the answers."""
    loaded = asked(SEEN[name])
    seen: int = loaded.pop("seen")
    return seen, section(name, loaded)


def section(name: SectionName, answers: dict[str, Any]) -> Section:
    if "pickups" in answers:
        answers["pickups"] = tuple(Pickup(**each) for each in answers["pickups"])
    kinds = {**HOUSEHOLD_SECTIONS, **CHILD_SECTIONS}
    made: Section = kinds[name](**answers)
    if isinstance(made, Identity):
        check_school(made)
    return made


def check_school(identity: Identity) -> None:
    """The school is one of those served, and has that class."""
    with reading() as tx:
        served = {school.school_id: school for school in configuration.schools(tx)}
    school: School | None = served.get(identity.school_id)
    if school is None:
        raise ValidationError({"school_id": ["not_a_choice"]})
    if identity.class_name.school_level not in school.levels:
        raise ValidationError({"class_name": ["not_a_choice"]})
