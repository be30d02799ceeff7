"""What a new family does on the parents' site, one step of the user guide after the other."""

from __future__ import annotations

import io
import json
import re
import time
from dataclasses import dataclass
from datetime import date

import typst
from PIL import Image
from pypdf import PdfReader

from deploy.families import PAPER
from tests.journeys.reader import PATIENCE, Reader, plain
from tests.journeys.town import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Town, said

PDF = "application/pdf"
STREET = "9 rue des Orfèvres"
PASSWORD = "une phrase facile à retenir"


@dataclass(frozen=True, kw_only=True)
class Child:
    given_name: str
    born: date
    school: str
    class_name: str


@dataclass(frozen=True, kw_only=True)
class Family:
    """Invented, like everybody here. `email` tells it from the others in the mailbox."""

    given_name: str
    family_name: str
    children: tuple[Child, Child]

    @property
    def email(self) -> str:
        return f"{self.given_name}.{self.family_name}@exemple.fr".lower()

    @property
    def name(self) -> str:
        return f"Famille {self.family_name}"


def written(label: str, name: str, kind: str) -> bytes:
    """The demonstration's paper about somebody, as "pdf" or "png"."""
    address = f"{STREET}, 67000 Strasbourg"
    data = json.dumps({"label": label, "name": name, "address": address})
    return bytes(typst.compile(PAPER.read_bytes(), format=kind, sys_inputs={"data": data}))


def photo(paper: bytes) -> bytes:
    """A page of paper on a table, as a telephone takes it."""
    page = Image.open(io.BytesIO(paper)).convert("RGB")
    table = Image.new("RGB", (page.width + 120, page.height + 160), "#8a7f72")
    table.paste(page, (60, 80))
    taken = io.BytesIO()
    table.save(taken, "JPEG")
    return taken.getvalue()


# 1 · The home page


def reads_the_home_page(reader: Reader, *, opens: str) -> None:
    reader.open("/").reads("Créer mon compte", "Se connecter", "Ouverture des réservations", opens)
    reader.picture("accueil")


# 2 · Registration in four parts


def creates_an_account(reader: Reader, family: Family) -> None:
    reader.follow("Créer mon compte").reads("Étape 1 sur 4")
    makes_a_typing_error(reader, family)

    reader.write("Mot de passe", PASSWORD).write("Code postal", "67000").press("Suivant")
    reader.reads("Étape 2 sur 4", "Informations personnelles")
    reader.write("Prénom", family.given_name).write("Nom", family.family_name)
    reader.write("Téléphone mobile", "06 12 34 56 78").choose("Leur mère")
    reader.picture("inscription-2").press("Suivant")
    reader.reads("Étape 3 sur 4", "Informations professionnelles")
    goes_back_and_loses_nothing(reader, family)

    reader.choose("En emploi", of="Votre situation").write("Employeur", "Ville de Strasbourg")
    reader.press("Suivant")
    reader.reads("Étape 4 sur 4", "Informations complémentaires")
    reader.choose("Je l’indique").write("Montant du quotient", "820").press("Suivant")
    reader.reads("Confirmez votre adresse e-mail", family.email)


def makes_a_typing_error(reader: Reader, family: Family) -> None:
    """What was typed stays; what is wrong is told on top, with a way to each field."""
    reader.write("Adresse e-mail", family.email).write("Mot de passe", "court")
    reader.write("Numéro et rue", "7 rue des Orfèvres").write("Code postal", "6700")
    reader.write("Commune", "Strasbourg").press("Suivant")

    reader.reads("Il y a 2 points à corriger", "Le reste de votre saisie est conservé")
    assert reader.title.startswith("Erreur :")
    assert reader.field("Adresse e-mail").input_value() == family.email
    assert reader.field("Numéro et rue").input_value() == "7 rue des Orfèvres"
    assert reader.page.locator(".errors").evaluate("it => it === document.activeElement")
    reader.page.get_by_role("link", name="Écrivez un code postal à 5 chiffres").click()
    assert reader.field("Code postal").evaluate("it => it === document.activeElement")


