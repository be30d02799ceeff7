from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from services.bookings.api.decisions import REASONS as STAFF_REASONS
from services.bookings.domain.allocation import Because
from services.bookings.domain.register import AT_THE_CANTEEN
from services.notifier.documents.letters import MESSAGES
from services.notifier.domain import facts
from services.notifier.domain.letter import Deadline, Letter, RejectedDocument, ReturnMessage
from services.notifier.domain.mail import Template
from services.notifier.senders.smtp import as_message
from tests.notifier.letters import (
    ASKED,
    BILL,
    CREDIT_NOTE,
    DECIDED,
    FACTS,
    LEO,
    MIA,
    OFFER,
    OPERATOR,
    PAID,
    PUBLIC_URL,
    TWO_CHILDREN,
    WAITING,
    known,
    letter,
    line,
)

NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"


class Page(HTMLParser):
    """The words and the links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.buttons = 0
        self._quiet = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self._quiet += tag in ("style", "title")
        if tag == "a":
            self.links.append(said["href"] or "")
            self.buttons += "button" in (said.get("class") or "").split()

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.words.append(data)

    @property
    def text(self) -> str:
        return plain(" ".join(self.words))


def plain(text: str) -> str:
    """As one reads it: any space is a space."""
    return " ".join(text.replace(NO_BREAK, " ").replace(NARROW, " ").split())


def both(written: Letter) -> tuple[str, str]:
    return plain(written.text), Page(written.html).text


@pytest.mark.parametrize("template", Template)
def test_every_mail_has_a_subject_a_text_and_a_page(template: Template) -> None:
    written = letter(template)

    assert 10 < len(written.subject) < 100 and "\n" not in written.subject
    for part in both(written):
        assert "Bonjour Camille," in part
        assert "l’équipe de Grandir Ensemble" in part
        assert "None" not in part and "{" not in part


@pytest.mark.parametrize("template", Template)
def test_every_mail_has_one_button_and_its_address_in_clear(template: Template) -> None:
    written = letter(template)
    page = Page(written.html)

    assert page.buttons == 1
    (address,) = set(page.links)
    assert address.startswith(PUBLIC_URL + "/")
    assert address in page.text
    assert address in written.text


@pytest.mark.parametrize("template", Template)
def test_every_mail_carries_its_style_on_its_tags(template: Template) -> None:
    """Most mail programs read nothing else; dark mode must win over what lies on a tag."""
    html = letter(template).html

    assert 'class="card"' in html and "max-width: 600px" in html.split("</head>")[1]
    head = html.split("</head>")[0]
    assert "prefers-color-scheme: dark" in head
    assert "background: #12181b !important;" in head
    assert "<link" not in html and "<img" not in html and "<script" not in html


@pytest.mark.parametrize("template", Template)
def test_no_sign_stands_alone_at_the_head_of_a_line(template: Template) -> None:
    """French puts an unbreakable space before : ; ? ! and inside guillemets."""
    written = letter(template)
    for text in (written.subject, written.text, " ".join(Page(written.html).words)):
        for sign in ":;?!»€":
            assert f" {sign}" not in text, text
        assert "« " not in text
        assert "'" not in text


@pytest.mark.parametrize("template", Template)
def test_who_reads_english_gets_english(template: Template) -> None:
    written = letter(template, language="en")

    assert 'lang="en"' in written.html
    for part in both(written):
        assert "Hello Camille," in part and "the team of Grandir Ensemble" in part
        for french in ("Vous", "votre", "Bonjour", "équipe", "reçu"):
            assert french not in part, part


def test_every_template_has_its_three_files_and_no_other_exists() -> None:
    folders = {folder.name for folder in MESSAGES.iterdir() if folder.name != "layout"}

    assert folders == {template.value for template in Template}
    for name in folders:
        files = {file.name for file in (MESSAGES / name).iterdir()}
        assert files == {"subject.txt", "body.txt", "body.html"}


def test_the_confirmation_link_is_told_with_its_end() -> None:
    written = letter(Template.CONFIRM_EMAIL)

    assert f"{PUBLIC_URL}/confirmation/jeton-a-usage-unique" in written.text
    for part in both(written):
        assert "jusqu’au mardi 5 mai 2026 à 10 h 15" in part


def test_without_a_name_one_says_hello_all_the_same() -> None:
    nobody = replace(known(Template.CONFIRM_EMAIL), given_name=None, operator=None)

    written = letter(Template.CONFIRM_EMAIL, to=nobody)

    for part in both(written):
        assert "Bonjour," in part
        assert "l’équipe du Portail Familles" in part


def test_the_receipt_says_when_to_the_second_and_how_many_days() -> None:
    for part in both(letter(Template.REQUEST_RECEIVED)):
        assert "D-2026-4127" in part
        assert "reçue le vendredi 3 avril 2026 à 19 h 06 min 12 s" in part
        assert "Lundi midi" in part and "Lundi soir" in part and "Mardi midi" in part
        assert "33 jours, du 7 septembre 2026 au 19 avril 2027" in part
        assert "« Les Tilleuls »" in part
        assert "n’est pas encore une réservation" in part


def test_a_request_for_two_children_is_told_child_by_child() -> None:
    written = letter(Template.REQUEST_RECEIVED, facts.Facts(request=TWO_CHILDREN))

    for part in both(written):
        mia, leo = part.index("Pour Mia"), part.index("Pour Léo")
        assert mia < part.index("Lundi midi") < leo < part.index("Mercredi")
        assert "et 2 autres jours" in part
        assert part.index("Vous avez annulé :") < part.index("jeudi 12 novembre 2026")


def test_the_answer_explains_each_refusal_with_its_instant_and_its_places() -> None:
    written = letter(Template.REQUEST_DECIDED)

    assert written.subject == "Réponse à votre demande D-2026-4127 pour Mia"
    for part in both(written):
        assert "3 accueils sont réservés et 2 sont refusés." in part
        assert "Complet le 4 mai 2026 à 10 h 12 : 56 places sur 56" in part
        assert "Premier jour complet : jeudi 15 octobre 2026" in part
        assert "Nous n’avons pas assez d’animateurs" in part
        assert "Décision du 4 mai 2026 à 10 h 12" in part


def deadline(slot_type: str, anchor: str = "CALENDAR_DAYS", **changes: Any) -> Deadline:
    plain_rule = {
        "weekdays": (),
        "before": 1,
        "on": None,
        "at": "18:00",
        "skipping": (),
        "consequence": "REFUSE",
        "surcharge_percent": 0,
        "surcharge_cents": 0,
    }
    return Deadline(slot_type=slot_type, anchor=anchor, **plain_rule | changes)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (deadline("LUNCH"), "au plus tard la veille, à 18 h. Ensuite, ce jour reste facturé."),
        (
            deadline("LUNCH", "WORKING_DAYS", before=2, at="09:00", consequence="STAFF"),
            "au plus tard 2 jours ouvrés avant, à 9 h. Ensuite, l’équipe décide.",
        ),
        (
            deadline("LUNCH", "WEEK", on=4, weekdays=(0, 1)),
            "pour lundi et mardi, au plus tard le vendredi de la semaine précédente, à 18 h.",
        ),
        (deadline("LUNCH", "OPEN_DAYS", at="12:30"), "1 jour d’école avant, à 12 h 30"),
        (deadline("LUNCH", "MONTH", on=1), "le 1er du mois précédent, à 18 h"),
        (deadline("LUNCH", "HOLIDAY_PERIOD", before=15), "15 jours francs avant les vacances"),
        (deadline("LUNCH", skipping=(2,)), "la veille (sans compter mercredi)"),
        (
            deadline("LUNCH", consequence="SURCHARGE", surcharge_percent=50),
            "Ensuite, reste dû : 50 % du prix.",
        ),
    ],
)
def test_the_answer_says_how_a_booked_day_is_given_back(rule: Deadline, words: str) -> None:
    told = replace(known(Template.REQUEST_DECIDED), deadlines={"tilleuls": (rule,)})

    for part in both(letter(Template.REQUEST_DECIDED, to=told)):
        assert words in part


def test_cares_with_the_same_rule_are_said_together() -> None:
    rules = (deadline("LUNCH"), deadline("EVENING"), deadline("MORNING", before=7))
    told = replace(known(Template.REQUEST_DECIDED), deadlines={"tilleuls": rules})

    for part in both(letter(Template.REQUEST_DECIDED, to=told)):
        assert "Accueil du soir et cantine : au plus tard la veille" in part
        assert "7 jours avant" not in part, "no morning was booked"


def test_when_all_is_accepted_nothing_speaks_of_a_refusal() -> None:
    happy = replace(ASKED, lines=(line("LUNCH", accepted=True),))

    for part in both(letter(Template.REQUEST_DECIDED, facts.Facts(request=happy))):
        assert "1 accueil est réservé : tout est accepté." in part
        assert "efus" not in part


def test_when_all_is_refused_nothing_speaks_of_a_booking() -> None:
    sad = replace(DECIDED, lines=(line("LUNCH", accepted=False, reason="other"),))

    for part in both(letter(Template.REQUEST_DECIDED, facts.Facts(request=sad))):
        assert "Nous n’avons pas pu accepter l’accueil demandé." in part
        assert "Le motif est écrit sur votre demande" in part
        assert "est réservé" not in part


@pytest.mark.parametrize(
    "reason", sorted({*Because, *STAFF_REASONS, *AT_THE_CANTEEN, "day_closed"} - {"by_hand"})
)
def test_every_reason_of_an_answer_is_a_sentence(reason: str) -> None:
    """« Autre motif » is explained by what staff wrote, on the request."""
    answered = line("LUNCH", accepted=False, reason=reason, capacity=60, taken=60)
    told = facts.Facts(request=replace(DECIDED, lines=(answered,)))

    text = letter(Template.REQUEST_DECIDED, told).text

    assert ("Le motif est écrit sur votre demande" in text) is (reason == "other")
    assert ("60 places sur 60" in text) is (reason == "slot_full")
    assert ("comment faire un recours" in text) is not answered.given_up


@pytest.mark.parametrize(
    ("reason", "subject", "words", "verdict"),
    [
        ("left_waiting_list", "c’est noté", "vous avez quitté la liste d’attente", "Laissé"),
        ("offer_declined", "c’est noté", "vous avez laissé la place", "Laissé"),
        ("offer_expired", "n’a pas été confirmée", "n’a pas été confirmée à temps", "Délai passé"),
        ("not_needed", "c’est noté", "le choix que vous préfériez", "Pas nécessaire"),
    ],
)
def test_what_nobody_refused_is_not_called_refused(
    reason: str, subject: str, words: str, verdict: str
) -> None:
    own = replace(DECIDED, lines=(line("LUNCH", accepted=False, reason=reason),))

    written = letter(Template.REQUEST_DECIDED, facts.Facts(request=own))

    assert subject in written.subject
    for part in both(written):
        assert words in part
        assert verdict.lower() in part.lower()
        assert "efus" not in part
        assert "recours" not in part
        assert "Nous avons étudié" not in part


def test_a_choice_that_is_not_needed_does_not_spoil_a_good_answer() -> None:
    both_answers = replace(
        DECIDED,
        lines=(
            line("LUNCH", accepted=True),
            line("LUNCH", 1, accepted=False, reason="not_needed"),
        ),
    )

    for part in both(letter(Template.REQUEST_DECIDED, facts.Facts(request=both_answers))):
        assert "1 accueil est réservé : tout est accepté." in part
        assert "Nous avons étudié votre demande" in part
        assert "efus" not in part


def test_who_waits_reads_the_rank_and_what_was_full() -> None:
    for part in both(letter(Template.REQUEST_DECIDED, facts.Facts(request=WAITING))):
        assert "1 accueil est réservé et 1 est en liste d’attente." in part
        assert "Liste d’attente : rang 4" in part
        assert "Complet le 4 mai 2026 à 10 h 12 (Salle du soir) : 56 places sur 56" in part
        assert "elle vous est proposée dans l’ordre de la liste" in part
        assert "efus" not in part


def test_a_freed_place_is_offered_with_its_delay_and_booked_for_nobody() -> None:
    written = letter(Template.PLACE_OFFERED)

    assert "Une place s’est libérée pour Mia" in written.subject
    assert f"{PUBLIC_URL}/places/{OFFER.offer_id}" in written.text
    for part in both(written):
        assert "gardée pour vous jusqu’au samedi 12 septembre 2026 à 18 h" in part
        assert "Jeudi soir" in part
        assert "Rien n’est réservé sans votre réponse." in part


def test_a_child_whose_family_was_erased_has_no_name() -> None:
    nameless = replace(known(Template.REQUEST_DECIDED), children={})

    for part in both(letter(Template.REQUEST_DECIDED, to=nameless)):
        assert "pour votre enfant" in part.lower()


def test_a_returned_file_lists_each_document_with_its_reason() -> None:
    written = letter(Template.FILE_RETURNED)

    assert plain(written.subject) == "Votre dossier : 2 documents à corriger"
    for part in both(written):
        assert "« L’attestation d’assurance de l’an dernier ne suffit pas. »" in part
        assert "Attestation d’assurance – Mia" in part
        assert "n’est plus à jour" in part
        assert "La photo est floue : l’adresse n’est pas lisible." in plain(part)


def test_the_same_words_are_not_said_twice() -> None:
    blurred = "La photo est floue."
    one = RejectedDocument(label="Attestation", child=None, reason="UNREADABLE", message=blurred)
    said = replace(
        known(Template.FILE_RETURNED), returned=ReturnMessage(message=blurred, documents=(one,))
    )

    for part in both(letter(Template.FILE_RETURNED, to=said)):
        assert part.count(blurred) == 1


def test_a_document_returned_without_a_word_has_its_reason() -> None:
    one = RejectedDocument(label="Attestation", child=None, reason="UNREADABLE", message=None)
    said = replace(
        known(Template.FILE_RETURNED), returned=ReturnMessage(message=None, documents=(one,))
    )

    for part in both(letter(Template.FILE_RETURNED, to=said)):
        assert "Le document n’est pas lisible" in part


def test_a_file_returned_for_an_information_has_no_list() -> None:
    said = replace(
        known(Template.FILE_RETURNED),
        returned=ReturnMessage(message="Il manque le numéro CAF.", documents=()),
    )

    written = letter(Template.FILE_RETURNED, to=said)

    assert plain(written.subject) == "Votre dossier est à compléter"
    for part in both(written):
        assert "Il manque le numéro CAF." in part


def test_a_child_who_joins_is_no_fault_of_the_file() -> None:
    """Households returns the file by itself: nobody has checked anything."""
    added = facts.Facts(returned_because="CHILD_ADDED")
    said = replace(
        known(Template.FILE_RETURNED), returned=ReturnMessage(message=None, documents=())
    )

    written = letter(Template.FILE_RETURNED, added, to=said)

    assert written.subject == "Un enfant s’ajoute à votre dossier"
    for part in both(written):
        assert "Complétez sa partie" in part
        assert "vérifié votre dossier" not in part and "orrig" not in part


def test_what_people_typed_is_text_and_never_markup() -> None:
    said = replace(
        known(Template.FILE_RETURNED),
        given_name="<b>Camille</b>",
        returned=ReturnMessage(message='<a href="https://ailleurs">ici</a>', documents=()),
    )

    written = letter(Template.FILE_RETURNED, to=said)

    assert "<b>" not in written.html and 'ailleurs">' not in written.html
    assert len(set(Page(written.html).links)) == 1
    assert "<b>Camille</b>" in written.text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\x85", "\u2028", "\u2029"])
def test_a_name_with_a_line_break_cannot_add_a_header(end: str) -> None:
    children = {MIA: f"Mia{end}Bcc: tous@exemple.fr", LEO: "Léo"}
    to = replace(known(Template.REQUEST_DECIDED), children=children)

    message = as_message(letter(Template.REQUEST_DECIDED, to=to), "portail@exemple.fr")

    assert message["Subject"].endswith("pour Mia Bcc: tous@exemple.fr")
    assert message["Bcc"] is None


def test_the_invoice_says_how_much_and_until_when() -> None:
    written = letter(Template.INVOICE_ISSUED)

    assert (
        plain(written.subject)
        == "Facture d’octobre 2026 : 127,60 € à payer au plus tard le 30 novembre 2026"
    )
    for part in both(written):
        assert "127,60 €" in part and "lundi 30 novembre 2026" in part and "2026-00871" in part


def test_the_reminder_of_an_opening_says_when_for_whom_and_what_can_be_done_now() -> None:
    written = letter(Template.OPENING_TOMORROW)

    assert plain(written.subject) == "Les réservations ouvrent demain à 19 h"
    for part in both(written):
        assert "les accueils de Mia et Léo à partir de demain" in part
        assert "vendredi 3 avril 2026 à 19 h, pour l’année scolaire 2026-2027" in part
        assert "vous l’envoyez en un clic à l’ouverture" in part
        assert "/planning" in part


def test_a_basket_that_did_not_go_is_told_with_what_to_do() -> None:
    written = letter(Template.SENDING_FAILED)

    assert "n’est pas partie" in plain(written.subject)
    for part in both(written):
        assert "l’envoi automatique que vous aviez choisi n’a pas pu se faire" in part
        assert "Vos choix sont gardés" in part and "/planning" in part


def test_the_reminder_says_what_is_still_to_be_paid_and_offers_help() -> None:
    written = letter(Template.INVOICE_OVERDUE)

    assert plain(written.subject) == "Rappel : facture d’octobre 2026, 127,60 € à payer"
    for part in both(written):
        assert "127,60 €" in part and "lundi 30 novembre 2026" in part and "2026-00871" in part
        assert "Une difficulté pour payer" in part


def test_the_receipt_of_a_payment_can_be_kept() -> None:
    for part in both(letter(Template.PAYMENT_RECEIVED)):
        assert "127,60 €" in part
        assert "jeudi 12 novembre 2026 à 18 h 40" in part
        assert PAID.bank_reference in part and "2026-00871" in part


def test_a_payment_of_an_invoice_not_yet_heard_of_has_a_receipt_too() -> None:
    unknown = facts.Facts(payment=replace(PAID, number=None, period=None))

    for part in both(letter(Template.PAYMENT_RECEIVED, unknown)):
        assert "votre facture est payée" in part


def test_the_operator_signs_and_is_answered() -> None:
    written = letter(Template.FILE_APPROVED)

    assert written.sender_name == OPERATOR.name
    assert written.reply_to == OPERATOR.email
    for part in both(written):
        assert "appelez le 03 88 00 00 00" in part


def test_no_mail_of_the_samples_holds_health_data_or_a_family_name() -> None:
    for template in FACTS:
        text = letter(template).text.lower()
        for word in ("martin", "allergie", "régime", "sanitaire"):
            assert word not in text


def test_a_credit_note_says_why_and_what_becomes_of_it() -> None:
    for part in both(letter(Template.CREDIT_NOTE_ISSUED)):
        assert "Le certificat est accepté : l’absence n’est pas facturée." in part
        assert "Nous le déduisons de ce qui reste à payer sur cette facture." in part
        assert "A2026-00004" in part and "2026-00871" in part

    paid_already = replace(CREDIT_NOTE, reason="DAY_CLOSED", deducted_cents=0)
    said = facts.Facts(credit_note=paid_already)
    for part in both(letter(Template.CREDIT_NOTE_ISSUED, said)):
        assert "L’accueil était fermé" in part
        assert "nous le déduirons de la prochaine" in part


def test_an_invoice_asks_for_what_credit_does_not_pay() -> None:
    with_credit = facts.Facts(invoice=replace(BILL, left_cents=12200))

    for part in both(letter(Template.INVOICE_ISSUED, with_credit)):
        assert "122,00 €" in part and "127,60 €" not in part
