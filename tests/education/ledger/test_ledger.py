"""The ledger: verifying, doubting, checking and retracting, each with who did it and how they know."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse

from education.ledger import ledger
from education.models import Claim, ComparedFact, Source, Treatment
from education.writing import drafting
from tests.clinic.scheduling.pages import text_of

TODAY = "2027-03-01T12:00:00Z"


@pytest.fixture
def stranger(django_user_model):
    return django_user_model.objects.create_user("desk@stillwater.example", name="Fern")


def refusal_of(act, *row, **words):
    with pytest.raises(ValidationError) as refused:
        act(*row, **words)
    return " ".join(refused.value.messages)


@time_machine.travel(TODAY, tick=False)
def test_a_source_then_its_claim_is_verified_by_somebody(make_claim, editor, reviewer):
    claim = make_claim("gk", is_verified=False, source_verified=False, next_check=date(2026, 12, 1))
    told = refusal_of(ledger.verify, claim, by=reviewer, note="Read.")
    assert "Verify a source first" in told
    source = ledger.verify(claim.sources.get(), by=editor, note="Read in full.")
    assert (source.is_verified, source.verification_note) == (True, "Read in full.")
    assert source.accessed_on == date(2027, 3, 1)
    claim = ledger.verify(claim, by=reviewer, note="Table 2 says so.")
    assert (claim.is_verified, claim.checked_by, claim.checked_on) == (True, reviewer, date(2027, 3, 1))
    assert claim.next_check == date(2028, 2, 29)
    assert Claim.objects.citable().filter(key="gk").exists()


def test_a_source_that_no_longer_stands_cannot_be_verified(make_claim, editor):
    source = make_claim("c1", source_verified=False, standing=Source.Standing.RETRACTED).sources.get()
    assert "no longer stands" in refusal_of(ledger.verify, source, by=editor, note="Read.")


def test_a_doubted_claim_carries_no_page(make_claim, reviewer):
    claim = ledger.doubt(make_claim("c1"), by=reviewer, note="The number is another.")
    assert not Claim.objects.citable().exists()
    assert claim.note == "The number is another."
    assert "not verified as it is" in refusal_of(ledger.doubt, claim, by=reviewer, note="Again.")


@time_machine.travel(TODAY, tick=False)
def test_a_check_names_who_checked_and_when_the_next_is(make_claim, editor):
    claim = make_claim("c1")
    told = refusal_of(ledger.record_check, claim, by=editor, next_check=date(2027, 3, 1))
    assert "next check must come after" in told
    claim = ledger.record_check(claim, by=editor, next_check=date(2027, 9, 1))
    assert (claim.checked_on, claim.checked_by) == (date(2027, 3, 1), editor)
    assert not Claim.objects.due(date(2027, 8, 31)).exists()
    assert Claim.objects.due(date(2027, 9, 1)).exists()


def test_a_claim_nobody_verified_is_not_merely_checked(make_claim, editor):
    claim = make_claim("gk", is_verified=False)
    assert "Verify it first" in refusal_of(ledger.record_check, claim, by=editor, next_check=date(2099, 1, 1))


@time_machine.travel(TODAY, tick=False)
def test_a_retracted_claim_carries_nothing_until_it_is_verified_anew(make_claim, editor, reviewer):
    claim = ledger.retract_claim(make_claim("c1"), by=reviewer, reason="The trial was withdrawn.")
    assert (claim.retracted_on, claim.retraction_reason) == (date(2027, 3, 1), "The trial was withdrawn.")
    assert not Claim.objects.citable().exists()
    assert not Claim.objects.due(date(2099, 1, 1)).exists()
    assert "retracted already" in refusal_of(ledger.retract_claim, claim, by=editor, reason="Again.")
    assert "retracted" in refusal_of(ledger.verify, claim, by=editor, note="Read.")
    claim = ledger.reinstate_claim(claim, by=editor, reason="It was another trial.")
    assert (claim.retracted_on, claim.is_verified) == (None, False)
    ledger.verify(claim, by=editor, note="Read again.")
    assert Claim.objects.citable().exists()


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (ledger.doubt, {"note": " "}),
        (ledger.retract_claim, {"reason": " "}),
    ],
)
def test_every_act_says_how_one_knows(make_claim, editor, act, words):
    assert "Say in a few words" in refusal_of(act, make_claim("c1"), by=editor, **words)
    assert Claim.objects.get().is_verified and not Claim.objects.get().retracted_on


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (ledger.verify, {"note": "Read."}),
        (ledger.doubt, {"note": "Hm."}),
        (ledger.retract_claim, {"reason": "Wrong."}),
        (ledger.record_check, {"next_check": date(2099, 1, 1)}),
    ],
)
def test_whoever_writes_and_reviews_nothing_answers_for_no_claim(make_claim, stranger, act, words):
    assert "Fern may not" in refusal_of(act, make_claim("c1"), by=stranger, **words)


def test_a_standing_changes_once_and_is_one_we_know(make_claim, editor):
    source = make_claim("c1").sources.get()
    told = refusal_of(ledger.change_standing, source, standing="current", by=editor, note="So.")
    assert "its standing already" in told
    assert refusal_of(ledger.change_standing, source, standing="lost", by=editor, note="So.")
    source = ledger.change_standing(source, standing="superseded", by=editor, note="A newer label.")
    assert source.standing == "superseded"


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("doi", "https://doi.org/10.1000/x", "10.1000/x"),
        ("doi", "10.1/x", "10.1056/NEJMoa2302399"),
        ("pmid", "PMID 12", "37224232"),
        ("url", "www.fda.gov", "https://www.fda.gov/media/1/download"),
        ("url", "javascript:alert(1)", "http://example.org/label.pdf"),
        ("url", "ftp://example.org/label.pdf", "https://example.org/label.pdf"),
    ],
)
def test_a_source_is_found_again_by_a_number_or_address_that_is_one(make_claim, field, wrong, right):
    source = make_claim("c1").sources.get()
    setattr(source, field, wrong)
    with pytest.raises(ValidationError) as refused:
        source.full_clean()
    assert list(refused.value.message_dict) == [field]
    setattr(source, field, right)
    source.full_clean()


# -- The pages ---------------------------------------------------------------------------------------


@pytest.fixture
def read(client):
    def open_page(user, name, *arguments, **query):
        client.force_login(user)
        response = client.get(reverse(name, args=arguments, query=query))
        return text_of(response) if response.status_code == 200 else response.status_code

    return open_page


@pytest.fixture
def ask(client):
    def send(user, name, key, **typed):
        client.force_login(user)
        sent = {f"{typed['act']}-{name}": value for name, value in typed.items() if name != "act"}
        return client.post(reverse(name, args=[key]), {"act": typed["act"], **sent}, follow=True)

    return send


def test_the_claims_are_narrowed_by_what_one_looks_for(make_claim, editor, reviewer, read):
    make_claim("sound", verdict="supported")
    make_claim("unsure", is_verified=False, verdict="weak")
    make_claim("ours", is_clinic_choice=True)
    ledger.retract_claim(make_claim("gone"), by=editor, reason="Wrong.")
    with time_machine.travel("2027-10-01T12:00:00Z", tick=False):
        late = make_claim("late", checked_on=date(2027, 1, 1), next_check=date(2027, 11, 1))
        make_claim("fresh", checked_on=date(2027, 10, 1), next_check=date(2028, 10, 1))
        assert late.key in read(editor, "ledger:claims", show="due")
        assert "fresh" not in read(editor, "ledger:claims", show="due")
    for show, shown in {"unverified": "unsure", "choice": "ours", "retracted": "gone"}.items():
        page = read(reviewer, "ledger:claims", show=show)
        assert f"{shown}." in page
        others = {"sound", "unsure", "ours", "gone"} - {shown}
        assert not [each for each in others if f"known of {each}." in page]
    assert "known of sound." in read(editor, "ledger:claims", verdict="supported")
    assert "known of ours." not in read(editor, "ledger:claims", verdict="supported")
    assert "known of sound." in read(editor, "ledger:claims", q="SOUND")
    assert "Nothing here matches" in read(editor, "ledger:claims", q="zebra")
    assert "known of sound." in read(editor, "ledger:claims", show="nonsense", verdict="' OR 1=1")


def test_a_claims_page_says_what_it_rests_on_and_where_it_stands(published, editor, read):
    page = read(editor, "ledger:claim", "c1")
    for words in ("What is known of c1.", "Partly supported", "SOURCE-OF-C1", "Low mood", "Added"):
        assert words in page
    assert read(editor, "ledger:claim", "nothing") == 404


def test_a_claims_page_names_drafts_and_the_comparison_that_cite_it(
    published, article, editor, make_claim, read
):
    make_claim("c11")
    drafting.start(article=article, author=editor, title="Low mood, again")
    ComparedFact.objects.create(
        treatment=Treatment.objects.get(), aspect="known", claim=Claim.objects.get(key="c1")
    )
    page = read(editor, "ledger:claim", "c1")
    assert "Low mood, again" in page and "Draft" in page and "The comparison of treatments" in page
    assert "Low mood" not in read(editor, "ledger:claim", "c11")


def test_a_person_verifies_checks_and_retracts_on_the_page(published, reviewer, ask, make_claim):
    make_claim("gk", is_verified=False)
    page = ask(reviewer, "ledger:claim", "gk", act="verify", note="Read table 2.")
    assert "Read the source first" in text_of(page)
    assert not Claim.objects.get(key="gk").is_verified
    page = ask(reviewer, "ledger:claim", "gk", act="verify", note="Read table 2.", seen="on")
    assert "Rhea" in text_of(page) and "Read table 2." in text_of(page)
    assert Claim.objects.get(key="gk").is_verified
    page = ask(reviewer, "ledger:claim", "c1", act="retract", reason="Withdrawn.")
    assert "Retracted" in text_of(page)
    assert Claim.objects.get(key="c1").retracted_on
    assert "A claim it cites was retracted" in text_of(page)
    closing = {"act": "recheck", "page": "conditions/low-mood/en", "reason": "claim_retracted"}
    page = ask(reviewer, "ledger:claim", "c1", **closing, note="New draft begun.")
    assert "Nobody needs to look at a page again because of it." in text_of(page)


def test_a_source_is_retracted_on_its_page_and_its_claims_stand_there(published, editor, ask):
    page = ask(editor, "ledger:source", "source-of-c1", act="standing", standing="retracted", note="By Cell.")
    said = text_of(page)
    assert "Retracted" in said and "By Cell." in said and "What is known of c1." in said
    assert Source.objects.get(code="source-of-c1").standing == "retracted"


def test_who_reads_the_ledger_alone_changes_nothing(published, ask, stranger, make_claim, client):
    assert ask(stranger, "ledger:claim", "c1", act="retract", reason="No.").status_code == 403
    stranger.user_permissions.set(Permission.objects.filter(codename__in=["view_claim", "view_source"]))
    assert ask(stranger, "ledger:claim", "c1", act="retract", reason="No.").status_code == 403
    client.force_login(stranger)
    page = client.get(reverse("ledger:claim", args=["c1"]))
    assert page.status_code == 200 and "<button" not in page.content.decode().split("<main")[1]
    assert not Claim.objects.get(key="c1").retracted_on


@pytest.mark.parametrize("act", ["", "fly", "__class__"])
def test_an_act_there_is_none_of_is_refused(make_claim, editor, ask, act):
    make_claim("c1")
    assert ask(editor, "ledger:claim", "c1", act=act).status_code == 400


def test_editors_change_the_words_in_the_model_page_but_not_who_verified(make_claim, editor, client):
    claim = make_claim("c1", is_verified=False)
    client.force_login(editor)
    address = reverse("admin:education_claim_change", args=[claim.pk])
    form = client.get(address).content.decode()
    for name in ("is_verified", "retracted_on", "retraction_reason", "checked_on", "next_check"):
        assert f'name="{name}"' not in form
    source = reverse("admin:education_source_change", args=[claim.sources.get().pk])
    for name in ("is_verified", "standing", "verification_note"):
        assert f'name="{name}"' not in client.get(source).content.decode()
    refused = client.post(source, {"code": "e1", "kind": "trial", "title": "T", "doi": "doi 7"})
    assert "A DOI begins with" in text_of(refused)


def test_a_new_claim_names_who_added_it_and_waits_to_be_verified(make_claim, editor, client):
    source = make_claim("c1").sources.get()
    client.force_login(editor)
    typed = {
        "key": "new",
        "statement": "Something is known.",
        "verdict": "partly",
        "strength": "low",
        "status": "off_label",
        "checked_on": "2026-11-22",
        "next_check": "2027-11-22",
        "is_verified": "on",
        "citations-TOTAL_FORMS": "1",
        "citations-INITIAL_FORMS": "0",
        "citations-0-source": source.pk,
        "citations-0-place": "p. 12",
        "citations-0-position": "0",
    }
    assert client.post(reverse("admin:education_claim_add"), typed).status_code == 302
    claim = Claim.objects.get(key="new")
    assert (claim.checked_by, claim.is_verified) == (editor, False)
    assert claim.citations.get().place == "p. 12"


def test_the_lists_ask_the_same_queries_for_any_number_of_rows(
    make_claim, editor, client, django_assert_max_num_queries
):
    client.force_login(editor)
    for name in ("ledger:claims", "ledger:sources"):
        counted = []
        for _round in range(2):
            for each in range(4):
                make_claim(f"{name[7:]}-{len(counted)}-{each}")
            with django_assert_max_num_queries(12) as asked:
                client.get(reverse(name))
            counted.append(len(asked))
        assert counted[0] == counted[1]


def test_what_an_act_changes_readers_see_at_once(
    kept_pages, published, article, reviewer, client, django_capture_on_commit_callbacks
):
    address = article.get_absolute_url()
    assert "Retracted" not in text_of(client.get(address))
    with django_capture_on_commit_callbacks(execute=True):
        source = Source.objects.get(code="source-of-c1")
        ledger.change_standing(source, standing="retracted", by=reviewer, note="By the journal.")
    assert "Retracted" in text_of(client.get(address))


def test_a_model_page_that_refuses_a_form_says_so(article, editor, client):
    client.force_login(editor)
    page = client.post(reverse("admin:education_article_change", args=[article.pk]), {"kind": "condition"})
    assert page.status_code == 200 and "Choose a topic" in text_of(page)