def goes_back_and_loses_nothing(reader: Reader, family: Family) -> None:
    """Neither what is saved, nor what cannot be saved yet."""
    reader.choose("En recherche d’emploi", of="Votre situation")
    reader.write("Téléphone au travail", "03 88").press("Précédent").reads("Étape 2 sur 4")
    assert reader.field("Prénom").input_value() == family.given_name
    assert reader.field("Téléphone mobile").input_value() == "06 12 34 56 78"
    reader.press("Précédent").reads("Étape 1 sur 4", family.email)
    assert reader.field("Numéro et rue").input_value() == "7 rue des Orfèvres"
    reader.press("Suivant").reads("Étape 2 sur 4")
    reader.press("Suivant").reads("Étape 3 sur 4")
    assert reader.page.get_by_label("En recherche d’emploi").is_checked()
    assert reader.field("Téléphone au travail").input_value() == "03 88"
    reader.write("Téléphone au travail", "")


# 3 · The mail with the link


def mails(reader: Reader, family: Family, subject: str, count: int = 1) -> list[str]:
    """Addresses of this family's mails with this subject, newest first, once there are `count`."""
    until = time.monotonic() + PATIENCE
    while True:
        reader.open("/mails")
        rows = reader.page.get_by_role("link").filter(has_text=family.email)
        found = rows.filter(has_text=subject)
        if found.count() >= count:
            return [str(it.get_attribute("href")) for it in found.all()]
        assert time.monotonic() < until, (
            f"no mail {subject!r} for {family.email} within {PATIENCE:.0f} s, only"
            f" {[plain(it) for it in rows.all_inner_texts()]}"
        )
        time.sleep(0.1)


def reads_the_mail(reader: Reader, family: Family, subject: str) -> str:
    """The only mail with this subject: opened, looked at as a mail program shows it; its text."""
    addresses = mails(reader, family, subject)
    assert len(addresses) == 1, f"{len(addresses)} mails {subject!r} for {family.email}"
    reader.open(addresses[0])
    reader.look_at_frame("iframe.mail")
    return text_of(reader)


def text_of(mail: Reader) -> str:
    return plain(mail.page.locator(".mail-text").inner_text())


def confirms_the_address(reader: Reader, elsewhere: Reader, family: Family) -> None:
    """On another device, by any link that was sent; the rest of the portal opens only then."""
    first = link_in(reads_the_mail(reader, family, "Confirmez"))
    signs_in(elsewhere, family).reads("Confirmez votre adresse e-mail")
    assert elsewhere.open("/dossier").heading == "Confirmez votre adresse e-mail"

    reader.open("/confirmez").press("Renvoyer le lien").reads("Un nouveau lien vient de partir")
    reader.press("Renvoyer le lien").reads("Attendez une minute")
    newest = mails(reader, family, "Confirmez", count=2)[0]
    second = link_in(text_of(reader.open(newest)))

    cut = first[:-3]
    elsewhere.open(cut).press("Confirmer mon adresse").reads("Ce lien ne fonctionne plus")
    for link in (second, second, first):
        elsewhere.open(link).press("Confirmer mon adresse").reads("Votre adresse est confirmée")
    reader.open("/confirmation").follow("Continuer").reads("Ce qu’il reste à faire")


def link_in(mail: str) -> str:
    found = re.search(r"https?://\S+/confirmation/\S+", mail)
    assert found, f"no link in {mail}"
    return found[0]


def signs_in(reader: Reader, family: Family, *, after: str = "/connexion") -> Reader:
    """After the night the portal asks again who reads, and comes back to the page."""
    reader.open(after)
    if reader.page.url.split("?")[0].endswith("/connexion"):
        reader.write("Adresse e-mail", family.email).write("Mot de passe", PASSWORD)
        reader.press("Se connecter")
    return reader


# 4 and 5 · The household, the children, the documents, and what is left to do


def completes_the_file(reader: Reader, family: Family) -> None:
    reader.open("/dossier").reads("Mon profil", "Mon foyer", "Mes enfants", "Mes documents")
    adds_the_other_guardian(reader)
    changes_an_answer(reader)
    for child in family.children:
        adds_a_child(reader, family, child)
    reader.open("/dossier").picture("dossier")
    attaches_the_documents(reader, family)
    reader.reads("Tout est prêt", "Rien n’est envoyé tant que vous n’avez pas appuyé")


