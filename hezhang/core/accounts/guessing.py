"""How easily a password is guessed, by somebody who knows the office: zxcvbn, told what this district is called.

The classes of characters that 等保 profiles ask for are met by every ``Hezhang@2026``; what counts is how many tries an
attacker needs who begins with common passwords, walks over the keyboard, l33t spelling, years and the names on the door.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from pypinyin import Style, lazy_pinyin
from zxcvbn import zxcvbn

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import Tier

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

# Tries: zxcvbn's own line for what a slow hash still protects when the database is stolen (its highest score).
ENOUGH = 10**10
LONGEST = 72  # characters that are looked at: the effort grows with their square, and more than these need no judging
DISTRICTS = 50  # counties and cities whose names everybody is assumed to know
SHORTEST = 3  # letters: two stand in every password
# The product, the field and the words with which an office's passwords begin.
HERE = [
    *("hezhang", "hezhangzhi", "hezhangban", "hezhangzhiban", "hzb", "hzz", "hechang", "hehu", "xunhe", "shuili"),
    *("shuiliju", "shuiwu", "shuiwuju", "zhengfu", "quzhengfu", "jiedao", "xiangzhen", "guanli", "guanliyuan"),
    *("pingtai", "xitong", "gongzuo", "mima", "denglu", "zhanghao", "chushi", "ceshi", "yonghu", "woaini", "zhongguo"),
]
SUFFIXES = ("街道", "社区", "村委会", "居委会", *"省市县区镇乡村")
NEIGHBOURS = 1_000  # towns and villages whose names somebody of the district knows
LEET = str.maketrans("@013$5", "aoiess")
NAMES_ONLY = (
    "密码容易被猜到：除了本区、本单位、本系统、本地乡镇、村或您本人的名称，只有数字和符号。"
    "请用两三个不相干的词的拼音（不用本地地名），加上数字和符号。"
)
WHY = {
    "spatial": "键盘上相邻的按键",
    "sequence": "连续的字母或数字",
    "repeat": "重复的字符",
    "date": "日期或年份",
    "regex": "日期或年份",
}


class GuessableValidator:
    """Refuses what can be guessed within ten thousand million tries, and says by what."""

    def validate(self, password: str, user: Any = None) -> None:
        around = list(words_around(user))
        if _is_only_of(password[:LONGEST], [*around, *_neighbours(user)]):
            raise ValidationError(NAMES_ONLY, code="guessable")
        found = zxcvbn(password[:LONGEST], user_inputs=around, max_length=LONGEST)
        if found["guesses"] < ENOUGH:
            raise ValidationError(_refusal(found["sequence"]), code="guessable")

    def get_help_text(self) -> str:
        return (
            "密码不得容易被猜到：本区、乡镇、村、本单位、本系统的名称加年份，键盘上相邻的按键，常用密码及其变形都不行。"
        )


def _is_only_of(password: str, words: Iterable[str]) -> bool:
    """Whether no word is left once the names around are taken away, however they are parted by figures and signs.

    zxcvbn counts each name and each sign between as a choice of its own, and so lets Cheng-Jiang-2026 pass.
    """
    known = sorted({each for each in words if each.isascii()}, key=len, reverse=True)
    plain = password.lower()
    # A year is figures, not letters in disguise: both are tried.
    return any(_is_taken_up(told, known) for told in (plain, plain.translate(LEET)))


def _is_taken_up(password: str, longest_first: list[str]) -> bool:
    letters = left = "".join(each for each in password if each.isalpha())
    for word in longest_first:
        left = left.replace(word, "")
    return left != letters and len(left) < SHORTEST


def _refusal(matches: Iterable[dict[str, Any]]) -> str:
    parts = dict.fromkeys(part for match in matches if (part := _why(match)))
    told = f"其中有{'、'.join(parts)}" if parts else "太短"
    return f"密码容易被猜到：{told}。请用两三个不相干的词的拼音，加上数字和符号。"


def _why(match: dict[str, Any]) -> str:
    """What somebody would try that finds this part; "" for what is only tried letter by letter."""
    if match["pattern"] == "dictionary":
        ours = match["dictionary_name"] == "user_inputs"
        return "本区、本单位、本系统或您本人的名称" if ours else f"常用词或常用密码“{match['token']}”"
    return WHY.get(match["pattern"], "")


def words_around(user: Any) -> Iterator[str]:
    """What somebody would try who knows the person and the office: names as they are, in pinyin and in initials."""
    for text in dict.fromkeys(_names(user)):
        yield from (form for form in spelled(text) if len(form) >= SHORTEST)
    yield from HERE


def _names(user: Any) -> Iterator[str]:
    yield from (str(getattr(user, field, "") or "") for field in ("username", "name", "phone"))
    for post in _posts(user):
        yield from (post.title, post.region.name, post.department.name if post.department else "")
        yield from (name for name in _above(post.region) if name)
    # A person without a post as yet belongs to one of these, too.
    places = Region.objects.filter(tier__in=[Tier.CITY, Tier.COUNTY]).order_by("code")[:DISTRICTS]
    yield from places.values_list("name", flat=True)


def _neighbours(user: Any) -> Iterator[str]:
    """Towns, then villages, of the person's own districts; of any, before there is a post: two of them are still two names on a map."""
    below = Region.objects.filter(tier__in=[Tier.TOWN, Tier.VILLAGE])
    if districts := [_district(post.region) for post in _posts(user)]:
        below = below.filter(reduce(or_, (Q(code__range=one.code_range) for one in districts)))
    for text in dict.fromkeys(below.order_by("tier", "code").values_list("name", flat=True)[:NEIGHBOURS]):
        # Initials of three letters stand in too many words.
        yield from (form for form in spelled(text) if len(form) > SHORTEST)


def _district(region: Region) -> Region:
    """The county that a region lies in; of a city, the city."""
    while region.tier in (Tier.TOWN, Tier.VILLAGE) and region.parent is not None:
        region = region.parent
    return region


def _posts(user: Any) -> Iterable[Post]:
    known = user is not None and user.pk is not None
    return user.posts.select_related("region__parent__parent__parent", "department") if known else ()


def _above(region: Region) -> Iterator[str]:
    while region.parent is not None:
        region = region.parent
        yield region.name


def spelled(text: str) -> Iterator[str]:
    """澄江区: itself, chengjiangqu, chengjiang, cjq; in the order in which they are tried."""
    yield text.lower()
    if text.isascii():
        return
    syllables = lazy_pinyin(text)
    yield "".join(syllables).lower()
    if end := next((one for one in SUFFIXES if text.endswith(one)), ""):
        yield "".join(syllables[: -len(end)]).lower()
    yield "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()
