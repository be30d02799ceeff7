from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters

from services.accounts.settings import PASSWORD_PROFILES, Keyring
from shared.eventstore.database import engine_for
from shared.eventstore.vault import Vault


class Counting(PasswordHasher):
    """Counts how often it had to be slow."""

    verified = 0

    def verify(self, *args, **kwargs):
        self.verified += 1
        return super().verify(*args, **kwargs)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(engine_for(f"sqlite:///{tmp_path}/keys.sqlite"), b"k" * 32, tmp_path / "files")


@pytest.fixture
def passwords() -> Counting:
    return Counting(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def keyring(vault, passwords) -> Keyring:
    return Keyring(lookup_key=b"one key", vault=vault, passwords=passwords)


def test_families_are_protected_by_argon2id_with_19_mib_and_two_passes():
    parameters = extract_parameters(PASSWORD_PROFILES["strong"].hash("un bon mot de passe"))

    assert parameters.type.name == "ID"
    assert parameters.memory_cost == 19 * 1024
    assert (parameters.time_cost, parameters.parallelism) == (2, 1)


def test_the_same_password_never_has_the_same_hash(keyring):
    assert keyring.hash("un bon mot de passe") != keyring.hash("un bon mot de passe")


def test_only_the_right_password_matches(keyring):
    kept = keyring.hash("un bon mot de passe")

    assert keyring.matches("un bon mot de passe", kept)
    assert not keyring.matches("un bon mot de passE", kept)
    assert not keyring.matches("un bon mot de passe", "[effacé]")


def test_without_an_account_a_password_is_checked_all_the_same_and_never_matches(
    keyring, passwords
):
    assert not keyring.matches("un bon mot de passe", None)
    assert not keyring.matches("the password of nobody", None)
    assert passwords.verified == 2


def test_an_address_is_found_whatever_its_capitals_and_by_this_key_only(keyring, vault, passwords):
    other = Keyring(lookup_key=b"another key", vault=vault, passwords=passwords)
    found = keyring.lookup("FAMILY", "camille@exemple.fr")

    assert keyring.lookup("FAMILY", "Camille@exemple.fr") == found
    assert keyring.lookup("STAFF", "camille@exemple.fr") != found
    assert other.lookup("FAMILY", "camille@exemple.fr") != found
    assert "camille" not in found


def test_a_hash_with_other_parameters_is_outdated(keyring):
    stronger = PasswordHasher(time_cost=3, memory_cost=8, parallelism=1)

    assert not keyring.outdated(keyring.hash("un bon mot de passe"))
    assert keyring.outdated(stronger.hash("un bon mot de passe"))
