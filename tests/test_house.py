"""The house stands as `CONTRIBUTING.md` draws it: imports run down, names say something, text is escaped."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management.commands.makemigrations import Command
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import CharField
from pghistory.models import Event

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "clinic.frozen": -1,  # the ground: imports nothing of ours, so everybody may stand on it
    "clinic.bars": -1,
    "clinic.csv_files": -1,
    "clinic.days": -1,
    "clinic.kept_pages": -1,
    "clinic.limits": -1,
    "clinic.panels": -1,
    "clinic.refusing": -1,
    "clinic.stories": -1,
    "clinic.tokens": -1,
    "clinic.words": -1,
    "clinic.accounts": 0,
    "clinic.locations": 1,
    "education": 1,
    "patients.links": 2,
    "patients.inquiries": 3,
    "patients.people": 4,
    "patients.area": 5,
    "patients.safety": 5,
    "patients.screening": 6,
    "patients.consent": 6,
    "patients.measures": 6,
    "clinic.scheduling": 7,
    "clinic.feeds": 8,
    "clinic.figures": 8,
    "clinic.monitoring": 8,
    "clinic.notices": 8,
    "clinic.requests": 8,
    "clinic.waitlist": 8,
    "clinic.desk": 9,
    "clinic.my": 9,
    "clinic": 10,  # settings, urls, the staff site and the commands stand on top of all
}
LABELS = {package.split(".")[-1]: package for package in FLOORS if package != "clinic"}


def app_of(module: str) -> str | None:
    """The app a dotted module belongs to, or None for somebody else's module."""
    parts = module.split(".")
    for package in (".".join(parts[:2]), parts[0]):
        if package in FLOORS:
            return package
    return None


def imported_modules(tree: ast.AST, module: str, is_package: bool):
    """Every dotted module a file imports, relative imports made absolute."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *(node.module.split(".") if node.module else [])])
            yield from (f"{name}.{alias.name}" for alias in node.names)


def model_strings(tree: ast.AST):
    """Every string that names something of an app by its label, such as `people.Patient`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            match = re.fullmatch(r"([a-z]+)\.(?!csv$)(\w+)", node.value)  # a file is no model
            if match and match[1] in LABELS:
                yield LABELS[match[1]]


def accessors_from_above():
    """Names by which a row of a lower app reaches rows of a higher one, and the floor they lead to."""
    found = {}
    for model in apps.get_models():
        home = app_of(model.__module__)
        for relation in model._meta.related_objects:
            away = app_of(relation.related_model.__module__)
            if home and away and FLOORS[away] > FLOORS[home] and relation.related_name:
                found[relation.get_accessor_name()] = FLOORS[away]
    return found


def arrows_that_run_up(source: str, module: str, is_package: bool = False, accessors=None):
    """What is wrong in one file, in words; an empty list for a file that looks down only."""
    home, tree, wrong = app_of(module), ast.parse(source), []
    for name in imported_modules(tree, module, is_package):
        away = app_of(name)
        if away and away != home and FLOORS[away] >= FLOORS[home]:
            wrong.append(f"{module} imports {name}")
    for away in model_strings(tree):
        if away != home and FLOORS[away] >= FLOORS[home]:
            wrong.append(f"{module} names a model of {away}")
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (accessors or {}).get(node.attr, -1) > FLOORS[home]:
            wrong.append(f"{module} reaches up by .{node.attr}")
    return wrong


def own_files():
    """Python files of the three wings, migrations left out, each with its dotted module."""
    for wing in ("clinic", "patients", "education"):
        for path in sorted((ROOT / wing).rglob("*.py")):
            relative = path.relative_to(ROOT)
            if "migrations" in relative.parts:
                continue
            is_package = path.name == "__init__.py"
            dotted = relative.parent.parts if is_package else relative.with_suffix("").parts
            yield path, ".".join(dotted), is_package


def test_imports_run_down_only():
    accessors = accessors_from_above()
    wrong = [
        arrow
        for path, module, is_package in own_files()
        for arrow in arrows_that_run_up(path.read_text(), module, is_package, accessors)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("from clinic.scheduling.models import Room", "patients.people.models"),
        ("from clinic import staff", "clinic.desk.views"),
        ("from ..consent import models", "patients.screening.models"),
        ("import education.models", "clinic.locations.models"),
        ("field = ForeignKey('scheduling.Course')", "patients.people.models"),
        ("patient.appointments.all()", "patients.people.registering"),
        ("from clinic import environment", "clinic.frozen"),
    ],
)
def test_an_arrow_that_runs_up_is_found(source, module):
    assert arrows_that_run_up(source, module, accessors={"appointments": 7})


