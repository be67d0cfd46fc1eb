"""Photos that prove a step."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse

from hezhang.core.files.fields import PhotosForm
from hezhang.core.files.models import Upload
from issues.ledger.services.photos import enough


class EvidenceForm(PhotosForm):
    """The form of a step that shows photos; the rule of the office of the region ``code`` says how many it needs."""

    verb = ""
    code = ""  # of the region
    beside_before = False  # whether the photos are compared with those of before

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.beside_before:
            self.panel_url = reverse("issues:spot", args=[self.obj.pk])
        # Marked, not made required: photos that came ahead count too, and the field itself would not see them.
        self.fields["photos"].is_needed = not enough(self.verb, [], code=self.code)

    def clean_photos(self) -> list[Upload]:
        photos = super().clean_photos()
        verdict = enough(self.verb, photos, code=self.code)
        if not verdict:
            raise ValidationError(verdict.reason)
        return photos
