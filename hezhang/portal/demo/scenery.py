"""Photos for the demonstration: small drawn scenes of a river, before and after. No real place, no real person."""

from __future__ import annotations

import io
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter

from hezhang.core.files.looks import LOOK_FIELDS
from hezhang.core.files.models import Upload, UploadKind
from hezhang.core.files.services import store_photo
from hezhang.portal.demo.world import World

SIZE = (960, 720)
WATER = {"found": (96, 122, 108), "after": (86, 148, 176), "on_site": (78, 140, 168)}


def photos(world: World) -> str:
    for kind in WATER:
        world.photos[kind] = [_store(world, kind, number) for number in range(5)]
    return f"{sum(map(len, world.photos.values()))} 张"


def _store(world: World, kind: str, number: int):
    stream = io.BytesIO()
    draw_scene(kind, Random(f"{kind}{number}")).save(stream, "JPEG", quality=82)  # noqa: S311 - a picture
    file = SimpleUploadedFile(f"{kind}-{number}.jpg", stream.getvalue(), "image/jpeg")
    return store_photo(file, by=world.posts["hezhangban"], at=world.now)


def draw_scene(kind: str, dice: Random) -> Image.Image:
    """Sky, hills, bank and water; rubbish floats in it where something was found."""
    image = Image.new("RGB", SIZE, (206, 224, 236))
    draw = ImageDraw.Draw(image)
    _hills(draw, dice)
    horizon = dice.randrange(330, 390)
    draw.polygon([(0, horizon), (960, horizon - 30), (960, 720), (0, 720)], fill=WATER[kind])
    _ripples(draw, dice, horizon, WATER[kind])
    _bank(draw, dice, horizon)
    if kind == "found":
        _rubbish(draw, dice, horizon)
    return image.filter(ImageFilter.GaussianBlur(0.8))


def _hills(draw: ImageDraw.ImageDraw, dice: Random) -> None:
    for shade, base in (((150, 178, 170), 300), ((116, 152, 134), 340)):
        points = [(0, 720)] + [(x, base - dice.randrange(20, 110)) for x in range(0, 1080, 120)] + [(960, 720)]
        draw.polygon(points, fill=shade)


def _ripples(draw: ImageDraw.ImageDraw, dice: Random, horizon: int, water: tuple[int, int, int]) -> None:
    light = tuple(min(255, part + 22) for part in water)
    for _ in range(120):
        x, y = dice.randrange(960), dice.randrange(horizon + 8, 720)
        draw.line([(x, y), (x + dice.randrange(20, 90), y)], fill=light, width=1 + (y - horizon) // 150)


def _bank(draw: ImageDraw.ImageDraw, dice: Random, horizon: int) -> None:
    edge = dice.randrange(240, 380)
    draw.polygon([(0, horizon), (120, horizon), (edge, 720), (0, 720)], fill=(124, 142, 92))
    for _ in range(70):
        y = dice.randrange(horizon + 10, 716)
        x = int(dice.random() * (120 + (edge - 120) * (y - horizon) / (720 - horizon)))
        draw.line([(x, y), (x + dice.randrange(-6, 7), y - dice.randrange(10, 34))], fill=(84, 116, 66), width=2)


def _rubbish(draw: ImageDraw.ImageDraw, dice: Random, horizon: int) -> None:
    colours = [(232, 232, 226), (196, 84, 70), (72, 104, 164), (214, 186, 92), (88, 92, 84)]
    for _ in range(34):
        x, y = dice.randrange(360, 900), dice.randrange(horizon + 60, 680)
        width = dice.randrange(10, 42)
        draw.ellipse([x, y, x + width, y + width // 2], fill=dice.choice(colours))


def forget_sums(world: World) -> str:
    """Fifteen drawings stand for hundreds of photos here: that one was used twice would be said of every problem."""
    photos = Upload.objects.filter(kind=UploadKind.PHOTO)
    return f"{photos.update(sha256='', **dict.fromkeys(LOOK_FIELDS))} 张"
