"""The phone's pages through the real views: what they show, and what the door takes and refuses."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from patrols.norms.models import CheckItem
from patrols.walks.models import FindingPhoto, Patrol, Supplement

JSON = {"HTTP_ACCEPT": "application/json"}


def wall(minutes_ago: int) -> str:
    return timezone.localtime(timezone.now() - timedelta(minutes=minutes_ago)).strftime("%Y-%m-%dT%H:%M:%S")


@pytest.fixture
def parcel(cast):
    """What the page's script sends for a normal patrol, with these changes."""

    def _parcel(**changes) -> dict:
        plain = {
            "client_id": str(uuid4()), "reach": cast.village_reach.pk, "kind": "routine", "note": "",
            "started_at": wall(21), "ended_at": wall(1), "start_lat": "", "start_lng": "", "start_accuracy": "",
        }  # fmt: skip
        return plain | changes

    return _parcel


def picture(name: str = "现场") -> SimpleUploadedFile:
    stream = BytesIO()
    Image.new("RGB", (64, 48), (40, 120, len(name) * 40)).save(stream, "JPEG")
    return SimpleUploadedFile(f"{name}.jpg", stream.getvalue(), "image/jpeg")


def test_the_start_page_shows_the_own_reach_and_what_is_owed(cast, walk, enter):
    client = enter(cast.village_chief)
    page = client.get("/patrols/start/").content.decode()
    assert cast.village_reach.name in page and "本周还需 1 次" in page and "还没有巡过" in page
    now = timezone.now()
    walk(started_at=now - timedelta(minutes=1), ended_at=now)
    page = client.get("/patrols/start/").content.decode()
    assert "本周已完成" in page and "上次巡河" in page


def test_other_reaches_are_found_by_name_within_the_region(cast, enter):
    client = enter(cast.town_chief)
    assert cast.village2_reach.name in client.get("/patrols/start/?q=下桥").content.decode()
    assert cast.county_reach.name not in client.get("/patrols/start/?q=澄溪").content.decode()


def test_the_walk_page_opens_for_walkers_and_their_reaches(cast, enter):
    page = enter(cast.village_chief).get(f"/patrols/walk/?reach={cast.village_reach.pk}")
    assert page.status_code == 200 and "晴天雨水口有污水排放" in page.content.decode()
    for number in (cast.village2_reach.pk, "x", "", 10**30, "²"):
        assert enter(cast.village_chief).get("/patrols/walk/", {"reach": number}).status_code == 404
    assert enter(cast.clerk).get(f"/patrols/walk/?reach={cast.village_reach.pk}").status_code == 403


def test_a_patrol_is_taken_once_and_answers_the_same(cast, enter, parcel):
    told = parcel()
    client = enter(cast.village_chief)
    first, second = (client.post("/patrols/submit/", told, **JSON) for _ in range(2))
    assert first.status_code == second.status_code == 200 and first.json() == second.json()
    assert first.json()["client_id"] == told["client_id"]
    assert Patrol.objects.count() == 1
    assert "已提交" in client.get(first.json()["url"]).content.decode()
    assert "这次巡河已提交" in client.get(first.json()["receipt"]).text


def test_a_retry_from_a_new_session_is_the_same_row(cast, enter, parcel):
    told = parcel()
    for _ in range(2):
        assert enter(cast.village_chief).post("/patrols/submit/", told, **JSON).status_code == 200
    assert Patrol.objects.count() == 1


def test_another_walk_under_the_same_number_is_a_conflict_that_names_the_stored_one(cast, enter, parcel):
    told = parcel()
    client = enter(cast.village_chief)
    url = client.post("/patrols/submit/", told, **JSON).json()["url"]
    answer = client.post("/patrols/submit/", told | {"started_at": wall(90), "ended_at": wall(60)}, **JSON)
    assert answer.status_code == 409 and "没有改动" in answer.json()["words"][0] and answer.json()["stored"] == url
    again = told | {"started_at": wall(90), "ended_at": wall(60), "client_id": answer.json()["client_id"]}
    assert client.post("/patrols/submit/", again, **JSON).status_code == 200 and Patrol.objects.count() == 2
    assert Patrol.objects.get(client_id=told["client_id"]).minutes == 20


def test_without_script_a_conflict_comes_back_with_a_number_of_its_own(cast, enter, parcel):
    told = parcel()
    client = enter(cast.village_chief)
    client.post("/patrols/submit/", told)
    other = told | {"started_at": wall(90), "ended_at": wall(60), "note": "另一次"}
    page = client.post("/patrols/submit/", other)
    number = page.context["form"]["client_id"].value()
    assert page.status_code == 409 and number != told["client_id"] and "另一次" in page.content.decode()
    assert client.post("/patrols/submit/", other | {"client_id": number}).status_code == 302
    assert Patrol.objects.count() == 2


