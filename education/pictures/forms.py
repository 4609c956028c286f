"""What an editor fills in about a picture."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Picture


class DescriptionForm(forms.ModelForm):
    class Meta:
        model = Picture
        fields = ["alternative_text", "credit"]
        widgets = {"alternative_text": forms.Textarea(attrs={"rows": 2, "maxlength": 300})}


class UploadForm(DescriptionForm):
    """A file, and what it shows. Whether it is a picture is judged by whoever draws it anew."""

    upload = forms.FileField(
        label=_("Picture file"),
        help_text=_(
            "JPEG, PNG, WebP or GIF, up to 10 MB. It is made smaller by itself, and what the camera wrote "
            "into it is left out."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    field_order = ["upload", "alternative_text", "credit"]