def test_every_app_has_its_floor():
    ours = {config.name for config in apps.get_app_configs() if app_of(config.name)}
    assert ours <= set(FLOORS)


def missing_migrations(models):
    """What `makemigrations` would write, by app: changes of these models that no migration makes."""
    migrated = MigrationLoader(None)
    found = Command.autodetector(migrated.project_state(), models).changes(graph=migrated.graph)
    return {app: [each.describe() for each in changes[0].operations] for app, changes in found.items()}


def test_no_migration_is_missing():
    assert missing_migrations(ProjectState.from_apps(apps)) == {}


def test_a_missing_migration_is_found():
    broken = ProjectState.from_apps(apps)
    broken.models["people", "hold"].fields["colour"] = CharField(max_length=10)
    del broken.models["consent", "consent"].options["triggers"][0]
    assert set(missing_migrations(broken)) == {"people", "consent"}


NEEDS_NO_HISTORY = {
    # They only grow, and say who and when themselves.
    "inquiries.Contact",
    "inquiries.ContactConsentText",
    "inquiries.DeskDigest",
    "inquiries.Message",
    "inquiries.Note",
    "safety.SafetyEntry",
    "safety.SafetyNotice",
    "screening.Answer",
    "screening.Flag",
    "screening.FlagDecision",
    "education.DirectorSignOff",
    "education.EditionStep",
    # They follow from rows that have it, or are gone within days.
    "education.DraftVisit",
    "education.FormerAddress",
    "education.KnownWord",
    "education.PreviewLink",
    "education.Recheck",
    "limits.SubmissionCount",
    # Nothing of ours writes them, or they have no table.
    "accounts.User_user_permissions",
    "figures.Figures",
}


def test_the_database_keeps_the_history_of_every_row_that_needs_one():
    ours = [model for model in apps.get_models(include_auto_created=True) if app_of(model.__module__)]
    events = [model for model in ours if issubclass(model, Event)]
    tracked = {model.pgh_tracked_model._meta.concrete_model for model in events}
    without = set(ours) - set(events) - tracked
    assert {model._meta.label for model in without if not model._meta.proxy} <= NEEDS_NO_HISTORY


def test_no_file_has_a_name_that_says_nothing():
    hollow = {"utils", "util", "helpers", "helper", "common", "core", "services", "managers", "misc"}
    assert [str(path) for path, *_ in own_files() if path.stem in hollow or path.parent.name in hollow] == []


BANNED_IN_PYTHON = re.compile(r"\bmark_safe\b|\bcsrf_exempt\b|\.extra\(|\bSafeString\b|\bformat_html_join\b")
BANNED_IN_TEMPLATES = re.compile(
    r"\|\s*(safe|safeseq|urlize|urlizetrunc|striptags|truncate\w*_html)\b|autoescape off|\sstyle=|\son\w+="
)
MAY_MARK_SAFE = {"education/templatetags/rich_text.py"}


def test_nothing_but_the_rich_text_filter_marks_text_as_safe():
    """R14"""
    python = {
        str(path.relative_to(ROOT)) for path, *_ in own_files() if BANNED_IN_PYTHON.search(path.read_text())
    }
    templates = {
        f"{path.relative_to(ROOT)}: {found[0]}"
        for wing in ("clinic", "patients", "education")
        for path in (ROOT / wing).rglob("templates/**/*")
        if path.suffix == ".html" and (found := BANNED_IN_TEMPLATES.search(path.read_text()))
    }
    assert python <= MAY_MARK_SAFE
    assert templates == set()


def test_raw_sql_stands_only_where_it_is_the_job():
    """R14"""
    may_write_sql = {
        "clinic/privileges.py",
        "clinic/health.py",
        "clinic/management/commands/worker.py",
        "clinic/figures/counting.py",  # sets of moments, medians, and months by each location's own midnight
        "clinic/scheduling/judging.py",
        "clinic/scheduling/openings.py",
        "clinic/scheduling/timetable.py",
        "education/search/searching.py",
        "patients/links/delivering.py",  # how long a mail server may take
        "patients/people/look_alikes.py",
        "patients/people/merging.py",
    }
    raw = re.compile(r"\.raw\(|cursor\.execute\(|RawSQL")
    assert {
        str(path.relative_to(ROOT)) for path, *_ in own_files() if raw.search(path.read_text())
    } <= may_write_sql


def test_psycopg_3_is_not_importable():
    """Django would silently prefer it to psycopg2."""
    assert importlib.util.find_spec("psycopg") is None
