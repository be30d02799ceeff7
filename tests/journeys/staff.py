"""What the association's staff do in the back office."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from playwright.sync_api import Locator

from tests.journeys.family import Child, Family
from tests.journeys.reader import Reader


def signs_in(reader: Reader, *, after: str = "/") -> Reader:
    reader.open(after)
    if reader.page.url.split("?")[0].endswith("/connexion"):
        reader.write("Adresse e-mail", "nadia@grandir-ensemble.exemple.fr")
        reader.write("Mot de passe", "demonstration").press("Se connecter")
    return reader


# 6 · The file and its documents


def opens_the_file(reader: Reader, family: Family) -> Reader:
    signs_in(reader).reads("Bonjour Nadia", "Dossiers à vérifier").picture("gestion-accueil")
    reader.open("/dossiers").waits_to_read(family.name)
    return reader.follow(family.name).reads(family.name, "Historique")


def sends_the_file_back(reader: Reader, family: Family, unreadable: Child) -> None:
    """One document cannot be read: it is asked for again, with the reason; the others are good."""
    opens_the_file(reader, family)
    reader.press("Enregistrer").reads("Il y a un point à corriger", "Choisissez d’accepter")
    for _document in range(3):
        if "Assurance" in shown_document(reader):
            reader.picture("gestion-dossier")
        if f"Assurance scolaire de {unreadable.given_name}" in shown_document(reader):
            reader.choose("Demander une correction").select("Motif", "Illisible ou coupée")
            reader.write("Message à la famille", "La photo est floue, le nom est illisible.")
        else:
            reader.choose("Accepter")
        reader.press("Enregistrer")

    reader.reads("Une pièce est à corriger : renvoyez le dossier")
    reader.follow("Renvoyer le dossier à la famille").reads("La photo est floue")
    reader.press("Renvoyer et prévenir la famille").reads("Le dossier est renvoyé à la famille")


def reads_the_health_record(reader: Reader, family: Family, child: Child) -> None:
    opens_the_file(reader, family).does_not_read("Dr Anne Weiss")
    reader.follow(f"Lire la fiche sanitaire (lecture enregistrée) de {child.given_name}")
    reader.reads("Cette lecture est enregistrée au nom de Nadia Keller", "Dr Anne Weiss")


def approves_the_file(reader: Reader, family: Family, *, documents: int = 1) -> None:
    """After a look at the documents that were not verified yet."""
    opens_the_file(reader, family)
    for _document in range(documents):
        reader.choose("Accepter").press("Enregistrer")
    reader.reads("Toutes les pièces sont vérifiées")
    reader.press("Valider le dossier").reads("Le dossier est validé")


def shown_document(reader: Reader) -> str:
    return reader.page.locator("#piece-titre").inner_text()


# 10 · Requests


def answers_a_request(reader: Reader, family: Family, reference: str, child: Child) -> None:
    """Line by line: one evening is refused with the reason, the rest is accepted."""
    signs_in(reader, after="/demandes").waits_to_read(family.name).picture("gestion-demandes")
    reader.go(request_rows(reader, family).first.get_by_role("link"))
    reader.reads(f"Demande {reference}", "places libres")
    evening = f"{child.given_name} {family.family_name}, lundi soir"
    reader.select("Réponse", "Refuser : pas assez d’animateurs", within=evening)
    message = "Message à la famille, en cas de refus"
    reader.write(message, "Il manque une animatrice le lundi soir.", within=evening)
    reader.press("Enregistrer les 5 réponses").reads("5 lignes sont décidées", "Décidée")


def accepts_what_is_left(reader: Reader, family: Family, mails: int) -> None:
    """Several requests at once: first what that gives, then the decision."""
    signs_in(reader, after="/demandes").waits_to_read(family.name)
    reader.follow("Tout décocher")
    for row in request_rows(reader, family).all():
        row.get_by_role("checkbox").check()
    reader.press("Voir l’aperçu de la décision").reads("Rien n’est encore envoyé")
    send = "Décider et envoyer un e-mail" if mails == 1 else f"Décider et envoyer {mails} e-mails"
    reader.press(send).reads("Décision enregistrée").does_not_read("Encore à décider")


def request_rows(reader: Reader, family: Family) -> Locator:
    return reader.page.get_by_role("row").filter(has_text=family.name)


# 11 · Invoices


def issues_the_month(reader: Reader, month: date, family: Family) -> None:
    name = format_date(month, "MMMM y", locale="fr").capitalize()
    signs_in(reader, after="/facturation").follow(name).waits_to_read(family.name)
    reader.follow("Émettre les factures").reads("Ce qui va partir")
    reader.press("Émettre").reads("Chaque famille reçoit un e-mail")
    reader.follow(family.name).reads("9 rue des Orfèvres", "À payer")
