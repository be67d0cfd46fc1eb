"""What the panel of like problems asks of a form that is being filled in: whatever makes no sense yet is left aside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from hezhang.core.accounts.models import Post
from rivers.registry.models import Reach, River


class NearForm(forms.Form):
    river = forms.ModelChoiceField(River.objects.none(), required=False)
    reach = forms.ModelChoiceField(Reach.objects.none(), required=False)
    place = forms.CharField(required=False, max_length=120)
    text = forms.CharField(required=False, max_length=500)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    lng = forms.FloatField(required=False, min_value=-180, max_value=180)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["river"].queryset = River.objects.visible_to(post).standing(today)
        self.fields["reach"].queryset = Reach.objects.visible_to(post).standing(today).select_related("river")

    def told(self) -> dict[str, Any]:
        """What could be read; the river of the reach where only the reach is asked for."""
        self.is_valid()
        found = dict(self.cleaned_data)
        if found.get("reach") and not found.get("river"):
            found["river"] = found["reach"].river
        return found
