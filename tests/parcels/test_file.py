"""The file of a phone: shown row by row, taken in once, as that person's; whatever is not sound stores nothing."""

import base64
import hashlib
import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.files.models import Upload
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.parcels.choices import Decision, ParcelState
from hezhang.core.parcels.filed import MOST_PARCELS, read_book
from hezhang.core.parcels.models import Held, Parcel
from hezhang.core.parcels.services import reopen_held
from issues.ledger.choices import State
from issues.ledger.models import Issue
from patrols.norms.models import CheckItem
from patrols.walks.models import Finding, FindingPhoto, Patrol
from tests.issues.acts import make, picture, url

FILE, BRING_IN = reverse("parcels:file"), reverse("parcels:bring_in")


def photo(red=90, slot="f0-kept", **more):
    data = picture(red=red).read()
    told = {"number": str(uuid4()), "name": "现场.jpg", "sha256": hashlib.sha256(data).hexdigest(), "slot": slot}
    return told | {"jpeg": base64.b64encode(data).decode()} | more


def walk(cast, **more):
    end = timezone.localtime() - timedelta(hours=5)
    number = str(uuid4())
    fields = {
        "client_id": [number], "reach": [str(cast.village_reach.pk)], "note": ["涨水后查看"], "findings": ["1"],
        "started_at": [f"{end - timedelta(minutes=20):%Y-%m-%dT%H:%M:%S}"], "ended_at": [f"{end:%Y-%m-%dT%H:%M:%S}"],
        "f0-item": [str(CheckItem.objects.get(name="生活垃圾").pk)], "f0-state": ["settled"], "f0-text": ["塑料袋"],
        "f0-photo_count": ["1"],
    }  # fmt: skip
    plain = {"id": number, "kind": "walk", "url": reverse("patrols:submit_patrol"), "fields": fields, "title": "巡河"}
    return plain | {"at": int(end.timestamp()), "photos": [photo()]} | more


def book(cast, *parcels, who="village_chief", **more):
    post = cast[who]
    plain = {"format": "hezhang-parcels", "version": 1, "user": post.user_id, "name": post.user.name, "made_at": 0}
    return plain | {"parcels": list(parcels)} | more


@pytest.fixture
def put_in(cast, enter):
    """The page after the file; with ``confirm`` also the page after the confirmation."""

    def _put(told, who="clerk", confirm=True):
        client = enter(cast[who])
        data = told if isinstance(told, bytes) else json.dumps(told).encode()
        answer = client.post(FILE, {"file": SimpleUploadedFile("河长制未上传.json", data)})
        token = answer.context["token"] if confirm and answer.status_code == 200 else ""
        return client.post(BRING_IN, {"token": token}) if token else answer

    return _put


def test_looking_stores_nothing(cast, put_in):
    page = put_in(book(cast, walk(cast)), confirm=False).content.decode()
    assert "待导入" in page and cast.village_reach.name in page
    assert (
        not Patrol.objects.exists() and not Held.objects.exists() and not Upload.objects.filter(kind="photo").exists()
    )


def test_a_walk_is_that_persons_marked_and_journalled(cast, put_in, send_walk):
    told = walk(cast)
    assert "已导入" in put_in(book(cast, told)).content.decode()
    patrol = Patrol.objects.get()
    assert (str(patrol.client_id), patrol.user) == (told["id"], cast.village_chief.user)
    assert patrol.is_backfilled and patrol.entered_by == cast.clerk
    assert FindingPhoto.objects.get().upload.sha256 == told["photos"][0]["sha256"]
    assert Entry.objects.filter(action="parcel.bring_in", post=cast.clerk).count() == 1
    assert "已经收到" in put_in(book(cast, told)).content.decode() and Patrol.objects.count() == 1


def report(cast, **more):
    number = str(uuid4())
    fields = {
        "client_id": [number],
        "reach": [str(cast.village_reach.pk)],
        "text": ["桥下排口有黄水"],
        "place": ["老桥左岸"],
    }
    plain = {"id": number, "kind": "report", "url": reverse("issues:report"), "fields": fields, "title": "上报问题"}
    return plain | {"at": int(timezone.now().timestamp()), "photos": [photo(slot="kept")]} | more


