"""What is odd about a few walks: one was begun far from its river and has been explained, two overlap and wait to be looked at."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.workdays import Calendar
from hezhang.portal.demo.hours import Hours
from hezhang.portal.demo.world import World, dice_for
from patrols.oddities.choices import OddityKind, Word
from patrols.oddities.models import Oddity
from patrols.oddities.services import check_oddity, explain_oddity, look
from patrols.walks.models import Patrol
from patrols.walks.services import submit_patrol
from rivers.registry.models import Reach

FAR = 0.03  # degrees to the north: some 3.3 km
ASKED = "起止位置都在河段三公里以外，请说明当时的情况。"
SAID = "那天先到镇里开会，在镇政府门口就点了开始，结束也是回到镇里才点的，中间确实在河边走了半个多小时。"


def oddities(world: World) -> str:
    """Of the last town but one, so that no person of the cast is among them."""
    dice = dice_for("oddities")
    hours = Hours(Calendar.load(), dice)
    town = world.towns[-2]
    villager = world.village_chiefs[world.villages[town.code][0].code]
    patroller = world.patrollers[town.code]
    reaches = [one for one in world.reaches if town.contains(one.region_id)]
    earlier, lately = _free(world, hours, villager, range(6, 9)), _free(world, hours, patroller, range(2, 6))

    def walk(by: Post, reach: Reach, start: datetime, north: float = 0.0) -> Patrol:
        lat, lng, error = world.near(reach)
        place = (lat + north, lng, error)
        end = start + timedelta(minutes=38)
        return submit_patrol(
            by=by, client_id=uuid.UUID(int=dice.getrandbits(128), version=4), reach=reach, started_at=start,
            ended_at=end, findings=[], kind="routine", note="", start=place, end=place, at=end,
        ).patrol  # fmt: skip

    far = walk(villager, world.chiefs_reaches[villager.pk][0], hours.office(earlier), FAR)
    begun = hours.office(lately)
    walk(patroller, reaches[0], begun)
    walk(patroller, reaches[1], begun + timedelta(minutes=12))
    look(world.now - hours.office(hours.workdays_ago(world.today, 10)), world.now)
    for odd in Oddity.objects.filter(patrol=far, kind=OddityKind.OFF):
        asked = hours.office(hours.workdays_ago(world.today, 5))
        check_oddity(odd, by=world.posts["hezhangban"], word=Word.DOUBTED, reason=ASKED, at=asked)
        explain_oddity(odd, by=villager, words=SAID, at=hours.office(hours.workdays_ago(world.today, 4)))
    return f"{Oddity.objects.count()} 条"


def _free(world: World, hours: Hours, post: Post, agos: range) -> date:
    """A working day so long ago on which there is no walk yet; the first, where there are walks on all."""
    days = [hours.workdays_ago(world.today, ago) for ago in agos]
    walked = {timezone.localdate(one.started_at) for one in Patrol.objects.filter(user=post.user)}
    return next((day for day in days if day not in walked), days[0])
