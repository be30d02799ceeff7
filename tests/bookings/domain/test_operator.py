from dataclasses import replace

from services.bookings.domain import operator
from services.bookings.domain.operator import DescribeOperator, OperatorDescribed
from tests.support.given import given

FIELDS = {
    "name": "Grandir Ensemble",
    "legal_name": "Association Grandir Ensemble",
    "siret": "00000000000000",
    "phone": "+33388000000",
    "email": "bonjour@exemple.fr",
    "address": ("1 rue de l’Exemple", "67000 Strasbourg"),
    "opening_hours": "du lundi au vendredi de 8 h à 18 h",
}
describe = DescribeOperator(**FIELDS)
described = OperatorDescribed(**FIELDS)


def test_the_operator_is_described():
    given(operator).when(describe).then(described)


def test_describing_it_again_in_the_same_words_changes_nothing():
    given(operator, described).when(describe).then_nothing()


def test_a_new_telephone_number_is_a_new_description():
    new = "+33388000001"

    given(operator, described).when(replace(describe, phone=new)).then(
        replace(described, phone=new)
    )
