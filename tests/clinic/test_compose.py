"""docker-compose.yml is the whole production-like start; no engine runs here, so it is read instead."""

import re
import stat
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from tests.clinic.test_settings import GOOD, ROOT, known_variables, load

COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
OURS = ("migrate", "web", "worker")


def test_the_five_services_start_in_order():
    assert set(SERVICES) == {"db", "migrate", "web", "worker", "proxy"}
    assert SERVICES["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    for name in ("web", "worker"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["proxy"]["depends_on"] == {"web": {"condition": "service_healthy"}}


@pytest.mark.parametrize("name", ["db", "web", "worker", "proxy"])
def test_every_lasting_service_has_a_health_check_and_comes_back(name):
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", [*OURS, "proxy"])
def test_our_containers_cannot_write_to_themselves_or_gain_rights(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_no_secret_stands_in_the_file():
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if re.search("PASSWORD|KEY|URL", variable):
                assert re.search(r"\$\{[A-Z_]+:(\?|-\})", str(value)), f"{name}: {variable}"


def test_the_schema_s_owner_is_known_to_migrate_alone():
    holders = {name for name in OURS if "DATABASE_OWNER_URL" in SERVICES[name]["environment"]}
    assert holders == {"migrate"}


def test_the_commands_exist():
    words = re.findall(r"(?m)^  (\w+)\) exec", (ROOT / "deploy/entrypoint").read_text())
    for name in OURS:
        (word,) = SERVICES[name]["command"]
        assert word in words
    for command in re.findall(r"manage\.py (\w+)", (ROOT / "deploy/entrypoint").read_text()):
        assert command in get_commands()
    for check in (SERVICES["web"], SERVICES["worker"]):
        program, word = check["healthcheck"]["test"][1:]
        assert program == "/app/deploy/entrypoint"
        assert word in words or word in get_commands()


def test_settings_know_every_variable_and_need_no_other():
    for name in OURS:
        given = SERVICES[name]["environment"]
        assert set(given) <= known_variables()
        answer = load(**{**GOOD, **{variable: plausible(value) for variable, value in given.items()}})
        assert answer.returncode == 0, answer.stderr


def plausible(value):
    """The value as compose fills it in: a default where the file has one, else something good."""
    value = re.sub(r"\$\{[A-Z_]+:-([^}]*)\}", r"\1", str(value))
    return re.sub(r"\$\{([A-Z_]+):\?[^}]*\}", lambda match: GOOD.get(match[1], "secret"), value)


def test_the_database_keeps_its_rows_where_version_18_looks_for_them():
    assert SERVICES["db"]["image"] == "postgres:18"
    assert "database:/var/lib/postgresql" in SERVICES["db"]["volumes"]
    for option in ("--data-checksums", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"):
        assert option in SERVICES["db"]["environment"]["POSTGRES_INITDB_ARGS"]


def test_volumes_are_named_and_files_that_are_mounted_exist():
    named = set(yaml.safe_load(COMPOSE)["volumes"])
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = re.sub(r"\$\{[A-Z_]+:-([^}]*)\}", r"\1", volume).split(":")[0]
            assert source in named or source == "./deploy/tls" or (ROOT / source).exists(), volume


@pytest.mark.parametrize("script", ["deploy/entrypoint", "deploy/proxy/start", "deploy/database/roles.sh"])
def test_what_containers_execute_is_executable(script):
    assert (ROOT / script).stat().st_mode & stat.S_IXUSR


def test_the_image_copies_what_it_needs_and_does_not_run_as_root():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert re.search(r"(?m)^USER portal$", dockerfile)
    assert "--require-hashes" in dockerfile
    allowed = re.findall(r"(?m)^!(\S+)$", (ROOT / ".dockerignore").read_text())
    assert all((ROOT / Path(path)).exists() for path in allowed)
    assert {"clinic", "education", "patients", "deploy", "manage.py", "requirements.txt"} <= set(allowed)
    assert not {"requirements-demo.txt", "requirements-dev.txt", "tests"} & set(allowed)