def test_a_report_is_kept_for_the_office_and_holds_no_walk_back(cast, put_in, enter):
    told = report(cast)
    put_in(book(cast, told, walk(cast)))
    held = Held.objects.get(parcel__kind="report")
    assert held.photos.count() == 1 and "桥下排口有黄水" in held.words and "老桥左岸" in held.words
    assert Patrol.objects.count() == 1 and not Issue.objects.exists()
    assert "桥下排口有黄水" in enter(cast.clerk).get(held.get_absolute_url()).text
    fields = {name: values[0] for name, values in told["fields"].items()} | {"photos": picture(red=7)}
    enter(cast.village_chief).post(reverse("issues:report"), fields)  # the phone itself, later
    assert str(Issue.objects.get().client_id) == told["id"]
    assert "已经收到" in put_in(book(cast, told), confirm=False).content.decode()


def test_a_report_of_who_may_not_report_is_refused(cast, put_in):
    assert (
        "由河长、巡河员或河长办办理" in put_in(book(cast, report(cast), who="handler"), confirm=False).content.decode()
    )


def parts(cast, *numbers):
    """One walk with three photos, in three files as a phone makes them when one would be too large."""
    whole = walk(cast)
    fields = {name: values for name, values in whole["fields"].items() if not name.endswith("-photo_count")}
    return {n: whole | {"fields": fields, "photos": [photo(red=90 + n)], "part": [n, 3]} for n in numbers}


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 2, 1, 3, 1)])
def test_parts_of_one_walk_come_in_any_order_and_double_nothing(cast, put_in, enter, order):
    each = parts(cast, 1, 2, 3)
    for number in order:
        page = put_in(book(cast, each[number]), confirm=False).content.decode()
        assert f"照片第 {number} 部分，共 3 部分" in page
        assert "已导入" in put_in(book(cast, each[number])).content.decode()
    assert Patrol.objects.count() == Finding.objects.count() == 1
    sums = {each[n]["photos"][0]["sha256"] for n in (1, 2, 3)}
    assert sorted(FindingPhoto.objects.values_list("upload__sha256", flat=True)) == sorted(sums)
    fields = {name: values[0] for name, values in each[1]["fields"].items()}
    kept = ",".join(str(pk) for pk in FindingPhoto.objects.values_list("upload_id", flat=True))
    answer = enter(cast.village_chief).post(
        reverse("patrols:submit_patrol"), fields | {"f0-kept": kept, "f0-photo_count": "3", "parcel_at": each[1]["at"]},
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert answer.status_code == 200  # the phone itself, later, with all of it
    assert (Patrol.objects.count(), FindingPhoto.objects.count()) == (1, 3)


@pytest.mark.parametrize("part", [[0, 3], [4, 3], [1, 999], [1], "1/3", [True, 2], [1.0, 2], {}])
def test_what_is_no_part_is_refused(cast, part):
    with pytest.raises(Refusal, match="第 1 条"):
        read_book(json.dumps(book(cast, walk(cast, part=part))).encode())


def test_a_phone_cuts_its_files_below_what_the_office_may_put_in(settings):
    script = (settings.BASE_DIR / "static" / "js" / "parcels" / "file.js").read_text("utf8")
    most, many = (int(re.search(rf"const {name} = (\d+);", script)[1]) for name in ("MOST", "MANY"))
    assert 0.8 * settings.SHEET_MAX_BYTES < most < settings.SHEET_MAX_BYTES and many == MOST_PARCELS


def test_the_phone_that_sends_it_later_doubles_nothing(cast, put_in, enter):
    told = walk(cast)
    put_in(book(cast, told))
    upload = FindingPhoto.objects.get().upload_id
    fields = {name: values[0] for name, values in told["fields"].items()} | {"f0-kept": upload, "parcel_at": told["at"]}
    answer = enter(cast.village_chief).post(
        reverse("patrols:submit_patrol"), fields, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 200 and Patrol.objects.count() == FindingPhoto.objects.count() == 1


def test_a_walk_is_taken_back_and_the_phone_may_still_send_it(cast, put_in, send_walk):
    told = walk(cast)
    put_in(book(cast, told))
    held = reopen_held(Held.objects.get(), by=cast.clerk)
    assert not Patrol.objects.exists() and held.decision == Decision.WAITING
    assert send_walk(client_id=told["id"]).status_code == 200
    held.refresh_from_db()
    assert held.decision == Decision.DONE and Parcel.objects.get().state == ParcelState.RECEIVED


def test_a_step_is_kept_and_never_carried_out_by_another_hand(cast, put_in, enter):
    issue, number = make(cast, "apply"), str(uuid4())
    step = {
        "id": number,
        "kind": "step",
        "url": url("apply", issue),
        "fields": {"measures": ["已清运完毕"]},
        "at": None,
    }
    assert "已导入" in put_in(book(cast, step | {"photos": [photo(slot="kept")]}, who="handler")).content.decode()
    issue.refresh_from_db()
    held = Held.objects.get()
    assert issue.state == State.RECTIFYING and held.is_from_file and held.photos.count() == 1
    assert "已清运完毕" in enter(cast.clerk).get(issue.get_absolute_url()).content.decode()
    # The phone itself is heard all the same.
    data = {"measures": "已清运完毕", "kept": held.photos.get().upload_id, "parcel": number}
    assert enter(cast.handler).post(url("apply", issue), data).status_code == 200
    issue.refresh_from_db()
    held.refresh_from_db()
    assert issue.state == State.APPLIED and held.decision == Decision.DONE


def test_a_step_of_what_the_person_had_nothing_to_do_with_is_refused(cast, put_in):
    issue = make(cast, "apply")
    step = {"id": str(uuid4()), "kind": "step", "url": url("apply", issue), "fields": {}, "at": None, "photos": []}
    for who, clerk in (("village2_chief", "clerk"), ("neighbour_chief", "neighbour_clerk")):
        assert "没有经手过" in put_in(book(cast, step, who=who), clerk, confirm=False).content.decode()
    for wrong in ("/accounts/", "/nowhere/", "//evil.example/", issue.get_absolute_url()):
        page = put_in(book(cast, step | {"url": wrong}, who="handler"), confirm=False).content.decode()
        assert "不能导入" in page
    assert not Held.objects.exists()


def test_another_offices_person_is_refused(cast, put_in):
    answer = put_in(book(cast, walk(cast)), who="neighbour_clerk")
    assert answer.status_code == 422 and "他所在地的河长办" in answer.content.decode()


def test_script_is_plain_text(cast, put_in):
    told = walk(cast)
    told["fields"]["note"] = ["<script>alert(1)</script>"]
    put_in(book(cast, told, name="<img src=x onerror=alert(1)>"))
    page = put_in(book(cast, told, name="<img src=x onerror=alert(1)>"), confirm=False).content.decode()
    assert "<img src=x" not in page and Patrol.objects.get().note == "<script>alert(1)</script>"


def wrongs(cast):
    """Books of which nothing may be stored."""
    good = walk(cast)
    yield b""
    yield b"[" * 100_000
    yield b"\xff\xfe\x00"
    yield json.dumps([1]).encode()
    for more in ({"version": 2}, {"format": "x"}, {"user": "1"}, {"user": True}, {"user": 10**9}, {"parcels": {}}):
        yield book(cast, good, **more)
    yield book(cast, good, good)
    yield book(cast, *[good] * 201)
    for more in (
        {"id": "x"}, {"kind": "spell"}, {"url": "javascript:alert(1)"}, {"url": 7}, {"fields": []}, {"role": "x"},
        {"fields": {"a": "b"}}, {"fields": {"a": ["b\0"]}}, {"fields": {"a": ["水" * 20_001]}}, {"at": "heute"},
        {"photos": [photo() | {"sha256": "0" * 64}]}, {"photos": [photo() | {"jpeg": "***"}]}, {"photos": [7]},
        {"photos": {"a": 1}}, {"photos": [photo() | {"jpeg": "A" * (21 * 1024 * 1024)}]}, {"at": -1},
        {"fields": {"a": ["\ud800"]}},
    ):  # fmt: skip
        yield book(cast, good | more)


def test_what_is_not_sound_is_told_and_stores_nothing(cast):
    found = list(wrongs(cast))
    for told in found:
        data = told if isinstance(told, bytes) else json.dumps(told).encode()
        if isinstance(told, dict) and told["user"] == 10**9:
            continue  # sound, and nobody's: refused by the office's own people
        with pytest.raises(Refusal, match="。"):
            read_book(data)
    assert len(found) > 25


def test_a_photo_that_is_none_refuses_its_row_alone(cast, put_in):
    data = b"\xff\xd8\xff" + b"no photo at all" * 40
    bad = photo(jpeg=base64.b64encode(data).decode(), sha256=hashlib.sha256(data).hexdigest())
    page = put_in(book(cast, walk(cast, photos=[bad]), walk(cast))).content.decode()
    assert "不能导入" in page and "已导入" in page and Patrol.objects.count() == 1


@pytest.mark.parametrize("who", ["village_chief", "handler", "leader", "system_admin"])
def test_nobody_but_the_office(cast, put_in, who):
    assert put_in(book(cast, walk(cast)), who=who).status_code == 403


def test_another_persons_upload_is_not_confirmed(cast, put_in, enter):
    token = put_in(book(cast, walk(cast)), confirm=False).context["token"]
    assert enter(cast.head).post(BRING_IN, {"token": token}).status_code == 404
    assert enter(cast.clerk).post(BRING_IN, {"token": "parcels-x.json"}).status_code == 404