def adds_the_other_guardian(reader: Reader) -> None:
    reader.follow("Indiquer l’autre responsable").reads("Autre responsable")
    reader.write("Prénom", "Hugo").write("Nom", "Simon").choose("Leur père")
    reader.write("Téléphone mobile", "06 98").press("Valider")
    reader.reads("Il y a un point à corriger", "Écrivez un numéro de mobile à 10 chiffres")
    assert reader.field("Prénom").input_value() == "Hugo"
    reader.write("Téléphone mobile", "06 98 76 54 32").press("Valider").reads("Mon dossier")


def changes_an_answer(reader: Reader) -> None:
    """The eye reads, the pencil writes, the arrow returns; a second tab is told what changed."""
    reader.follow("Adresse de correspondance", within="Mon foyer").reads("7 rue des Orfèvres")
    reader.follow("Modifier").reads("Numéro et rue")
    other = reader.second_tab()
    other.write("Numéro et rue", "8 rue des Orfèvres").press("Valider").reads("8 rue des Orfèvres")
    other.page.close()

    reader.write("Numéro et rue", "9 rue des Orfèvres").press("Valider")
    reader.reads("Deux réponses différentes", "8 rue des Orfèvres", "9 rue des Orfèvres")
    reader.press("Valider").reads("Mon dossier", "9 rue des Orfèvres")
    reader.follow("Moi", within="Mon foyer").reads("06 12 34 56 78").follow("Mon dossier")


def adds_a_child(reader: Reader, family: Family, child: Child) -> None:
    reader.follow("Ajouter un enfant").write("Prénom de l’enfant", child.given_name)
    assert reader.field("Nom de l’enfant").input_value() == family.family_name
    reader.write("Jour", str(child.born.day)).write("Mois", str(child.born.month))
    reader.write("Année", str(child.born.year)).select("École", child.school)
    reader.select("Classe", child.class_name).press("Valider").reads("Santé et repas")
    reader.choose("Sans porc").write("Nom du médecin", "Dr Anne Weiss")
    reader.write("Téléphone du médecin", "03 88 11 22 33").press("Valider")
    reader.write("Prénom et nom", "Josette Lenoir").write("Téléphone", "06 11 22 33 44")
    reader.press("Valider")
    reader.choose("Oui", of="Votre enfant peut-il participer aux sorties")
    reader.choose("Non", of="Votre enfant peut-il être pris en photo").press("Valider")
    reader.reads("Mon dossier", child.given_name)


def attaches_the_documents(reader: Reader, family: Family) -> None:
    reader.follow("Joindre : Justificatif de domicile")
    attach(reader, "note.pdf", b"this is only a text", PDF)
    reader.reads("Ce fichier n’est ni un PDF ni une photo")
    attach(reader, "vide.pdf", b"", PDF).reads("Ce fichier est vide")
    whose = f"{family.given_name} {family.family_name}"
    attach(reader, "facture.pdf", written("Justificatif de domicile", whose, "pdf"), PDF)
    reader.reads("Mon dossier")
    for child in family.children:
        reader.follow(f"Joindre : Assurance scolaire, {child.given_name}")
        paper = written("Assurance scolaire", f"{child.given_name} {family.family_name}", "png")
        attach(reader, "assurance.jpg", photo(paper), "image/jpeg").reads("Mon dossier")


def attach(reader: Reader, name: str, content: bytes, kind: str) -> Reader:
    reader.attach("Votre document", name, content, kind)
    return reader.press("Envoyer le document")


def sends_the_file(reader: Reader) -> None:
    reader.open("/dossier").press("Envoyer le dossier").reads("Dossier envoyé", "Et maintenant ?")


# 6 · What the staff find


def corrects_the_file(reader: Reader, family: Family, child: Child) -> None:
    mail = reads_the_mail(reader, family, "Votre dossier : 1 document à corriger")
    assert f"Assurance scolaire – {child.given_name} : à corriger" in mail
    assert "La photo est floue, le nom est illisible." in mail
    reader.follow_in_frame("iframe.mail", "Corriger mon dossier")
    reader.reads("Votre dossier vous est revenu", "La photo est floue")
    reader.follow(f"Renvoyer : Assurance scolaire, {child.given_name}").reads("À renvoyer.")
    paper = written("Assurance scolaire", f"{child.given_name} {family.family_name}", "pdf")
    reader.attach("Remplacer par un autre fichier", "assurance.pdf", paper, PDF)
    reader.press("Envoyer le document").reads("Tout est prêt")
    sends_the_file(reader)


