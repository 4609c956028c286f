"""What anybody may read."""

from django.urls import include, path

from clinic.kept_pages import read_by_anybody

from .library import reference_views, views
from .library.machines import Changes
from .models import Article
from .search import views as search_views

library = [
    path("", views.library, name="library"),
    path("questions/", reference_views.questions, name="questions"),
    path("questions/<slug:topic>/", reference_views.answers, name="answers"),
    path(
        "questions/<slug:topic>/<slug:article>/changes/",
        views.changes,
        {"kinds": [Article.Kind.QUESTION]},
        name="answer_changes",
    ),
    path("glossary/", reference_views.glossary, name="glossary"),
    path(
        "glossary/<slug:article>/changes/",
        views.changes,
        {"kinds": [Article.Kind.TERM]},
        name="word_changes",
    ),
    path("compare/", reference_views.compare, name="compare"),
    path("sources/", reference_views.sources, name="sources"),
    path("search/", search_views.search, name="search"),
    path("<slug:topic>/", views.topic, name="topic"),
    path("<slug:topic>/<slug:article>/", views.article, name="article"),
    path("<slug:topic>/<slug:article>/changes/", views.changes, name="changes"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("feed/", read_by_anybody(Changes()), name="feed"),
    path("learn/", include((library, "education"))),
]
