"""The library as files: out, in again the same, and never over anybody's work."""

import io
import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from PIL import Image

from education import starter
from education.exchange.exporting import export
from education.exchange.importing import load
from education.exchange.layout import laid_out
from education.history import history_of
from education.models import (
    Article,
    Claim,
    ClaimSource,
    ComparedFact,
    Edition,
    LintOverride,
    Picture,
    Recheck,
    Source,
    Synonym,
    Treatment,
)
from education.pictures.adding_pictures import add_picture
from education.writing import drafting, publishing

PAGE = "articles/en/conditions/low-mood.html"


def files_of(folder):
    """Every file of a folder by its place in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def folder(tmp_path, published):
    """What `published` looks like as files; the folder may be changed."""
    export(tmp_path / "library")
    return tmp_path / "library"


def rewrite(folder, file, old, new):
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def change_row(folder, file, **fields):
    """Change the first row of a JSON file."""
    rows = json.loads((folder / file).read_text())
    rows[0] |= fields
    (folder / file).write_text(json.dumps(rows, indent=2))


def refusal_of(folder, **options):
    """The sentences of a refused import, which has left nothing behind."""
    before = Article.objects.count(), Edition.objects.count(), Claim.objects.count(), Source.objects.count()
    with pytest.raises(ValidationError) as refused:
        load(folder, **options)
    assert before == (
        Article.objects.count(), Edition.objects.count(), Claim.objects.count(), Source.objects.count()
    )  # fmt: skip
    return refused.value.messages


# -- Out and in ---------------------------------------------------------------------------------------


@pytest.mark.drill
def test_the_starter_library_with_a_page_in_spanish_goes_out_and_comes_in_byte_by_byte(editor, tmp_path):
    with transaction.atomic():
        starter.load()
        export(tmp_path / "starter", drafts=True)
        depression = Article.objects.get(slug="depression")
        drafting.start(
            article=depression,
            author=Edition.objects.first().author,
            language="es",
            title="Depresión",
            summary="Qué hallaron los estudios.",
            body="<p>Uno.</p><ul><li><p>Dos,</p><ul><li><p>dos y medio.</p></li></ul></li></ul>",
            change_note="Primera edición.",
        )
        counts = export(tmp_path / "first", drafts=True)
        transaction.set_rollback(True)
    ours = {file: text for file, text in files_of(starter.HERE).items() if file.endswith((".json", ".html"))}
    assert files_of(tmp_path / "starter") == ours, "Write the starter library as export_content does."
    assert counts["articles"] == len(starter.pages()) + 1 and counts["claims"] > 100
    report = load(tmp_path / "first", checked_by=editor)
    assert +report.added == +counts and not report.unverified
    export(tmp_path / "second", drafts=True)
    assert files_of(tmp_path / "first") == files_of(tmp_path / "second")
    assert "articles/es/conditions/depression.html" in files_of(tmp_path / "second")


def test_what_is_published_goes_out_and_a_draft_only_when_asked_for(published, editor, tmp_path):
    draft = drafting.start(article=published.article, author=editor, title="A new title")
    export(tmp_path)
    assert "title: Low mood\n" in (tmp_path / PAGE).read_text()
    export(tmp_path, drafts=True)
    assert "title: A new title\n" in (tmp_path / PAGE).read_text()
    Edition.objects.filter(pk=draft.pk).delete()
    publishing.withdraw(edition=published, by=editor, comment="Not true any more.")
    export(tmp_path)
    assert not (tmp_path / PAGE).exists()


def test_no_name_of_anybody_who_works_here_goes_out(folder, editor, reviewer):
    for text in files_of(folder).values():
        assert editor.name.encode() not in text and reviewer.email.encode() not in text


def test_words_let_through_comparison_and_synonyms_go_with_the_library(published, editor, tmp_path):
    treatment, claim = Treatment.objects.get(), Claim.objects.get(key="c1")
    with transaction.atomic():
        ComparedFact.objects.create(treatment=treatment, aspect="known", claim=claim)
        Synonym.objects.create(term="trd", means=["treatment-resistant depression"])
        override = {"language": "en", "reason": "It answers the word.", "by": editor, "at": timezone.now()}
        LintOverride.objects.create(
            article=published.article, phrase="miracle", sentence="A miracle?", **override
        )
        unpublished = Article.objects.create(topic=published.article.topic, slug="unfinished", kind="safety")
        LintOverride.objects.create(article=unpublished, phrase="cure", sentence="A cure?", **override)
        export(tmp_path / "first")
        transaction.set_rollback(True)
    report = load(tmp_path / "first", author=editor)
    assert report.added == {"compared_facts": 1, "synonyms": 1, "lint_overrides": 1}
    let_through = LintOverride.objects.get()
    assert (let_through.article, let_through.by) == (published.article, editor)
    assert (let_through.phrase, let_through.sentence) == ("miracle", "A miracle?")
    export(tmp_path / "second")
    assert files_of(tmp_path / "first") == files_of(tmp_path / "second")


@pytest.mark.parametrize(
    "html",
    [
        "<p>One.</p><p>Two.</p>",
        "<h2>A</h2>\n\n<p>One\n  and one.</p><h2>B</h2><p>C<br>D</p>",
        "<ul><li><p>One</p></li><li><p>Two</p><p>and a half</p><ol><li>Three</li></ol></li></ul>",
        "<blockquote><p>Said <strong>by</strong> <em>her</em>.</p></blockquote>",
        '<p><a href="claim:c1">Cited</a>, <a href="https://x.example/?a=1&amp;b=%22">linked</a>.</p>',
        "bare words <p>and a paragraph</p> and more",
        "<p></p>",
        "<p>1 &lt; 2 &amp; 3\u00a0mg</p>",
    ],
)
def test_a_text_is_laid_out_one_paragraph_a_line_and_stays_so(html):
    once = laid_out(html)
    assert laid_out(once) == once
    assert all(line.count("<p>") + line.count("<h2>") <= 1 for line in once.splitlines())
    for word in ("One", "Two", "half", "Three", "Said", "Cited", "bare", "more", "mg"):
        assert once.count(word) == html.count(word)


@pytest.fixture
def pictured(published, editor, reviewer, second_editor, settings, tmp_path):
    """The published page with a picture in it, and one picture more that no page shows."""
    settings.MEDIA_ROOT = tmp_path / "media"
    drawing = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(drawing, "PNG")
    picture, _other = (
        add_picture(
            file=ContentFile(drawing.getvalue(), "room.png"), alternative_text=what, credit="Fern", by=editor
        )
        for what in ("A room.", "A door.")
    )
    body = f'{published.body}<p><img src="{picture.address}" alt="A room." width="64" height="48"></p>'
    drafting.start(article=published.article, author=editor, body=body)
    return picture


def test_the_pictures_of_its_pages_go_with_the_library(pictured, editor, settings, tmp_path):
    export(tmp_path / "first", drafts=True)
    files = files_of(tmp_path / "first")
    assert [file for file in files if file.startswith("pictures/")] == [f"pictures/{pictured.reference}.webp"]
    Picture.objects.all().delete()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    assert load(tmp_path / "first", author=editor, dry_run=True).added == {"pictures": 1}
    assert not list((tmp_path / "elsewhere").rglob("*.webp")) and not Picture.objects.exists()
    load(tmp_path / "first", author=editor)
    here = Picture.objects.get()
    assert (here.reference, here.alternative_text, here.credit, here.width) == (
        pictured.reference, "A room.", "Fern", 64
    )  # fmt: skip
    export(tmp_path / "second", drafts=True)
    again = files_of(tmp_path / "second")
    drawing = f"pictures/{pictured.reference}.webp"
    assert again | {drawing: b""} == files | {drawing: b""}  # it is drawn anew like any upload


def test_what_is_no_picture_or_stands_elsewhere_is_refused(pictured, tmp_path):
    folder = tmp_path / "library"
    export(folder, drafts=True)
    Picture.objects.all().delete()
    drawing = folder / f"pictures/{pictured.reference}.webp"
    drawing.write_bytes(b"<script>")
    assert "This is no picture that can be read." in refusal_of(folder)[0]
    drawing.unlink()
    drawing.symlink_to(folder / "claims.json")
    assert "This is a link to elsewhere." in refusal_of(folder)[0]
    drawing.unlink()
    assert "This file cannot be read: No such file or directory." in refusal_of(folder)[0]
    change_row(folder, "pictures.json", reference="../../secret")
    assert "is a picture’s reference, as its address has it." in refusal_of(folder)[0]


# -- Over nobody's work -------------------------------------------------------------------------------


def test_taking_in_what_is_here_changes_nothing(folder):
    report = load(folder)
    assert not report.added and not (report.kept + report.taken_over + report.redrafted + report.held)


def test_a_page_whose_words_differ_gets_a_new_draft(folder, published, editor):
    rewrite(folder, PAGE, "Talking helps many.", "Talking and walking help many.")
    assert load(folder, author=editor).redrafted == [PAGE]
    draft = Edition.objects.open().get()
    assert (draft.number, draft.author, draft.title) == (2, editor, "Low mood")
    assert "walking" in draft.alternatives
    published.refresh_from_db()
    assert "walking" not in published.alternatives and published.state == Edition.State.PUBLISHED


def test_an_open_draft_is_left_alone(folder, published, editor, second_editor):
    mine = drafting.start(article=published.article, author=editor, title="Mine")
    rewrite(folder, PAGE, "Talking helps many.", "Talking and walking help many.")
    assert load(folder, author=second_editor).held == [PAGE]
    mine.refresh_from_db()
    assert mine.title == "Mine" and Edition.objects.open().get() == mine


def test_a_claim_that_differs_is_named_and_taken_over_only_when_asked_for(folder, published):
    change_row(folder, "claims.json", statement="Something else is known.", verdict="weak")
    report = load(folder)
    assert report.kept == ["claims.json: c1"] and not Recheck.objects.exists()
    assert Claim.objects.get(key="c1").statement == "What is known of c1."
    report = load(folder, take_over=True)
    assert report.taken_over == ["claims.json: c1"]
    assert Claim.objects.get(key="c1").verdict == Claim.Verdict.WEAK
    assert {recheck.edition for recheck in Recheck.objects.open()} == {published}


def test_a_source_that_was_retracted_elsewhere_opens_rechecks_here(folder, published):
    change_row(folder, "sources.json", standing="retracted")
    load(folder, take_over=True)
    assert Recheck.objects.open().get().reason == Recheck.Reason.SOURCE_CHANGED


def test_taking_over_the_sources_of_a_claim_leaves_those_that_are_the_same(folder, published):
    stays = ClaimSource.objects.get(claim__key="c1")
    change_row(folder, "claims.json", sources={"source-of-c1": "", "source-of-c2": "p. 3"})
    load(folder, take_over=True)
    assert list(ClaimSource.objects.filter(claim__key="c1").values_list("source__code", "place")) == [
        ("source-of-c1", ""), ("source-of-c2", "p. 3")
    ]  # fmt: skip
    change_row(folder, "claims.json", sources={"source-of-c2": "p. 3"})
    load(folder, take_over=True)
    assert ClaimSource.objects.get(claim__key="c1").source.code == "source-of-c2"
    assert not ClaimSource.objects.filter(pk=stays.pk).exists()


def test_where_a_page_stands_is_taken_over_only_when_asked_for(folder, article):
    Treatment.objects.create(key="spray", name="A spray", status="approved", status_line="Approved.")
    rewrite(folder, PAGE, "treatments: drip", "treatments: drip, spray")
    assert load(folder).kept == [PAGE] and article.treatments.count() == 1
    assert load(folder, take_over=True).taken_over == [PAGE] and article.treatments.count() == 2


def test_a_trial_run_says_what_would_happen_and_does_nothing(folder, published):
    rewrite(folder, PAGE, "Talking helps many.", "Talking and walking help many.")
    change_row(folder, "claims.json", verdict="weak")
    out = io.StringIO()
    call_command("import_content", folder, "--dry-run", "--update-claims", stdout=out)
    assert "nothing has changed" in out.getvalue()
    assert PAGE in out.getvalue() and "claims.json: c1" in out.getvalue()
    assert not Edition.objects.open().exists() and Claim.objects.get(key="c1").verdict == Claim.Verdict.PARTLY


def test_the_commands_say_what_they_did(published, tmp_path):
    out = io.StringIO()
    call_command("export_content", tmp_path, stdout=out)
    assert "1 articles, 2 sources, 2 claims" in out.getvalue()
    call_command("import_content", tmp_path, stdout=out)
    assert "Nothing here is new." in out.getvalue()
    with pytest.raises(CommandError, match="Nobody here signs in as"):
        call_command("import_content", tmp_path, "--author", "nobody@nowhere.example")
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("import_content", tmp_path / "nowhere")


# -- Who answers for what came in ---------------------------------------------------------------------


@pytest.fixture
def from_elsewhere(folder):
    """A library of which this clinic has the first page, but neither this claim nor its source."""
    for file, fields in (
        ("sources.json", {"code": "theirs"}),
        ("claims.json", {"key": "theirs", "sources": {"theirs": "p. 3"}}),
    ):
        rows = json.loads((folder / file).read_text())
        (folder / file).write_text(json.dumps([*rows, rows[0] | fields], indent=2))
    return folder


def test_what_was_verified_elsewhere_comes_in_as_not_verified(from_elsewhere):
    out = io.StringIO()
    call_command("import_content", from_elsewhere, stdout=out)
    assert not Claim.objects.get(key="theirs").is_verified
    assert not Source.objects.get(code="theirs").is_verified
    assert "Nobody here has verified these yet" in out.getvalue()
    assert "sources.json: theirs" in out.getvalue() and "claims.json: theirs" in out.getvalue()
    assert Claim.objects.get(key="c1").is_verified, "this clinic has verified it itself"
    assert not load(from_elsewhere).kept, "nothing differs but that"


def test_somebody_here_may_answer_for_what_was_verified_elsewhere(from_elsewhere, reviewer):
    call_command("import_content", from_elsewhere, "--checked-by", reviewer.email)
    claim = Claim.objects.get(key="theirs")
    assert (claim.is_verified, claim.checked_by, claim.checked_on) == (True, reviewer, date(2026, 11, 22))
    assert claim.sources.standing().exists()
    [verified, *_earlier] = history_of(Claim, pgh_obj_id=claim.pk, fields=["is_verified"])
    assert (verified.what, verified.who) == ("Verified", reviewer)


def test_whoever_answers_for_no_claim_here_answers_for_none_from_elsewhere(from_elsewhere, front_desk):
    with pytest.raises(CommandError, match="may not answer for claims"):
        call_command("import_content", from_elsewhere, "--checked-by", front_desk.email)


def test_words_taken_over_lose_the_check_of_those_before_unless_somebody_answers(folder, reviewer):
    change_row(folder, "claims.json", statement="Something else is known.")
    assert load(folder, take_over=True).unverified == ["claims.json: c1"]
    assert not Claim.objects.get(key="c1").is_verified
    change_row(folder, "claims.json", statement="Something else again is known.")
    assert not load(folder, take_over=True, checked_by=reviewer).unverified
    assert Claim.objects.get(key="c1").is_verified


# -- What is refused, and how -------------------------------------------------------------------------


def test_a_text_comes_in_as_clean_as_an_editors(folder):
    rewrite(
        folder,
        PAGE,
        "<p>Talking helps many.</p>",
        '<p onclick="x()">Talking<script>x()</script> <a href="javascript:x()">helps</a> all.</p><iframe></iframe>',
    )
    load(folder)
    assert Edition.objects.open().get().alternatives == "<p>Talking helps all.</p>"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("claims.json", '"key": "c1",', '"key": "c1"', "claims.json, line 4: This is not JSON"),
        ("claims.json", '"note": "",', '"colour": "red",', "claims.json, line 17: “colour” is nothing such a row"),
        ("claims.json", '"verdict": "partly"', '"verdict": "true"', "claims.json, line 6: “verdict”"),
        ("claims.json", '"is_verified": true', '"is_verified": "yes"', "“is_verified” is true or false."),
        ("claims.json", '"checked_on": "2026-11-22"', '"checked_on": "2026-02-30"', "“checked_on” is a day"),
        ("claims.json", '"source-of-c1": ""', '"source-of-c9": ""', "There is no source “source-of-c9”."),
        ("claims.json", '"note": ""', '"note": "\\ud800"', "“note” is a text in quotation marks."),
        ("claims.json", '"note": ""', '"note": NaN', "“NaN” is no value"),
        ("claims.json", '"note": ""', '"key": "c7"', "“key” stands twice in one row"),
        ("claims.json", '"key": "c1"', '"key": "../c1"', "claims.json, line 3: “key”"),
        ("sources.json", '"year": null', '"year": "2026"', "“year” is a whole number."),
        ("sources.json", '"doi": "10.1000/example"', '"doi": "example"', "A DOI begins with “10.”"),
        ("topics.json", "[", '{"topics": [', "topics.json, line"),
        (PAGE, "kind: condition", "kind: promise", f"{PAGE}, line 3: “promise” is no kind of page."),
        (PAGE, "kind: condition", "kind: question", "By its own lines this page stands at “questions/en/"),
        (PAGE, "slug: low-mood", "slug: ../../../low-mood", f"{PAGE}, line 2: By its own lines"),
        (PAGE, "topic: conditions", "topic: nowhere", "By its own lines this page stands at"),
        (PAGE, "treatments: drip", "treatments: dream", f"{PAGE}, line 4: There is no treatment “dream”."),
        (PAGE, "title: Low mood", "titel: Low mood", f"{PAGE}, line 5: “titel” is nothing a page has."),
        (PAGE, "title: Low mood", "title: Low\ntitle: mood", f"{PAGE}, line 6: “title” stands here a second"),
        (PAGE, "title: Low mood", f"title: {'m' * 121}", f"{PAGE}, line 5: “title”: Ensure this value has at most"),
        (PAGE, "title: Low mood\n", "", "“title”: This field cannot be blank."),
        (PAGE, "---\n", "", f"{PAGE}, line 7: A line here is a name, a colon and a value"),
        (PAGE, "<!-- risks -->", "<!-- dangers -->", "“dangers” is nothing a page has."),
        (PAGE, "<!-- body -->", "", "A text begins under a comment with its name"),
        (PAGE, "Low mood", "Low\0mood", "line 5: This line holds a NUL character."),
    ],
)  # fmt: skip
def test_what_is_not_of_the_format_is_refused_with_its_place(folder, file, old, new, said):
    if file == PAGE:
        Article.objects.update(slug="moved")  # so that the page is new here
    rewrite(folder, file, old, new)
    assert said in " ".join(refusal_of(folder, take_over=True))


def test_every_sentence_about_what_is_wrong_is_said_at_once(folder):
    for name, text in (("a", "nothing"), ("b", "slug: b\n")):
        (folder / f"articles/en/conditions/{name}.html").write_text(text)
    assert len(refusal_of(folder)) == 2


def test_nothing_is_half_done(folder):
    """A good row before a bad one does not come in."""
    rows = json.loads((folder / "sources.json").read_text())
    rows = [rows[0] | {"code": "new"}, rows[0] | {"code": "newer", "kind": "rumor"}]
    (folder / "sources.json").write_text(json.dumps(rows))
    assert "sources.json, line 1" in refusal_of(folder)[0]
    assert not Source.objects.filter(code="new").exists()


def test_links_to_elsewhere_and_strange_files_are_refused(folder, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("[]")
    link = folder / "articles/en/conditions/secret.html"
    link.symlink_to(secret)
    assert "This is a link to elsewhere." in refusal_of(folder)[0]
    link.unlink()
    (folder / "articles/fr").symlink_to(folder / "articles/en")
    assert "This is a link to elsewhere." in refusal_of(folder)[0]
    (folder / "articles/fr").unlink()
    (folder / "articles/en/notes.txt").write_text("x")
    assert "Only pages stand here" in refusal_of(folder)[0]
    (folder / "articles/en/notes.txt").unlink()
    (folder / "sources.json").unlink()
    (folder / "sources.json").symlink_to(secret)
    assert "This is a link to elsewhere." in refusal_of(folder)[0]


def test_what_is_no_library_and_no_text_is_refused(folder, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "There is nothing of a library" in refusal_of(tmp_path / "empty")[0]
    (folder / PAGE).write_bytes(b"\xff\xfe")
    assert "This is not text in UTF-8." in refusal_of(folder)[0]


def test_a_page_in_no_language_of_ours_is_refused(folder):
    (folder / "articles/fr/conditions").mkdir(parents=True)
    (folder / PAGE).rename(folder / PAGE.replace("/en/", "/fr/"))
    assert "“fr” is no language of this portal." in refusal_of(folder)[0]


def test_days_and_numbers_come_in_as_they_went_out(folder, published):
    with transaction.atomic():
        Source.objects.filter(code="source-of-c1").update(year=2020, accessed_on=date(2020, 1, 2))
        export(folder)
        transaction.set_rollback(True)
    load(folder, take_over=True)
    source = Source.objects.get(code="source-of-c1")
    assert (source.year, source.accessed_on) == (2020, date(2020, 1, 2))