@pytest.fixture
def moved(cast):
    """The village chief becomes chief of the other village: the former reach lies outside the new post."""

    def _moved() -> Post:
        end, begin = timezone.localdate() - timedelta(days=1), timezone.localdate()
        Post.objects.filter(pk=cast.village_chief.pk).update(ends_on=end)
        user = cast.village_chief.user
        return Post.objects.create(user=user, role=Role.CHIEF, region=cast.village2, title="书记", starts_on=begin)

    return _moved


def test_who_has_moved_to_another_post_gets_the_receipt_of_the_stored_walk(cast, enter, parcel, moved):
    item = CheckItem.objects.get(name="生活垃圾").pk
    client = enter(cast.village_chief)
    photo = client.post("/files/photos/stage/", {"client_id": str(uuid4()), "photo": picture()}).json()["id"]
    told = parcel(**{"f0-item": item, "f0-state": "open", "f0-kept": str(photo)})
    first = client.post("/patrols/submit/", told, **JSON).json()
    client = enter(moved())
    assert client.post("/patrols/submit/", told, **JSON).json() == first
    assert client.get(first["url"]).status_code == 200
    more = client.post("/patrols/submit/", told | {"note": "补一句"}, **JSON)
    assert more.json() == first and Supplement.objects.get().facts == {"note": "补一句"}
    assert client.post("/patrols/submit/", parcel(), **JSON).status_code == 404
    assert Patrol.objects.get().post == cast.village_chief


def test_somebody_elses_number_opens_no_reach_outside(cast, enter, parcel):
    told = parcel()
    enter(cast.village_chief).post("/patrols/submit/", told, **JSON)
    assert enter(cast.village2_chief).post("/patrols/submit/", told, **JSON).status_code == 404


def test_the_plain_form_sent_again_without_an_end_is_the_same_row(cast, enter, parcel):
    told = parcel(ended_at="")
    client = enter(cast.village_chief)
    first, second = (client.post("/patrols/submit/", told, **JSON).json() for _ in range(2))
    assert first == second and Patrol.objects.count() == 1 and not Supplement.objects.exists()


def test_what_comes_later_is_shown_dated_on_the_patrols_page(cast, enter, parcel):
    item = CheckItem.objects.get(name="污水直排").pk
    told = parcel(note="水清", **{"f0-item": item, "f0-state": "settled", "f0-text": "一处"})
    client = enter(cast.village_chief)
    first = client.post("/patrols/submit/", told | {"f0-photos": [picture()]}, **JSON).json()
    more = told | {"note": "水清，有人钓鱼", "start_lat": "30.5", "start_lng": "120.2", "f0-text": "一处，已堵"}
    more |= {"f0-photos": [picture(), picture("另一张")], "f1-item": item, "f1-state": "open", "f1-text": "桥下又一处"}
    assert client.post("/patrols/submit/", more, **JSON).json() == first
    page = client.get(first["url"]).content.decode()
    for words in (
        "已补充到这次巡河",
        "补充 1",
        "原记录没有改动",
        "水清，有人钓鱼",
        "起点位置",
        "北纬 30.500000°",
        "发现 1 情况描述",
    ):
        assert words in page
    for words in ("一处，已堵", "新增发现", "桥下又一处", "原有发现新增照片", "1 张", "尚有田"):
        assert words in page


def test_somebody_elses_id_tells_nothing(cast, enter, parcel):
    told = parcel()
    enter(cast.village_chief).post("/patrols/submit/", told, **JSON)
    answer = enter(cast.town_chief).post("/patrols/submit/", told, **JSON)
    assert answer.status_code == 422 and "尚有田" not in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("patroller", 200), ("county_chief", 200), ("village2_chief", 404), ("neighbour_chief", 404), ("clerk", 403)],
)
def test_who_may_hand_in(cast, enter, parcel, who, status):
    assert enter(cast[who]).post("/patrols/submit/", parcel(), **JSON).status_code == status
    assert Patrol.objects.count() == (status == 200)


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "1"}, {"started_at": ""}, {"started_at": "yesterday"}, {"ended_at": "2036-01-01T00:00:00"},
        {"start_lat": "nan", "start_lng": "120"}, {"start_lat": "91", "start_lng": "120"}, {"start_lat": "inf"},
        {"kind": "party"}, {"note": "长" * 501}, {"note": "a\x00b"},
        {"f0-item": "99999", "f0-state": "open"}, {"f0-item": "x", "f0-state": "open"}, {"f0-item": "1", "f0-state": "y"},
    ],
)  # fmt: skip
def test_what_is_refused_with_words(cast, enter, parcel, wrong):
    answer = enter(cast.village_chief).post("/patrols/submit/", parcel(**wrong), **JSON)
    assert answer.status_code == 422 and answer.json()["words"]
    assert not Patrol.objects.exists()