def is_welcome(reader: Reader, family: Family) -> None:
    reads_the_mail(reader, family, "Votre compte est validé")
    reader.open("/dossier").reads("Dossier validé")
    child = family.children[0]
    reader.follow("Santé et repas", within=child.given_name).reads("Nadia Keller")


# 7 · When booking opens


def waits_for_the_opening(reader: Reader, town: Town, family: Family) -> None:
    """Before the wave of a child's level the page says when it opens, and what can be prepared."""
    reader.open("/planning").waits_to_read("Préparer ma demande")
    for child, number in zip(family.children, (1, 2), strict=True):
        opens = f"{child.given_name} {said(town.day(number), year=True).capitalize()} à 19 h"
        reader.reads(opens)


# 8 · The request for the school year


def books_the_week(reader: Reader, town: Town, family: Family, child: Child) -> str:
    """Mondays from morning to evening, Thursdays and Tuesdays at noon; the reference it gets."""
    today = town.comes_to(1, 19, 30)
    days = [len(town.open_days(weekday, "tilleuls", after=today)) for weekday in range(4)]
    signs_in(reader, family, after="/planning").follow("Réserver")
    reader.choose("Maternelle Les Tilleuls").press("Suivant").reads("Choisissez un jour")

    chooses_a_day(reader, town.day(7)).reads("Tous les lundis", f"Il reste {days[MONDAY]} lundis")
    for slot in ("Accueil du matin", "Midi (cantine)", "Accueil du soir"):
        reader.choose(slot, of=child.given_name)
    reader.press("Valider").reads("Tous les lundis : matin, midi et soir").picture("calendrier")
    chooses_a_day(reader, town.day(3)).reads("Tous les jeudis")
    reader.choose("Midi (cantine)", of=child.given_name).picture("jour")
    reader.choose("Mardis", of="Les mêmes créneaux aussi").press("Valider")

    reader.follow("Suivant").reads(
        "Vérifiez, puis envoyez",
        f"Tous les lundis : matin, midi et soir {days[MONDAY]} lundis × 8,10 €",
        f"Tous les mardis : midi {days[TUESDAY]} mardis × 3,80 €",
        f"Tous les jeudis : midi {days[THURSDAY]} jeudis × 3,80 €",
        f"{3 * days[MONDAY] + days[TUESDAY] + days[THURSDAY]} accueils",
        "tarif du quotient 820",
    )
    reader.picture("recapitulatif")
    reader.press("Valider ma demande").reads("Il y a un point à corriger")
    reader.choose("J’accepte le règlement").press_twice("Valider ma demande").reads(
        "Demande bien reçue", "Référence", "Rang"
    )
    reference = reference_on(reader.picture("recu"))
    assert_sent_once(reader, reference)
    return reference


def assert_sent_once(reader: Reader, reference: str) -> None:
    """Neither the double click nor going back makes two requests of one."""
    request_id = reader.page.url.split("/demandes/")[1].split("/")[0]
    reader.open(f"/reserver/{request_id}/recapitulatif").does_not_read("Valider ma demande")
    reader.open("/demandes").reads("N° " + reference)
    assert reader.words.count("N° ") == 1


def books_wednesdays(reader: Reader, town: Town, family: Family) -> list[str]:
    """One child's level is open, the other's opens tomorrow: two sendings, one gesture."""
    mia, leo = family.children
    reader.open("/reserver").choose("La Ruche").press("Suivant")
    chooses_a_day(reader, town.day(2)).reads("Tous les mercredis", f"Ouvre {said(town.day(2))}")
    for child in family.children:
        reader.choose("Mercredi", of=child.given_name)
    reader.press("Valider").follow("Suivant").reads("Pas dans cet envoi")
    first = sends_the_request(reader)
    reader.reads(f"Reste à envoyer : {leo.given_name}")

    town.comes_to(2, 19, 30)
    signs_in(reader, family, after="/planning").follow("Vérifier le détail")
    days = len(town.open_days(WEDNESDAY, "la-ruche", after=town.day(2)))
    reader.reads(f"Tous les mercredis {days} mercredis × 12,50 €").does_not_read(mia.given_name)
    reader.reads("Règlement accepté").press("Valider ma demande")
    return [first, reference_on(reader.reads("Demande bien reçue"))]


