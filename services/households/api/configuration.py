"""What families are asked: read by both sites, written by the operator's own data."""

from typing import Any

import msgspec
from flask import Blueprint
from marshmallow import ValidationError, fields, validate, validates_schema

from services.households import handlers
from services.households.api.fields import LONGEST_LINE, LONGEST_TEXT, Form, Text
from services.households.domain.configuration import Need, Requirement, School
from services.households.domain.residence import Area
from services.households.domain.sections import SchoolLevel
from services.households.projections import configuration as known
from shared.web.api import asked, needs, reading, run

configuration = Blueprint("configuration", __name__)


class SchoolForm(Form):
    school_id = Text(required=True)
    name = Text(LONGEST_LINE, required=True)
    levels = fields.List(
        fields.Enum(SchoolLevel, by_value=True), required=True, validate=validate.Length(min=1)
    )


class RequirementForm(Form):
    code = Text(required=True)
    label = Text(LONGEST_LINE, required=True)
    per_child = fields.Boolean(required=True)
    help = Text(LONGEST_TEXT, lines=True)
    needed = fields.Enum(Need, by_value=True, load_default=Need.ALWAYS)

    @validates_schema
    def _proven_once(self, data: Any, **_kwargs: Any) -> None:
        if data["per_child"] and data["needed"] is Need.QUOTIENT_DECLARED:
            raise ValidationError({"per_child": ["not_a_choice"]})


class AreaForm(Form):
    area_id = Text(required=True)
    name = Text(LONGEST_LINE, required=True)
    resident = fields.Boolean(required=True)
    postcodes = fields.List(
        fields.String(validate=validate.Regexp(r"[0-9]{5}\Z")),
        required=True,
        validate=validate.Length(min=1, max=200),
    )
    towns = fields.List(Text(LONGEST_LINE), load_default=list, validate=validate.Length(max=200))


class ConfigurationRequest(Form):
    schools = fields.List(fields.Nested(SchoolForm), required=True)
    requirements = fields.List(fields.Nested(RequirementForm), required=True)
    areas = fields.List(
        fields.Nested(AreaForm), load_default=list, validate=validate.Length(max=200)
    )

    @validates_schema
    def _named_once(self, data: Any, **_kwargs: Any) -> None:
        for part, key in (("schools", "school_id"), ("requirements", "code"), ("areas", "area_id")):
            found = [each[key] for each in data[part]]
            if len(set(found)) < len(found):
                raise ValidationError({part: ["not_unique"]})


@configuration.put("/configuration")
@needs("operator")
def configure() -> tuple[str, int]:
    wanted = asked(ConfigurationRequest)
    schools = tuple(
        School(school_id=each["school_id"], name=each["name"], levels=tuple(each["levels"]))
        for each in wanted["schools"]
    )
    requirements = tuple(
        Requirement(**{**each, "help": each["help"] or ""}) for each in wanted["requirements"]
    )
    areas = tuple(
        Area(**{**each, "postcodes": tuple(each["postcodes"]), "towns": tuple(each["towns"])})
        for each in wanted["areas"]
    )
    run(lambda work: handlers.configure(work, schools, requirements, areas))
    return "", 204


@configuration.get("/schools")
@needs("family", "staff")
def show_schools() -> dict[str, Any]:
    with reading() as tx:
        return {"schools": msgspec.to_builtins(known.schools(tx))}


@configuration.get("/requirements")
@needs("family", "staff")
def show_requirements() -> dict[str, Any]:
    with reading() as tx:
        return {"requirements": msgspec.to_builtins(known.requirements(tx))}
