"""What editors fill in on the board: what to list, and what to begin."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ..models import Article, Edition, Topic

NOT_BEGUN, OVERDUE, DUE = "not_begun", "overdue", "due"


class ContentFilter(forms.Form):
    """What the list of all content is narrowed to; anything unknown narrows nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Article.Kind.choices])
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            *[each for each in Edition.State.choices if each[0] in (*Edition.OPEN_STATES, "published")],
            (DUE, _("Review due within 60 days")),
            (OVERDUE, _("Past its review")),
            (NOT_BEGUN, _("Not begun")),
        ],
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("All")), *Edition.Language.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", _("All")), *Topic.objects.values_list("slug", "title")]

    def asked_for(self):
        """The filters that make sense, by the names `board.content` knows; the others are empty."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name, "") for name in self.fields}
        asked["words"] = asked.pop("q")
        return asked


class BeginForm(forms.Form):
    """A page, a question or a word of the glossary that nobody has written yet."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Article.Kind)
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("Name the subject plainly. A question as people ask it, a word as they read it."),
    )
    topic = forms.ModelChoiceField(
        label=_("Topic"),
        queryset=Topic.objects.all(),
        to_field_name="slug",
        empty_label=_("None"),
        required=False,
        help_text=_("The shelf it stands on. A word of the glossary has none."),
    )
    slug = forms.SlugField(
        label=_("Address name"),
        max_length=50,
        required=False,
        help_text=_("Small letters and hyphens, as in side-effects. Empty: made from the title."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Edition.Language)

    def clean(self):
        """A word of the glossary stands on no shelf; an address name left out is made from the title."""
        typed = super().clean()
        if typed.get("kind") == Article.Kind.TERM:
            typed["topic"] = None
        if not typed.get("slug") and "slug" not in self.errors:
            typed["slug"] = slugify(typed.get("title", ""))[:50].strip("-")
        return typed
