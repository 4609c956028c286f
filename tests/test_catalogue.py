"""The words of the interface in other languages: complete where the public reads, and fitting their places."""

import ast
import gettext
import re

import pytest
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.translation import trim_whitespace

from clinic.translations import PUBLIC, ROOT, catalogs, compile_into, public_files

CATALOGS = catalogs()
SPANISH = CATALOGS["es"]
GATHER = "Run `manage.py makemessages -l es` and translate what is new; docs/editing.md says how."

# Sentences about medicine: a clinic's own people translate and review them.
LEFT_IN_ENGLISH = re.compile(r"\bketamine\b")


def words_of_template(path):
    """Every text a template has translated: the singular, where there are two."""
    nodes = engines["django"].engine.from_string(path.read_text()).nodelist
    for node in nodes.get_nodes_by_type(TranslateNode):
        if isinstance(node.filter_expression.var, str):
            yield node.filter_expression.var
        else:
            yield node.filter_expression.var.literal
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        text, _variables = node.render_token_list(node.singular)
        yield (trim_whitespace(text) if node.trimmed else text).replace("%%", "%")


def words_of_python(path):
    """Every text a module has translated."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
            "_",
            "gettext",
            "gettext_lazy",
            "ngettext",
        }:
            yield ast.literal_eval(node.args[0])


def words_of(path):
    return words_of_python(path) if path.suffix == ".py" else words_of_template(path)


@pytest.mark.parametrize("path", public_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_all_that_the_public_reads_is_in_the_catalog(path):
    known = {entry.msgid for entry in SPANISH}
    assert [words for words in words_of(path) if words not in known] == [], GATHER


@pytest.mark.parametrize(
    "path",
    [path for path in public_files() if path.suffix != ".py"],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_pages_forms_and_mails_are_translated_but_for_medicine(path):
    translated = {entry.msgid for entry in SPANISH.translated_entries()}
    missing = [words for words in words_of(path) if words not in translated]
    assert [words for words in missing if not LEFT_IN_ENGLISH.search(words)] == [], GATHER


def test_nothing_medical_is_translated_here():
    assert [
        entry.msgid for entry in SPANISH.translated_entries() if LEFT_IN_ENGLISH.search(entry.msgid)
    ] == []


def test_every_place_to_look_for_words_is_there():
    assert [pattern for pattern in PUBLIC if not list(ROOT.glob(pattern))] == []


def fittings(text):
    """What the code fills in and what the browser reads: placeholders and tags."""
    return sorted(re.findall(r"%\(\w+\)[sd]|\{\w+\}|<[^>]+>", text))


@pytest.mark.parametrize("language", CATALOGS)
def test_a_translation_has_the_placeholders_and_tags_of_its_original(language):
    wrong = [
        entry.msgid
        for entry in CATALOGS[language].translated_entries()
        for text in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
        if fittings(text) != fittings(entry.msgid)
    ]
    assert wrong == []
    assert CATALOGS[language].fuzzy_entries() == []


def test_the_catalogs_compile_without_gnu_gettext(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    compile_into(tmp_path)
    for language in CATALOGS:
        compiled = gettext.translation("django", tmp_path, [language])
        assert compiled.gettext("Skip to the main content") != "Skip to the main content"
    spanish = gettext.translation("django", tmp_path, ["es"])
    assert spanish.gettext("position") == "position"  # only staff read it
    assert spanish.ngettext("%(minutes)s minute to read", "%(minutes)s minutes to read", 2).endswith(
        "lectura"
    )