def chooses_a_day(reader: Reader, day: date) -> Reader:
    return reader.follow(f"Choisir le {said(day)}", exact=True)


def sends_the_request(reader: Reader) -> str:
    reader.choose("J’accepte le règlement").press("Valider ma demande")
    return reference_on(reader.reads("Demande bien reçue"))


def reference_on(receipt: Reader) -> str:
    return receipt.page.locator(".ref").first.inner_text()


# 10 · The answer


def reads_the_answer(reader: Reader, town: Town, family: Family, reference: str) -> None:
    """One mail holds what was accepted and what was refused; each day of the planning says so."""
    _mia, leo = family.children
    mail = reads_the_mail(reader, family, f"Réponse à votre demande {reference}")
    assert "accepté" in mail and "refusé" in mail
    assert "Il manque une animatrice le lundi soir." in mail
    reader.picture("mail")
    signs_in(reader, family, after="/planning")
    reader.reads("Réservé", "Refusé").picture("planning")
    reader.open(f"/planning?mois={town.day(9):%Y-%m}").follow(leo.given_name)
    reader.reads("Mercredi Réservé").does_not_read("Midi Réservé")
    reader.open("/demandes").follow(reference).reads("Il manque une animatrice le lundi soir.")


# 9 · After the cut-off: single days, asked for and given back


def changes_single_days(reader: Reader, town: Town, family: Family, child: Child) -> str:
    """By the same gesture: a lunch on a Friday is asked for, Thursday's is given back."""
    thursday, friday = town.day(24), town.day(25)
    town.comes_to(21, 9)
    signs_in(reader, family, after=f"/planning?mois={friday:%Y-%m}")
    reader.press(f"Modifier le {said(thursday)}").reads(said(thursday, year=True).capitalize())
    reader.leave_out("Midi (cantine)", of=child.given_name).press("Valider")
    chooses_a_day(reader, friday).choose("Midi (cantine)", of=child.given_name).press("Valider")
    reader.follow("Suivant").reads(
        f"{said(friday).capitalize()} : midi", "À annuler", f"{child.given_name}, {said(thursday)}"
    )
    reference = sends_the_request(reader)
    mail = reads_the_mail(reader, family, f"Demande {reference} bien reçue")
    assert "Vous demandez" in mail and "Vous avez annulé" in mail
    reader.open(f"/planning?mois={friday:%Y-%m}").reads("Midi Annulé", "Midi Demandé")
    return reference


# 11 · The invoice


def pays_the_invoice(reader: Reader, town: Town, family: Family, cents: int) -> None:
    amount = f"{cents // 100},{cents % 100:02d} €"
    mail = reads_the_mail(reader, family, "Facture")
    assert amount in mail
    signs_in(reader, family, after="/factures").reads(amount, "À payer")
    reader.follow("Voir le détail").reads(amount, f"Famille {family.family_name}", "9 rue des")
    reader.picture("facture")
    assert_paper_says(reader, amount, family)

    reader.press(f"Payer {amount}").reads("Banque de démonstration : aucun argent ne circule")
    reader.press(f"Payer {amount}").waits_to_read("Paiement confirmé")
    reader.follow("Revenir aux factures").reads("Rien à payer", "Payée")
    assert amount in reads_the_mail(reader, family, f"Paiement de {amount} bien reçu")


def assert_paper_says(reader: Reader, amount: str, family: Family) -> None:
    link = reader.page.get_by_role("link", name="PDF").first
    paper = reader.fetch(str(link.get_attribute("href")))
    words = plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages))
    for sentence in (amount, family.family_name, *(it.given_name for it in family.children)):
        assert sentence in words, f"{sentence!r} is not on the paper: {words}"
