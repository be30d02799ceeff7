from dataclasses import replace

from services.bookings.domain.operator import OperatorDescribed
from services.bookings.projections.operator_card import READ_MODEL, operator

described = OperatorDescribed(
    name="Grandir Ensemble",
    legal_name="Association Grandir Ensemble",
    siret="00000000000000",
    phone="+33388000000",
    email="bonjour@exemple.fr",
    address=("1 rue de l’Exemple", "67000 Strasbourg"),
    opening_hours="du lundi au vendredi",
)


def test_the_operator_is_as_last_described(tables):
    renamed = replace(described, name="Grandir")

    assert operator(tables(READ_MODEL)) is None
    assert operator(tables(READ_MODEL, described, renamed)) == renamed
