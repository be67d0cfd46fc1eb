"""启用模板: the doctor's faults at the field, nothing stored with one, and papers in the office's own form."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hezhang.core.audit.models import Entry
from hezhang.core.files.models import Upload
from hezhang.core.kernel.refusal import NotAllowed
from issues.documents import facts, rules, services
from issues.documents.choices import PaperKind
from issues.documents.facts.filled import values_of
from issues.documents.models import PaperTemplate
from tests.documents.test_templates import word
from tests.escalation.notices import sent
from tests.issues import build
from tests.issues.papers import said

SOUND = ("澄江区自定交办单", "{{ 主送 }}：{{ 问题编号 }}", "{{ 办理要求 }}，{{ 整改时限 }}", "{{ 问题描述 }}")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def file(*paragraphs: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("交办单.docx", word(*paragraphs))


def test_add_template(cast, enter):
    issue, client = build.dispatched(cast), enter(cast.head)
    answer = client.post(reverse("issues:add_template"), {"kind": "dispatch", "file": file(*SOUND)})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    text = said(enter(cast.handler).get(reverse("issues:dispatch_paper", args=[issue.pk]) + "?form=docx"))
    for words in ("澄江区自定交办单", f"澄江区水利局：{issue.number}", "清运垃圾，恢复岸坡", "岸边堆放垃圾约三方"):
        assert words in text, words
    assert Entry.objects.filter(action="paper_template.add_template").count() == 1
    page = client.get(reverse("issues:templates")).content.decode()
    assert "交办单.docx" in page and "{{ 问题编号 }}" in page


def test_another_takes_its_place_and_the_first_is_kept_by_none(cast):
    for words in ("甲", "乙"):
        services.add_template(by=cast.head, kind="dispatch", file=file(*SOUND, words))
    assert PaperTemplate.objects.count() == 1


def test_every_fault_is_said_at_the_field_and_nothing_is_stored(cast, enter):
    answer = enter(cast.head).post(
        reverse("issues:add_template"), {"kind": "dispatch", "file": file("{{ 问题编码 }}", "{{ 主送 }}{{ 办理要求 }}")}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“{{ 问题编码 }}”不认识。是不是“{{ 问题编号 }}”？" in page and "缺少占位符“{{ 整改时限 }}”" in page
    assert not PaperTemplate.objects.exists() and not Upload.objects.filter(kind="document").exists()


def test_who_may(cast, enter):
    for member in ("clerk", "handler", "leader"):
        assert enter(cast[member]).get(reverse("issues:templates")).status_code == 403
        with pytest.raises(NotAllowed):
            services.add_template(by=cast[member], kind="dispatch", file=file(*SOUND))
    with pytest.raises(ValidationError):
        services.add_template(by=cast.head, kind="dispatch", file=SimpleUploadedFile("x.docx", b"%PDF-1.7"))


def test_every_kind_knows_the_names_of_its_paper(cast):
    closed, notice = build.closed(cast), sent(cast)
    papers = {PaperKind.DISPATCH: facts.dispatch_paper(closed), PaperKind.CLOSING: facts.closing_paper(closed)}
    papers[PaperKind.SUPERVISE] = facts.notice_paper(notice)
    for kind, paper in papers.items():
        assert set(values_of(paper)) == set(rules.ASKED[kind].names), kind


def test_a_lost_template_says_what_to_do(cast, enter, settings, tmp_path):
    issue = build.dispatched(cast)
    services.add_template(by=cast.head, kind="dispatch", file=file(*SOUND))
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    answer = enter(cast.handler).get(reverse("issues:dispatch_paper", args=[issue.pk]) + "?form=docx")
    assert answer.status_code == 409 and "更换或停用" in answer.content.decode()
