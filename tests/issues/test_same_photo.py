"""The same photo under two problems is shown, to be looked at; and how far before and after are apart."""

from django.urls import reverse

from hezhang.core.files.models import Upload
from issues.ledger.facts.photos import away_words
from tests.issues import build

LOOK = {"look_a": 11, "look_b": 22, "look_c": 33, "look_d": 44}
SAID = "看起来是同一张照片，请核实。"


def look_like(issue, **look):
    Upload.objects.filter(pk__in=issue.evidence.values("upload")).update(**(LOOK | look))


def page_of(client, issue):
    return client.get(issue.get_absolute_url()).content.decode()


def test_a_photo_of_another_problem_is_told_by_number(cast, enter):
    first, second = build.reported(cast), build.reported(cast)
    look_like(first)
    look_like(second, look_d=45)
    page = page_of(enter(cast.clerk), second)
    assert SAID in page and f'href="{first.get_absolute_url()}">{first.number}</a>' in page
    look_like(second, look_a=0, look_b=0, look_d=0)  # one band in common, the others far away
    assert SAID not in page_of(enter(cast.clerk), second)


def test_the_very_same_file_is_told_without_a_look(cast, enter):
    first, second = build.reported(cast), build.reported(cast)
    digest = first.evidence.get().upload.sha256
    Upload.objects.filter(pk=second.evidence.get().upload_id).update(sha256=digest)
    assert SAID in page_of(enter(cast.clerk), second)


def test_nothing_is_told_of_problems_out_of_sight(cast, enter):
    """The unit sees what was given to it."""
    first, second = build.reported(cast), build.rectifying(cast)
    look_like(first)
    look_like(second)
    assert SAID in page_of(enter(cast.clerk), second)
    assert SAID not in page_of(enter(cast.handler), second)


def test_before_and_after_say_how_far_they_are_apart(cast, enter):
    issue = build.applied(cast)
    before, after = (issue.evidence.filter(kind=kind).first().upload for kind in ("found", "after"))
    Upload.objects.filter(pk=before.pk).update(lat=28.0, lng=120.0)
    Upload.objects.filter(pk=after.pk).update(lat=28.0, lng=120.0003)
    assert "整改后，距整改前照片约 30 米，在其东面" in page_of(enter(cast.clerk), issue)
    assert away_words(28, 120, 28.00001, 120, "问题位置") == "与问题位置同一位置"
    assert away_words(28, 120, 28.02, 120, "问题位置") == "距问题位置约 2.2 公里，在其北面"


def test_the_form_of_the_photos_after_shows_those_before(cast, enter):
    issue = build.rectifying(cast)
    type(issue).objects.filter(pk=issue.pk).update(lat=28.0, lng=120.0)
    client, url = enter(cast.handler), reverse("issues:spot", args=[issue.pk])
    assert url in client.get(reverse("issues:apply", args=[issue.pk])).content.decode()
    told = client.get(url).content.decode()
    assert 'data-spot="28.000000,120.000000"' in told and "同一角度" in told
