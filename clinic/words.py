"""What somebody writes in several lines."""

from django import forms


class Words(forms.CharField):
    """Several lines. A browser sends each line's end as two characters; people count one."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")