def test_a_forgotten_start_is_asked_about_with_its_field_and_taken_when_confirmed(cast, enter, parcel):
    client = enter(cast.village_chief)
    told = parcel(started_at=wall(58 * 60))
    answer = client.post("/patrols/submit/", told, **JSON)
    assert answer.status_code == 422 and answer.json()["ask"] == "is_long" and "还在巡吗" in answer.json()["words"][0]
    page = client.post("/patrols/submit/", told)
    assert page.status_code == 422 and 'name="is_long"' in page.content.decode().split("data-plain")[1]
    assert client.post("/patrols/submit/", told | {"is_long": "1"}, **JSON).status_code == 200
    shown = client.get(Patrol.objects.get().get_absolute_url()).content.decode()
    assert "待复核" in shown and "请河长办核对开始时间" in shown


def test_extra_fields_are_ignored(cast, enter, parcel):
    extra = {
        "user": cast.clerk.user.pk,
        "tier": "city",
        "counting": "not",
        "is_backfilled": "1",
        "region": "990103000000",
    }
    enter(cast.village_chief).post("/patrols/submit/", parcel(**extra), **JSON)
    patrol = Patrol.objects.get()
    assert (patrol.user, patrol.tier, patrol.counting) == (cast.village_chief.user, "village", "counts")
    assert not patrol.is_backfilled and patrol.region == cast.village


def test_findings_come_with_photos_and_photos_with_their_scope(cast, enter, parcel):
    item = CheckItem.objects.get(name="污水直排").pk
    told = parcel(**{"f0-item": item, "f0-state": "settled", "f0-text": "一处", "f0-lat": "30.5", "f0-lng": "120.2"})
    client = enter(cast.village_chief)
    answer = client.post("/patrols/submit/", told | {"f0-photos": [picture(), picture()]}, **JSON)
    assert answer.status_code == 200
    photo = FindingPhoto.objects.first()
    assert FindingPhoto.objects.count() == 2
    assert f"/patrols/photos/{photo.pk}/" in client.get(answer.json()["url"]).content.decode()
    for address in (f"/patrols/photos/{photo.pk}/", f"/patrols/photos/{photo.pk}/?thumb=1"):
        assert b"".join(client.get(address).streaming_content).startswith(b"\xff\xd8")
        assert enter(cast.neighbour_clerk).get(address).status_code == 404


def test_too_many_photos_are_told_with_the_number_of_the_row(cast, enter, parcel):
    told = parcel(**{"f0-item": CheckItem.objects.first().pk, "f0-state": "settled"})
    photos = {"f0-photos": [picture() for _ in range(10)]}
    answer = enter(cast.village_chief).post("/patrols/submit/", told | photos, **JSON)
    assert answer.status_code == 422 and not Patrol.objects.exists()
    assert "第 1 处发现" in answer.json()["words"][0] and "最多 9 张" in answer.json()["words"][0]


def test_a_retry_with_photos_is_the_same_row(cast, enter, parcel):
    told = parcel(**{"f0-item": CheckItem.objects.first().pk, "f0-state": "settled"})
    for _ in range(2):
        answer = enter(cast.village_chief).post("/patrols/submit/", told | {"f0-photos": [picture()]}, **JSON)
        assert answer.status_code == 200
    assert Patrol.objects.count() == FindingPhoto.objects.count() == 1


def test_photos_that_came_ahead_are_the_findings(cast, enter, parcel):
    client = enter(cast.village_chief)
    ahead = client.post("/files/photos/stage/", {"client_id": uuid4(), "photo": picture()}).json()["id"]
    told = parcel(**{"f0-item": CheckItem.objects.first().pk, "f0-state": "settled", "f0-photo_count": "1"})
    assert client.post("/patrols/submit/", told | {"f0-kept": ""}, **JSON).status_code == 422
    assert client.post("/patrols/submit/", told | {"f0-kept": ahead + 1}, **JSON).status_code == 422
    assert client.post("/patrols/submit/", told | {"f0-kept": ahead}, **JSON).status_code == 200
    assert FindingPhoto.objects.get().upload_id == ahead


@pytest.mark.parametrize("cut", [{"findings": "2"}, {"f0-photo_count": "2"}])
def test_a_body_cut_short_by_a_bad_line_is_not_taken_for_the_whole(cast, enter, parcel, cut):
    told = parcel(**({"findings": "1", "f0-item": CheckItem.objects.first().pk, "f0-state": "settled"} | cut))
    answer = enter(cast.village_chief).post("/patrols/submit/", told | {"f0-photos": [picture()]}, **JSON)
    assert answer.status_code == 422 and "没有传完整" in answer.json()["words"][0]
    assert not Patrol.objects.exists()


