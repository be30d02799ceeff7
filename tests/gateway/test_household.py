"""« Mon dossier »: what is left, reading and changing a part, two tabs, children, sending."""

from flask.testing import FlaskClient

from shared.web.client import Invalid, Refusal
from tests.gateway.reading import read
from tests.gateway.recorded import (
    LEO,
    MIA,
    Services,
    complete,
    household,
    proof_of_address,
    todo,
)

ME = {
    "seen": "7",
    "given_name": "Camille-Anne",
    "family_name": "Martin",
    "mobile": "06 12 34 56 78",
    "relationship": "MOTHER",
}
MIAS_IDENTITY = {
    "child_id": MIA,
    "given_name": "Mia",
    "family_name": "Martin",
    "birth_date_day": "3",
    "birth_date_month": "2",
    "birth_date_year": "2022",
    "school_id": "tilleuls",
    "class_name": "MS",
}


def test_what_is_left_to_do_leads_to_the_very_field(camille: FlaskClient) -> None:
    page = read(camille.get("/dossier"))

    assert "2 points avant de pouvoir réserver." in page.words
    assert page.link("le nom du médecin") == (
        f"/dossier/enfants/{LEO}/sante/modifier?champ=doctor_name#doctor_name"
    )
    assert page.link("le téléphone du médecin").endswith("#doctor_phone")
    assert page.link("Renvoyer : Justificatif de domicile") == "/dossier/documents/home"
    assert "La photo est floue : l’adresse n’est pas lisible." in page.words
    assert "11 parties sur 14" in page.words


def test_the_link_of_a_missing_field_puts_the_cursor_there(camille: FlaskClient) -> None:
    answer = camille.get(f"/dossier/enfants/{LEO}/sante/modifier?champ=doctor_name")

    assert "doctor_name" in read(answer).ids
    assert 'id="doctor_name" name="doctor_name"' in answer.text
    assert answer.text.count("autofocus=") == 1


def test_a_family_without_children_is_asked_for_the_first(
    camille: FlaskClient, services: Services
) -> None:
    file = household(children=[], todo=[todo("child")])
    services.answer("households", "GET", "/household", file)

    page = read(camille.get("/dossier"))

    assert page.link("Ajouter votre premier enfant") == "/dossier/enfants/nouveau"


def test_each_child_has_four_parts_with_an_eye_or_a_pencil(camille: FlaskClient) -> None:
    page = read(camille.get("/dossier"))

    leo, mia = f"/dossier/enfants/{LEO}", f"/dossier/enfants/{MIA}"
    assert {
        f"{leo}/identite",
        f"{leo}/contacts",
        f"{leo}/autorisations",
        f"{leo}/sante/modifier",
        f"{mia}/identite",
        f"{mia}/sante",
        f"{mia}/contacts",
        f"{mia}/autorisations",
    } <= set(camille_links(camille))
    assert "Sorties : oui. Photos : non." in page.words


def test_the_eye_shows_what_was_answered(camille: FlaskClient) -> None:
    page = read(camille.get(f"/dossier/enfants/{MIA}/identite"))

    assert "Date de naissance 3 février 2022" in page.words
    assert "École École Les Tilleuls Classe Moyenne section" in page.words
    assert page.link("Modifier") == f"/dossier/enfants/{MIA}/identite/modifier"
    assert page.link("Mon dossier") == "/dossier"


def test_who_read_the_health_record_is_told_to_the_parents(camille: FlaskClient) -> None:
    page = read(camille.get(f"/dossier/enfants/{LEO}/sante"))

    assert "Qui a lu cette fiche ? Nadia Keller mardi 24 mars à 10 h 30" in page.words


def test_saving_a_part_goes_back_to_the_file(camille: FlaskClient, services: Services) -> None:
    answer = camille.post("/dossier/moi/modifier", data=ME)

    assert answer.location == "/dossier"
    assert services.asked("PUT", "/household/sections/me")[0].json["given_name"] == "Camille-Anne"


def test_what_the_service_finds_stands_at_its_field(
    camille: FlaskClient, services: Services
) -> None:
    found = Invalid([{"field": "mobile", "code": "not_a_phone"}])
    services.answer("households", "PUT", "/household/sections/me", found)

    answer = camille.post("/dossier/moi/modifier", data=ME)
    page = read(answer)

    assert answer.status_code == 422
    assert page.link("Écrivez un numéro de mobile à 10 chiffres") == "#mobile"
    assert page.values["given_name"] == "Camille-Anne"


def test_the_second_tab_is_told_and_overwrites_nothing(
    camille: FlaskClient, services: Services
) -> None:
    saved_elsewhere = household(version=9)
    saved_elsewhere["sections"]["me"]["values"]["given_name"] = "Camilla"
    services.answer(
        "households",
        "PUT",
        "/household/sections/me",
        Refusal("changed_elsewhere", {"version": 9}),
    )
    services.answer("households", "GET", "/household", saved_elsewhere)

    answer = camille.post("/dossier/moi/modifier", data=ME)
    page = read(answer)

    assert answer.status_code == 422
    assert "dans un autre onglet ou sur un autre appareil" in page.words
    assert "Prénom Enregistré : Camilla Écrit ici : Camille-Anne" in page.words
    assert page.values["given_name"] == "Camille-Anne"
    assert page.hidden["seen"] == "9"


def test_a_health_record_may_be_kept_half_filled(camille: FlaskClient, services: Services) -> None:
    answer = camille.post(
        f"/dossier/enfants/{LEO}/sante/modifier", data={"seen": "7", "diet": "NO_PORK"}
    )

    assert answer.location == "/dossier"
    assert services.asked("PUT", f"/household/children/{LEO}/health")[0].json == {
        "seen": 7,
        "diet": "NO_PORK",
        "doctor_name": None,
        "doctor_phone": None,
        "care_plan": False,
        "care_notes": None,
    }


