"""manage.py track_length: one line, or one sentence and exit code 1."""

import json
import random

import pytest
from django.core.management import CommandError, call_command

from hezhang.core.geo.datums import Datum, from_wgs
from hezhang.core.geo.files.moving import MOST_BYTES, Moment, as_gpx, read_track
from hezhang.core.geo.positions import haversine
from patrols.tracks.rules import Fix
from tests.patrols.tracks import made

WALK = made.with_tunnel(made.curved(900), made.Phone(every=5, jitter=3), 300, 520)


def gpx(*segments) -> bytes:
    rows = [[Moment(fix.lat, fix.lng, fix.at, fix.accuracy_m) for fix in fixes] for fixes in segments]
    return "".join(as_gpx(rows, "巡河 <轨迹>")).encode()


def said(path, data, capsys, *more) -> str:
    path.write_bytes(data)
    call_command("track_length", str(path), *more)
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    return out


def test_what_is_written_is_read_again():
    assert [tuple(one) for one in read_track(gpx(WALK.fixes))] == [
        pytest.approx((fix.lat, fix.lng, fix.at, fix.accuracy_m), rel=1e-5) for fix in WALK.fixes
    ]


def test_one_line_of_words_or_of_json(tmp_path, capsys):
    words = said(tmp_path / "a.gpx", gpx(WALK.fixes), capsys)
    told = json.loads(said(tmp_path / "a.gpx", gpx(WALK.fixes), capsys, "--json"))
    assert f"{told['kept']} 个" in words
    assert (told["points"], told["gaps"], told["timed"]) == (len(WALK.fixes), 1, True)
    assert told["dropped"] == {"poor": told["points"] - told["kept"]}
    assert told["metres"] == pytest.approx(WALK.metres, rel=0.05)


def test_segments_order_and_repetition_do_not_matter(tmp_path, capsys):
    plain = said(tmp_path / "a.gpx", gpx(WALK.fixes), capsys, "--json")
    mixed = [*WALK.fixes, *WALK.fixes[::4]]
    random.Random(5).shuffle(mixed)
    assert said(tmp_path / "a.gpx", gpx(mixed[:60], mixed[60:61], mixed[61:]), capsys, "--json") == plain


@pytest.mark.parametrize("datum", Datum)
def test_a_file_in_another_system_is_read_as_wgs_84(tmp_path, capsys, datum):
    plain = json.loads(said(tmp_path / "a.gpx", gpx(WALK.fixes), capsys, "--json"))
    moved = [Fix(fix.at, *from_wgs(fix.lat, fix.lng, datum), fix.accuracy_m) for fix in WALK.fixes]
    read = read_track(gpx(moved), datum)
    assert max(haversine(a.lat, a.lng, b.lat, b.lng) for a, b in zip(read, WALK.fixes, strict=True)) < 0.05
    told = json.loads(said(tmp_path / "a.gpx", gpx(moved), capsys, "--json", "--datum", datum.value))
    assert told | {"metres": plain["metres"]} == plain
    assert told["metres"] == pytest.approx(plain["metres"], abs=0.3)


def test_no_times_are_said(tmp_path, capsys):
    data = gpx([fix._replace(at=None) for fix in WALK.fixes])
    assert "没有时间" in said(tmp_path / "a.gpx", data, capsys)
    assert json.loads(said(tmp_path / "a.gpx", data, capsys, "--json"))["timed"] is False


BOMB = b'<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><gpx><trk>&b;</trk></gpx>'
REFUSED = {
    "bomb": (BOMB, "DTD"),
    "dtd": (b'<!DOCTYPE gpx SYSTEM "http://example.com/x.dtd"><gpx/>', "DTD"),
    "none": (b'<gpx version="1.1"><wpt lat="30" lon="120"/></gpx>', "没有轨迹点"),
    "text": (b"hello", "打不开"),
    "empty": (b"", "没有轨迹点"),
    "other": (b"<kml></kml>", "不是 GPX"),
    "cut": (gpx(WALK.fixes)[:9000], "打不开"),
    "large": (b" " * (MOST_BYTES + 1), "MB"),
    "many": (b"<gpx><trk><trkseg>" + b'<trkpt lat="1" lon="1"/>' * 200_001 + b"</trkseg></trk></gpx>", "200,000"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_one_sentence(tmp_path, name):
    data, words = REFUSED[name]
    (tmp_path / "a.gpx").write_bytes(data)
    with pytest.raises(CommandError, match=words) as refused:
        call_command("track_length", str(tmp_path / "a.gpx"), "--json")
    assert "\n" not in str(refused.value)
    assert refused.value.returncode == 1


def test_no_file_and_numbers_that_are_none(tmp_path, capsys):
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("track_length", str(tmp_path / "none.gpx"))
    odd = b'<gpx><trk><trkseg><trkpt lat="NaN" lon="x"><time>no</time></trkpt><trkpt lat="30"/></trkseg></trk></gpx>'
    told = json.loads(said(tmp_path / "a.gpx", odd, capsys, "--json"))
    assert (told["metres"], told["dropped"]) == (0, {"broken": 2})
    off = b'<gpx><trk><trkseg><trkpt lat="1e300" lon="inf"/><trkpt lat="3341000" lon="500000"/></trkseg></trk></gpx>'
    told = json.loads(said(tmp_path / "a.gpx", off, capsys, "--json", "--datum", "bd09"))
    assert (told["metres"], told["dropped"]) == (0, {"broken": 2})
