"""How long a track is, as the patrol's page would say it: for whoever doubts a figure, with the file in hand."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hezhang.core.geo.datums import Datum
from hezhang.core.geo.files import GeoFileError
from hezhang.core.geo.files.moving import MOST_BYTES, TOO_LARGE, read_track
from patrols.tracks.rules import Fix, Track, measure, track_words


class Command(BaseCommand):
    help = "按巡河轨迹的算法计算 GPX 文件的长度"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="GPX 文件")
        datums = [each.value for each in Datum]
        parser.add_argument("--datum", choices=datums, default=Datum.WGS84.value, help="文件的坐标系，默认 wgs84")
        parser.add_argument(
            "--json",
            action="store_true",
            help="输出一行 JSON：points，kept，gaps，metres，jumps，seconds，timed，dropped",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            moments = read_track(_bytes_of(Path(options["file"])), Datum(options["datum"]))
        except GeoFileError as error:
            raise CommandError(str(error)) from error
        track = measure(Fix(one.at, one.lat, one.lng, one.accuracy_m) for one in moments)
        if options["json"]:
            self.stdout.write(json.dumps(_told(track), ensure_ascii=False))
        else:
            self.stdout.write(track_words(track))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise GeoFileError(TOO_LARGE)
        return path.read_bytes()
    except OSError as error:
        raise GeoFileError(f"打不开文件“{path}”。请核对路径和权限。") from error


def _told(track: Track) -> dict[str, Any]:
    return {
        "points": track.points,
        "kept": len(track.kept),
        "gaps": track.breaks,
        "metres": round(track.metres, 1),
        "jumps": len(track.gaps) - track.breaks,
        "seconds": round(track.moving_s) if track.is_timed else None,
        "timed": track.is_timed,
        "dropped": {why.value: count for why, count in track.reasons.items()},
    }
