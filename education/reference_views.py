"""The reference shelf of the library: questions, words, treatments side by side, and every source."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from .models import Edition, Source, Treatment


@login_not_required
@require_safe
@gzip_page
def questions(request):
    editions = Edition.objects.published().questions().filter(language=get_language())
    return render(request, "education/questions.html", {"editions": editions})


@login_not_required
@require_safe
@gzip_page
def glossary(request):
    editions = Edition.objects.published().terms().filter(language=get_language())
    return render(request, "education/glossary.html", {"editions": editions})


@login_not_required
@require_safe
@gzip_page
def compare(request):
    return render(request, "education/compare.html", {"treatments": Treatment.objects.all()})


@login_not_required
@require_safe
@gzip_page
def sources(request):
    return render(request, "education/sources.html", {"sources": Source.objects.all()})
