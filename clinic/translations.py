"""Compiles what translators write (`clinic/locale`) into what gettext reads (`build/locale`).

`python -m clinic.translations` needs no settings and no GNU gettext; bin/demo, bin/test and the image run it.
"""

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = ROOT / "clinic" / "locale"
COMPILED = ROOT / "build" / "locale"

# What is translated: what the public reads. The staff site is in English.
PUBLIC = (
    "clinic/templates/*.html",
    "clinic/templates/bootstrap5/**/*.html",
    "clinic/templates/locations/*",
    "clinic/templates/mail/*",
    "clinic/templates/pieces/*",
    "clinic/locations/models.py",
    "clinic/locations/views.py",
    "clinic/locations/visiting.py",
    "clinic/my/consent_forms.py",
    "clinic/my/forms.py",
    "clinic/my/steps.py",
    "clinic/my/templates/my/**/*.html",
    "clinic/scheduling/calendar_files.py",
    "clinic/my/visit_forms.py",
    "clinic/my/visits.py",
    "clinic/scheduling/preparation_words.py",
    "clinic/scheduling/templates/scheduling/_sheet.html",
    "clinic/notices/apps.py",
    "clinic/notices/templates/notices/mail/*",
    "clinic/notices/words.py",
    "clinic/waitlist/mails.py",
    "clinic/waitlist/templates/waitlist/_own_offers.html",
    "clinic/waitlist/templates/waitlist/mail/*",
    "education/apps.py",
    "education/templates/education/_checked.html",
    "education/templates/education/_corrections.html",
    "education/templates/education/_evidence_list.html",
    "education/templates/education/_list.html",
    "education/templates/education/_other_languages.html",
    "education/templates/education/_passage.html",
    "education/templates/education/_reading.html",
    "education/templates/education/_reference_shelf.html",
    "education/templates/education/_search_box.html",
    "education/templates/education/_search_result.html",
    "education/templates/education/_short_evidence.html",
    "education/templates/education/_words_on_this_page.html",
    "education/templates/education/answers.html",
    "education/templates/education/article.html",
    "education/templates/education/changes.html",
    "education/templates/education/compare.html",
    "education/templates/education/glossary.html",
    "education/templates/education/home.html",
    "education/templates/education/library.html",
    "education/templates/education/not_in_this_language.html",
    "education/templates/education/questions.html",
    "education/templates/education/search.html",
    "education/templates/education/sources.html",
    "education/templates/education/topic.html",
    "education/templates/education/withdrawn.html",
    "education/library/reference_views.py",
    "education/library/comparing.py",
    "education/ledger/evidence.py",
    "education/library/machines.py",
    "education/models/articles.py",
    "education/models/claims.py",
    "education/models/comparing.py",
    "education/models/treatments.py",
    "education/search/views.py",
    "education/search/searching.py",
    "education/library/views.py",
    "patients/area/agreeing.py",
    "patients/area/linking.py",
    "patients/area/models.py",
    "patients/area/templates/area/mail/*",
    "patients/area/writing.py",
    "patients/consent/drawings.py",
    "patients/consent/models/consents.py",
    "patients/consent/printing.py",
    "patients/consent/signing.py",
    "patients/consent/templates/consent/_copy.html",
    "patients/consent/templates/consent/_difference.html",
    "patients/consent/templates/consent/_drawing.html",
    "patients/inquiries/apps.py",
    "patients/inquiries/forms.py",
    "patients/inquiries/following.py",
    "patients/inquiries/limits.py",
    "patients/inquiries/mails.py",
    "patients/inquiries/models/inquiries.py",
    "patients/inquiries/receiving.py",
    "patients/inquiries/templates/inquiries/call_first.html",
    "patients/inquiries/templates/inquiries/inquire.html",
    "patients/inquiries/templates/inquiries/mail/*",
    "patients/inquiries/templates/inquiries/new_link.html",
    "patients/inquiries/templates/inquiries/sent.html",
    "patients/inquiries/templates/inquiries/status.html",
    "patients/inquiries/templates/inquiries/take_back.html",
    "patients/links/templates/links/gone.html",
    "patients/links/templates/links/new_link.html",
    "patients/people/correcting.py",
    "patients/people/models/patients.py",
    "patients/screening/apps.py",
    "patients/safety/reach_form.py",
    "patients/safety/templates/safety/_answered_at_once.html",
    "patients/safety/templates/safety/_reach_form.html",
    "patients/safety/templates/safety/_what_we_do.html",
    "patients/safety/templates/safety/_whom_to_call.html",
    "patients/safety/templates/safety/answered.html",
    "patients/screening/choices.py",
    "patients/screening/letter_words.py",
    "patients/screening/question_forms.py",
    "patients/screening/question_steps.py",
    "patients/screening/suitability.py",
    "patients/screening/suitability_forms.py",
    "patients/screening/templates/screening/_question.html",
    "patients/screening/templates/screening/safety_first.html",
    "patients/screening/templates/screening/suitability.html",
    "patients/screening/templates/screening/suitability_answer.html",
)


def public_files():
    """The files whose words are translated."""
    found = {path for pattern in PUBLIC for path in ROOT.glob(pattern)}
    return sorted(path for path in found if path.is_file())


def catalogs():
    """The catalog of each language, as written."""
    return {path.parts[-3]: polib.pofile(path) for path in sorted(WRITTEN.glob("*/LC_MESSAGES/django.po"))}


def compile_into(folder):
    """Compile every catalog; what a translator has left empty or unsure stays in English."""
    for language, catalog in catalogs().items():
        path = folder / language / "LC_MESSAGES" / "django.mo"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog.save_as_mofile(path)


if __name__ == "__main__":
    compile_into(COMPILED)