def test_a_file_that_is_no_photo_is_refused(cast, enter, parcel):
    told = parcel(**{"f0-item": CheckItem.objects.first().pk, "f0-state": "settled"})
    fake = SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    answer = enter(cast.village_chief).post("/patrols/submit/", told | {"f0-photos": [fake]}, **JSON)
    assert answer.status_code == 422 and not Patrol.objects.exists()


def test_without_script_the_plain_form_works(cast, enter, parcel):
    client = enter(cast.village_chief)
    told = parcel(ended_at="", **{"f0-item": "", "f0-state": "open", "f0-text": ""})
    answer = client.post("/patrols/submit/", told)
    assert answer.status_code == 302 and answer.url == Patrol.objects.get().get_absolute_url()


def test_without_script_errors_keep_what_was_typed(cast, enter, parcel):
    answer = enter(cast.village_chief).post("/patrols/submit/", parcel(note="水面清洁", ended_at=wall(600)))
    page = answer.content.decode()
    assert answer.status_code == 422 and "水面清洁" in page and "请核对手机时间" in page


def test_without_script_a_refused_finding_keeps_its_words_and_choices(cast, enter, parcel):
    client, item = enter(cast.village_chief), CheckItem.objects.get(name="生活垃圾")
    row = {
        "f0-item": item.pk,
        "f0-state": "settled",
        "f0-text": "桥下一堆",
        "f0-measure": "当场清走",
        "f0-photos": picture(),
    }
    answer = client.post("/patrols/submit/", parcel(ended_at=wall(600), **row))
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422 and page.select_one("[name=f0-text]")["value"] == "桥下一堆"
    assert page.select_one("[name=f0-item] option[selected]")["value"] == str(item.pk)
    assert page.select_one("[name=f0-state][checked]")["value"] == "settled"
    assert page.select_one("[name=f0-measure]")["value"] == "当场清走" and "请重新选择" in page.text


def test_without_script_words_without_a_kind_are_asked_about_instead_of_dropped(cast, enter, parcel):
    answer = enter(cast.village_chief).post(
        "/patrols/submit/", parcel(**{"f0-item": "", "f0-state": "open", "f0-text": "桥下一堆"})
    )
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422 and not Patrol.objects.exists()
    assert "第 1 处发现：问题类型：" in page.text and page.select_one("[name=f0-text]")["value"] == "桥下一堆"


def test_a_gap_between_the_rows_and_one_row_too_many_are_read(cast, enter, parcel):
    item = CheckItem.objects.get(name="生活垃圾").pk
    rows = {f"f{index}-item": item for index in (0, 2)} | {f"f{index}-state": "settled" for index in (0, 2)}
    rows |= {"f1-item": "", "f1-state": "open"}
    client = enter(cast.village_chief)
    told = parcel(findings="2", **rows) | {"f0-photos": [picture()]}
    assert client.post("/patrols/submit/", told, **JSON).status_code == 200
    many = {f"f{index}-item": item for index in range(31)} | {f"f{index}-state": "settled" for index in range(31)}
    answer = client.post("/patrols/submit/", parcel(**many), **JSON)
    assert answer.status_code == 422 and "最多记 30 处发现" in answer.json()["words"][0]


def test_it_must_be_posted_with_a_token(cast, enter, parcel):
    assert enter(cast.village_chief).get("/patrols/submit/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = enter(cast.village_chief).cookies
    assert strict.post("/patrols/submit/", parcel()).status_code == 403
    assert not Patrol.objects.exists()


def test_who_has_no_reach_chooses_from_those_of_the_region(cast, enter):
    page = enter(cast.patroller).get("/patrols/start/").content.decode()
    assert "您名下没有登记河段" in page
    assert f"/patrols/walk/?reach={cast.town_reach.pk}" in page


def _tiles(client, cast) -> list[str]:
    page = BeautifulSoup(client.get(f"/patrols/walk/?reach={cast.village_reach.pk}").content, "html.parser")
    return [tile.get_text(strip=True) for tile in page.select(".tile")]


def test_eight_pictures_at_most_what_was_found_last_first(cast, enter, walk, seen):
    client = enter(cast.village_chief)
    first = _tiles(client, cast)
    assert first[0] == "水体异味" and len(first) == len(set(first)) == 8 and "其他问题" not in first
    walk(findings=[seen(item=CheckItem.objects.get(name="沉船")), seen()])
    assert _tiles(client, cast)[:3] == ["生活垃圾", "沉船", "水体异味"]
    assert _tiles(enter(cast.town_chief), cast) == first


def test_what_is_out_of_use_is_no_picture(cast, enter, walk, seen):
    walk(findings=[seen()])
    CheckItem.objects.filter(name="生活垃圾").update(is_active=False)
    assert "生活垃圾" not in _tiles(enter(cast.village_chief), cast)
