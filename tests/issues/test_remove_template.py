"""停用模板: the paper has the standard form again."""

import pytest
from django.urls import reverse

from hezhang.core.kernel.refusal import NotAllowed
from issues.documents import services
from issues.documents.models import PaperTemplate
from tests.issues import build
from tests.issues.papers import said
from tests.issues.test_add_template import SOUND, _media, file  # noqa: F401 - a folder for the files


def test_remove_template(cast, enter):
    issue = build.dispatched(cast)
    template = services.add_template(by=cast.head, kind="dispatch", file=file(*SOUND))
    url = reverse("issues:remove_template", args=[template.pk])
    assert enter(cast.neighbour_clerk).post(url).status_code == 403
    answer = enter(cast.head).get(reverse("issues:template_file", args=[template.pk]))
    assert b"".join(answer.streaming_content).startswith(b"PK")
    with pytest.raises(NotAllowed):
        services.remove_template(template, by=cast.clerk)
    assert enter(cast.head).post(url).status_code == 302
    assert not PaperTemplate.objects.exists()
    assert "河湖问题交办单" in said(
        enter(cast.clerk).get(reverse("issues:dispatch_paper", args=[issue.pk]) + "?form=docx")
    )
