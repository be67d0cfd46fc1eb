"""What can be done with an office's own templates."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.audit.services import record
from hezhang.core.documents.templates import doctor
from hezhang.core.documents.templates.filling import MOST_BYTES
from hezhang.core.files.services import store_document
from hezhang.core.kernel.refusal import demand
from issues.documents import rules
from issues.documents.choices import PaperKind
from issues.documents.models import PaperTemplate

__all__ = ["add_template", "remove_template"]


def add_template(*, by: Post, kind: str, file: IO[bytes], at: datetime | None = None) -> PaperTemplate:
    """Take the template for this kind of paper, in the place of an earlier one, once the doctor finds nothing wrong.

    Raises NotAllowed, ValidationError (every fault, in words).
    """
    demand(rules.may_keep_templates(by))
    file.seek(0)
    if faults := doctor(file.read(MOST_BYTES + 1), rules.ASKED[PaperKind(kind)]):
        raise ValidationError({"file": faults})
    upload, at = store_document(file, by=by), at or timezone.now()
    with transaction.atomic():
        told = {"upload": upload, "post": by, "added_at": at}
        template, _ = PaperTemplate.objects.update_or_create(region=by.region, kind=kind, defaults=told)
        after = {"kind": kind, "file": upload.name, "sha256": upload.sha256}
        record("paper_template.add_template", template, post=by, after=after, at=at)
    return template


@transaction.atomic
def remove_template(template: PaperTemplate, *, by: Post, at: datetime | None = None) -> None:
    """From here on the paper has the product's own form again."""
    demand(rules.may_keep_templates(by))
    before = {"kind": template.kind, "file": template.upload.name}
    record("paper_template.remove_template", template, post=by, before=before, at=at or timezone.now())
    template.delete()
