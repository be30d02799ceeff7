from services.households.domain import configuration
from services.households.domain.configuration import (
    Configure,
    RequirementsDescribed,
    School,
    SchoolsDescribed,
)
from services.households.domain.sections import SchoolLevel
from tests.households.families import PROOF_OF_ADDRESS, REQUIREMENTS
from tests.support.given import given

TILLEULS = School(school_id="tilleuls", name="École Les Tilleuls", levels=(SchoolLevel.MATERNELLE,))
configure = Configure(schools=(TILLEULS,), requirements=REQUIREMENTS)


def test_an_operator_describes_its_schools_and_documents():
    given(configuration).when(configure).then(
        SchoolsDescribed(schools=(TILLEULS,)), RequirementsDescribed(requirements=REQUIREMENTS)
    )


def test_only_what_changed_is_said():
    given(
        configuration,
        SchoolsDescribed(schools=(TILLEULS,)),
        RequirementsDescribed(requirements=(PROOF_OF_ADDRESS,)),
    ).when(configure).then(RequirementsDescribed(requirements=REQUIREMENTS))


def test_loading_the_same_configuration_again_changes_nothing():
    given(
        configuration,
        SchoolsDescribed(schools=(TILLEULS,)),
        RequirementsDescribed(requirements=REQUIREMENTS),
    ).when(configure).then_nothing()
