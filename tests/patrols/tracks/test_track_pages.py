"""The panel on the patrol's page, the door for phones, GPX in and out."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hezhang.core.audit.models import Entry
from hezhang.core.geo.datums import Datum, from_wgs
from hezhang.core.geo.files.moving import Moment, as_gpx, read_track
from patrols.tracks.models import Track
from patrols.tracks.services import take_chunk

pytestmark = pytest.mark.django_db


def body(number, fixes, chunk=0):
    rows = [[fix.at * 1000, fix.lat, fix.lng, fix.accuracy_m] for fix in fixes]
    return json.dumps({"client_id": str(number), "chunk": chunk, "points": rows})


def post(client, text):
    return client.post(reverse("patrols:take_chunk"), text, content_type="application/json")


def file_of(fixes):
    rows = [Moment(fix.lat, fix.lng, fix.at, fix.accuracy_m) for fix in fixes]
    return SimpleUploadedFile("走.gpx", "".join(as_gpx([rows], "x")).encode())


def test_the_door_for_phones(cast, enter, walk, told, takes, number):
    phone = enter(cast.village_chief)
    assert post(phone, body(number, told())).json() == {"client_id": str(number), "chunk": 0, "metres": None}
    walk(client_id=number)
    answer = post(phone, body(number, told()))
    assert answer.status_code == 200
    assert answer.json()["metres"] == pytest.approx(1000, rel=0.05)


ONE = "8f14e45f-ceea-467a-9575-6a1f0a4e2d11"
UNREADABLE = {
    "nothing": "", "list": "[]", "cut": "{", "short": '{"client_id":"x"}', "nan": "NaN",
    "no_point": json.dumps({"client_id": ONE, "chunk": 0, "points": [[1]]}),
    "no_points": json.dumps({"client_id": ONE, "chunk": 0, "points": []}),
    "below": json.dumps({"client_id": ONE, "chunk": -1, "points": [[1, 2, 3, 4]]}),
    "many": json.dumps({"client_id": ONE, "chunk": 0, "points": [[1, 2, 3, 4]] * 2001}),
    "deep": '{"points":' + "[" * 90_000,
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_said(cast, enter, takes, name):
    answer = post(enter(cast.village_chief), UNREADABLE[name])
    assert (answer.status_code, answer.json()["words"]) == (422, ["轨迹没有传完整，请再传一次。"])


def test_strange_numbers_are_taken_and_not_counted(cast, enter, walk, takes, number):
    walk(client_id=number)
    text = json.dumps(
        {"client_id": str(number), "chunk": 0, "points": [["a", None, True, {}], [1e300, 91, 181], [None, 30, 120, -5]]}
    )
    assert post(enter(cast.village_chief), text).json()["metres"] == 0


def test_the_panel(cast, enter, walk, told, takes, lined, number):
    patrol = walk(client_id=number).patrol
    url = reverse("patrols:track", args=[patrol.pk])
    assert "导入轨迹" in enter(cast.clerk).get(url).text
    assert "<section" not in enter(cast.leader).get(url).text
    take_chunk(by=cast.village_chief, client_id=number, number=0, fixes=told()[:60] + told()[110:])
    page = enter(cast.town_chief).get(url).text
    for words in ("track-gap", "track-reach", "米以内", "1 处", "下载 GPX"):
        assert words in page
    assert enter(cast.neighbour_clerk).get(url).status_code == 404
    assert enter(cast.handler).get(url).status_code == 403


def test_gpx_out_is_journalled_and_read_again(cast, enter, walk, told, takes, number):
    patrol = walk(client_id=number).patrol
    client, url = enter(cast.clerk), reverse("patrols:track_gpx", args=[patrol.pk])
    assert client.get(url).status_code == 404
    take_chunk(by=cast.village_chief, client_id=number, number=0, fixes=told()[:60] + told()[110:])
    data = b"".join(client.get(url).streaming_content)
    assert data.count(b"<trkseg>") == 2
    assert len(read_track(data)) == Track.objects.get().kept
    assert Entry.objects.get(action="export").label.startswith("轨迹")


@pytest.mark.parametrize("who", ["village_chief", "clerk"])
def test_gpx_in_by_walker_or_office(cast, enter, walk, told, takes, who):
    patrol = walk().patrol
    client, url = enter(cast[who]), reverse("patrols:attach_track", args=[patrol.pk])
    assert client.get(url).context["form"]["datum"].value() == "wgs84"
    assert client.post(url, {"file": file_of(told()), "datum": "wgs84"}).status_code == 302
    track = Track.objects.get()
    assert (track.source, track.metres) == ("gpx", pytest.approx(1000, rel=0.05))
    assert Entry.objects.get(action="patrol.track").after["points"] == len(told())
    assert client.post(url, {"file": file_of(told()), "datum": "wgs84"}).status_code == 403


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_gpx_in_another_system_lies_on_its_reach(cast, enter, walk, told, takes, lined, datum):
    client, url = enter(cast.village_chief), reverse("patrols:attach_track", args=[walk().patrol.pk])
    moved = [
        fix._replace(lat=lat, lng=lng) for fix in told() for lat, lng in [from_wgs(fix.lat, fix.lng, Datum(datum))]
    ]
    for unknown in ({}, {"datum": "beijing54"}):
        answer = client.post(url, {"file": file_of(moved), **unknown})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["datum"])
    assert client.post(url, {"file": file_of(moved), "datum": datum}).status_code == 302
    track = Track.objects.get()
    assert (track.metres, track.share) == (pytest.approx(1000, rel=0.05), pytest.approx(0.5, abs=0.06))
    assert Entry.objects.get(action="patrol.track").after["datum"] == datum


def test_gpx_that_is_none_of_this_walk(cast, enter, walk, told, takes):
    client, url = enter(cast.village_chief), reverse("patrols:attach_track", args=[walk().patrol.pk])
    yesterday = [fix._replace(at=fix.at - 86400) for fix in told()]
    for file, words in (
        (file_of(yesterday), "都不在这次巡河的时间内"),
        (SimpleUploadedFile("a.gpx", b"x"), "打不开"),
        (None, ""),
    ):
        answer = client.post(url, {"datum": "wgs84"} | ({"file": file} if file else {}))
        assert answer.status_code == 422
        assert words in answer.text
    assert enter(cast.patroller).post(url, {"file": file_of(told())}).status_code == 403
    assert not Track.objects.exists()
