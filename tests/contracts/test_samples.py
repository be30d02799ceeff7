"""Every message ever published still reads; every current one is written as its sample says."""

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest

import shared.contracts  # noqa: F401  # declares every contract
from deploy.catalogue import json_schema
from shared.contracts.published import CONTRACTS, dump_data, load_data

FOLDER = Path(__file__).parent / "samples"
SAMPLES = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_still_reads(path: Path) -> None:
    sample = json.loads(path.read_text())
    version = int(sample["dataschema"].rsplit(":", 1)[1])

    event = load_data(sample["type"], version, sample["data"])

    if version == event.VERSION:
        assert dump_data(event) == sample["data"]


@pytest.mark.parametrize("type_", sorted(CONTRACTS))
def test_every_version_of_every_contract_has_a_sample(type_: str) -> None:
    names = {path.stem for path in SAMPLES}

    for version in range(1, CONTRACTS[type_].VERSION + 1):
        assert f"{type_}.v{version}" in names


@pytest.mark.parametrize("type_", sorted(CONTRACTS))
def test_every_sample_fits_its_json_schema(type_: str) -> None:
    contract = CONTRACTS[type_]
    sample = json.loads((FOLDER / f"{type_}.v{contract.VERSION}.json").read_text())
    schema = json_schema(contract)

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(sample["data"], schema)
    del sample["data"][next(iter(sample["data"]))]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(sample["data"], schema)


def test_a_published_sample_was_never_edited() -> None:
    """Each is as it was when it first came: history may add samples, and may lose none."""
    first: dict[str, str] = {}
    for line in _git("log", "--reverse", "--diff-filter=A", "--format=:%h", "--name-only").split():
        if line.startswith(":"):
            commit = line[1:]
        else:
            first.setdefault(Path(line).name, f"{commit}:{line}")
    published = _git("rev-parse", *first.values()).split()
    there = [str(path) for name in first if (path := FOLDER / name).exists()]

    assert len(there) == len(first), set(first) - {Path(path).name for path in there}
    assert dict(zip(first, _git("hash-object", "--", *there).split(), strict=True)) == dict(
        zip(first, published, strict=True)
    )


def _git(command: str, *words: str) -> str:
    where = ["--", str(FOLDER)] if command == "log" else []
    done = subprocess.run(
        ["git", command, *words, *where], capture_output=True, text=True, cwd=FOLDER, check=True
    )
    return done.stdout
