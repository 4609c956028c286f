"""Where editors and reviewers work, under /staff/content/."""

from django.urls import path

from .board import views as board_views
from .checks import hype_views
from .writing import edition_views, preview_views, review_views, writing_views

app_name = "content"
PAGE = "<slug:topic>/<slug:article>/<str:language>/"
EDITION = f"{PAGE}editions/<int:number>/"

urlpatterns = [
    path("", board_views.content, name="list"),
    path("new/", board_views.new, name="new"),
    path("piles/<slug:key>/", board_views.pile, name="pile"),
    # The edition on its way to the public: there is one at most in each language.
    path(f"{PAGE}", writing_views.edit, name="edit"),
    path(f"{PAGE}start/", writing_views.start, name="start"),
    path(f"{PAGE}visit/", writing_views.visit, name="visit"),
    path(f"{PAGE}preview/", edition_views.preview, name="preview"),
    path(f"{PAGE}preview/page/", edition_views.preview_page, name="preview_page"),
    path(f"{PAGE}share/", preview_views.share, name="share"),
    path(f"{PAGE}share/<slug:digest>/end/", preview_views.end, name="end_share"),
    path(f"{PAGE}let-through/", hype_views.let_through, name="let_through"),
    path(f"{PAGE}send/", edition_views.send, name="send"),
    path(f"{PAGE}review/", review_views.review, name="review"),
    path(f"{PAGE}sign-off/", review_views.sign_off, name="sign_off"),
    path(f"{PAGE}take-back/", edition_views.take_back, name="take_back"),
    path(f"{PAGE}publish/", edition_views.publish, name="publish"),
    path(f"{PAGE}plan/", edition_views.plan, name="plan"),
    path(f"{PAGE}unplan/", edition_views.unplan, name="unplan"),
    # The published one.
    path(f"{PAGE}withdraw/", edition_views.withdraw, name="withdraw"),
    # Any.
    path(f"{EDITION}", edition_views.edition, name="edition"),
    path(f"{EDITION}compare/", edition_views.compare, name="compare"),
    path(f"{EDITION}restore/", writing_views.restore, name="restore"),
]