def test_people_who_may_fetch_a_child_are_sent_as_a_list(
    camille: FlaskClient, services: Services
) -> None:
    camille.post(
        f"/dossier/enfants/{LEO}/contacts/modifier",
        data={
            "seen": "7",
            "emergency_name": "Alex Martin",
            "emergency_phone": "0612345679",
            "pickups_0_name": "Mamie",
            "pickups_2_name": "Papi",
            "pickups_2_phone": "0388000001",
        },
    )

    asked = services.asked("PUT", f"/household/children/{LEO}/contacts")[0].json
    assert asked["pickups"] == [
        {"name": "Mamie", "phone": None},
        {"name": "Papi", "phone": "0388000001"},
    ]


def test_a_telephone_without_a_name_is_asked_whose_it_is(camille: FlaskClient) -> None:
    answer = camille.post(
        f"/dossier/enfants/{LEO}/contacts/modifier",
        data={"seen": "7", "pickups_0_phone": "0388000001"},
    )

    assert answer.status_code == 422
    assert read(answer).link("Remplissez ce champ") == "#pickups_0_name"


def test_a_new_child_is_named_by_the_form_and_goes_on_to_its_health(
    camille: FlaskClient, services: Services
) -> None:
    form = read(camille.get("/dossier/enfants/nouveau"))

    answer = camille.post(
        "/dossier/enfants/nouveau", data=MIAS_IDENTITY | {"child_id": form.hidden["child_id"]}
    )

    child_id = form.hidden["child_id"]
    assert answer.location == f"/dossier/enfants/{child_id}/sante/modifier?suite"
    assert services.asked("POST", "/household/children")[0].json == {
        "child_id": child_id,
        "given_name": "Mia",
        "family_name": "Martin",
        "birth_date": "2022-02-03",
        "school_id": "tilleuls",
        "class_name": "MS",
    }
    assert form.values["family_name"] == "Martin"


def test_a_date_that_does_not_exist_is_kept_as_typed(camille: FlaskClient) -> None:
    answer = camille.post(
        "/dossier/enfants/nouveau",
        data=MIAS_IDENTITY | {"birth_date_day": "31", "birth_date_month": "2"},
    )
    page = read(answer)

    assert answer.status_code == 422
    assert page.link("Écrivez une date qui existe") == "#birth_date"
    assert page.values["birth_date_day"] == "31"
    assert ("selected", "MS") in page.ticked


def test_after_the_health_of_a_new_child_come_the_parts_still_empty(
    camille: FlaskClient, services: Services
) -> None:
    file = household()
    file["children"][0]["sections"]["consents"]["values"] = {}
    services.answer("households", "GET", "/household", file)

    answer = camille.post(
        f"/dossier/enfants/{LEO}/sante/modifier?suite", data={"seen": "7", "diet": "STANDARD"}
    )

    assert answer.location == f"/dossier/enfants/{LEO}/autorisations/modifier?suite"


def test_a_child_of_another_family_is_not_there(camille: FlaskClient) -> None:
    other = "5eed0000-0000-4000-8000-00000000dead"

    assert camille.get(f"/dossier/enfants/{other}/identite").status_code == 404
    assert camille.get("/dossier/inconnu").status_code == 404


def test_a_file_that_is_whole_can_be_sent(camille: FlaskClient, services: Services) -> None:
    services.answer("households", "GET", "/household", complete())
    assert "Envoyer le dossier" in read(camille.get("/dossier")).words

    sent = complete("SUBMITTED", submitted_at="2026-03-30T15:00:00Z")
    services.answer("households", "GET", "/household", sent)
    answer = camille.post("/dossier/envoi", follow_redirects=True)

    assert len(services.asked("POST", "/household/submission")) == 1
    assert "Merci Camille. Nous l’avons reçu lundi 30 mars à 17 h" in read(answer).words


def test_a_file_that_is_not_whole_cannot_be_sent(camille: FlaskClient, services: Services) -> None:
    assert "Envoyer le dossier" not in read(camille.get("/dossier")).words

    refused = Refusal("file_incomplete", {"missing": 2})
    services.answer("households", "POST", "/household/submission", refused)
    assert camille.post("/dossier/envoi").location == "/dossier#reste"


def test_a_file_that_came_back_says_why(camille: FlaskClient, services: Services) -> None:
    returned = {
        "reason": "DOCUMENTS",
        "message": "Merci d’envoyer un justificatif plus récent.",
        "at": "2026-03-29T09:00:00Z",
    }
    services.answer(
        "households", "GET", "/household", household(status="RETURNED", returned=returned)
    )

    page = read(camille.get("/dossier"))

    assert "Votre dossier vous est revenu dimanche 29 mars." in page.words
    assert "Merci d’envoyer un justificatif plus récent." in page.words


def test_a_file_under_review_asks_for_nothing(camille: FlaskClient, services: Services) -> None:
    sent = complete(
        "SUBMITTED",
        submitted_at="2026-03-29T09:00:00Z",
        documents=[proof_of_address("PENDING")],
    )
    services.answer("households", "GET", "/household", sent)

    page = read(camille.get("/dossier"))

    assert "Dossier envoyé dimanche 29 mars à 11 h." in page.words
    assert "Vous n’avez rien à faire." in page.words
    assert "En vérification" in page.words


def camille_links(camille: FlaskClient) -> list[str]:
    """Every address on the page of the file, whatever its words."""
    return [part.split('"')[0] for part in camille.get("/dossier").text.split('href="')[1:]]
