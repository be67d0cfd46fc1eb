"""What the tests of signboards share: how boards come about, and how they are compared the slow way."""

from datetime import date, timedelta

from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from rivers.boards.facts import boards_of, differs
from rivers.boards.models import Signboard
from rivers.boards.services import create_signboard, renew_signboard
from rivers.chiefs.services import appoint
from tests.cast import SINCE


def today() -> date:
    return timezone.localdate()


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def chief(region, name: str, title: str = "主任") -> Post:
    """A chief's post that holds nothing yet."""
    user = User.objects.create(username=name, name=name)
    return Post.objects.create(user=user, role=Role.CHIEF, region=region, title=title, starts_on=SINCE)


def put_up(cast, reach=None, code: str = "B1", days: int = 60) -> Signboard:
    """A board that was renewed so many days ago, with its text kept."""
    reach = reach or cast.village_reach
    board = create_signboard(by=None, reach=reach, code=code, place="老桥头", renewed_on=ago(days + 30))
    return renew_signboard(board, ago(days), by=cast.clerk)


def follow(reach, post, days: int):
    """The post is responsible for the reach from so many days ago on (negative: in so many days)."""
    return appoint(by=None, post=post, reach=reach, kind="responsible", starts_on=ago(days))


def listed(board: Signboard):
    """The board as lists read it."""
    return boards_of(Signboard.objects.all(), today()).get(pk=board.pk)


def is_listed_stale(board: Signboard) -> bool:
    return listed(board).stale_since is not None


def is_really_stale(board: Signboard) -> bool:
    return differs(board, today())
