"""Where a patient's private link leads."""

from django.urls import path

from clinic.scheduling.calendar_files import FILE_NAME

from . import consent_views, letter_views, offer_views, question_views, views, visit_views

A_DOCUMENT = "<str:token>/agreements/<reference:document>/"
A_CONSENT = "<str:token>/agreements/<reference:consent>"
A_VISIT = "<str:token>/visits/<reference:visit>/"

app_name = "my"
urlpatterns = [
    path("new-link/", views.new_link, name="new_link"),
    path("<str:token>/", views.page, name="page"),
    path("<str:token>/contact/", views.contact, name="contact"),
    path("<str:token>/close/", views.close, name="close"),
    path("<str:token>/letters/", letter_views.letters, name="letters"),
    path("<str:token>/visits/", visit_views.listed, name="visits"),
    path(A_VISIT, visit_views.visit, name="visit"),
    path(f"{A_VISIT}{FILE_NAME}", visit_views.calendar_file, name="visit_file"),
    path(f"{A_VISIT}change/", visit_views.change, name="change"),
    path(f"{A_VISIT}answer/", visit_views.answer, name="answer"),
    path("<str:token>/offers/<reference:reference>/", offer_views.offer, name="offer"),
    path("<str:token>/questions/", question_views.overview, name="questions"),
    path("<str:token>/questions/review/", question_views.review, name="review"),
    path("<str:token>/questions/sent/", question_views.sent, name="sent"),
    path("<str:token>/questions/reach/", question_views.reach, name="reach"),
    path("<str:token>/questions/<int:number>/", question_views.step, name="step"),
    path("<str:token>/agreements/", consent_views.agreements, name="agreements"),
    path(A_DOCUMENT, consent_views.document, name="document"),
    path(f"{A_DOCUMENT}sign/", consent_views.signing, name="sign"),
    path(f"{A_CONSENT}/copy/", consent_views.copy, name="copy"),
    path(f"{A_CONSENT}/copy.pdf", consent_views.copy_pdf, name="copy_pdf"),
    path(f"{A_CONSENT}/withdraw/", consent_views.withdrawal, name="withdraw"),
]
