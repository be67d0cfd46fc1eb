"""What can be guessed is refused, however many classes of characters it has; what people can remember is not."""

import time
from contextlib import suppress

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hezhang.core.accounts import services
from hezhang.core.accounts.guessing import GuessableValidator, spelled, words_around
from hezhang.core.accounts.models import User
from hezhang.portal.demo.cast import PASSWORD

# Found accepted in a trial: the product's and the field's name, l33t, walks over the keyboard, common stems, years.
EASY = ["Hezhang@2026", "Admin@123456", "P@ssw0rd2026", "1qaz@WSX3edc", "!QAZ2wsx#EDC", "Qwer1234!@#$", "Zaq12wsx!!"]
EASY += ["Hechang@2026", "Shuili@2026", "Aa123456789", "Aaaa1111!!", "Abcd1234!@", "Woaini1314!", "Admin@2026!"]
# The district, the office, the county beside it, the person, in letters and initials.
OURS = [
    "Chengjiang2026",
    "Chengjiang@2026",
    "Chengjiangqu-1",
    "CJQ@2026hzb",
    "CJQ_hzb@2026",
    "Cheng-Jiang-2026",
    "Qingyuan_Chengjiang2026",
    "Qingyuan#2026",
    "Wensiqi@2026",
    "Wsq@1234567",
]
# Two places of the district, and nothing else but figures and signs.
TOWNS = [
    "Qiaotou-Liuan-2026",
    "Qiaotouzhen@Liuanzhen13",
    "2013Liuan#Qiaotou",
    "Shangqiao_Xiaqiao#58",
    "Chengjiang-Qiaotou-88",
]
STRONG = ["Xigua-Tizi-58", "Niuroumian7Kuaizi", "Shanlu3-Huangdou-Mao9", "Lanmao42Dengta", "shitou-yueliang-7K"]
STRONG += ["Qinglan#River26", PASSWORD, "9vK#tq2Lw!xZ"]


def refusal(password: str, user: User | None) -> str:
    with pytest.raises(ValidationError) as caught:
        GuessableValidator().validate(password, user)
    return caught.value.messages[0]


@pytest.mark.parametrize("password", EASY + OURS)
def test_what_is_guessed_is_refused_in_chinese(cast, password):
    words = refusal(password, cast.clerk.user)
    assert words.startswith("密码容易被猜到：") and "两三个不相干的词" in words


@pytest.mark.parametrize("password", TOWNS)
def test_two_places_of_the_district_and_figures_are_refused(cast, password):
    words = "除了本区、本单位、本系统、本地乡镇、村或您本人的名称，只有数字和符号"
    assert words in refusal(password, cast.clerk.user)
    assert words in refusal(password, User(username="xinren", name="新人"))  # nobody's district is known yet
    assert words in refusal(password, cast.village_chief.user)


def test_towns_of_another_county_are_names_like_others(cast):
    """They are no secret, but a district knows its own: whoever lives elsewhere may well think of them by chance."""
    with pytest.raises(ValidationError):
        validate_password("Qiaotou-Liuan-2026", cast.clerk.user)
    validate_password("Qiaotou-Liuan-2026", cast.neighbour_chief.user)


@pytest.mark.parametrize("password", ["Qiaotou-Niuroumian-58", "Liuan7Huangdou#Mao"])
def test_a_place_beside_another_word_is_accepted(cast, password):
    validate_password(password, cast.clerk.user)


@pytest.mark.parametrize("password", STRONG)
def test_what_can_be_remembered_is_accepted(cast, password):
    validate_password(password, cast.clerk.user)


@pytest.mark.parametrize(
    ("password", "part"),
    [
        ("Chengjiang@2026", "名称"),
        ("P@ssw0rd2026", "常用词或常用密码"),
        ("Vfr4#edc3$", "键盘上相邻"),
        ("Aaaa1111!!", "重复的字符"),
    ],
)
def test_it_says_what_was_guessed(cast, password, part):
    assert part in refusal(password, cast.clerk.user)


def test_before_there_is_a_post_the_districts_are_known_all_the_same(cast):
    with pytest.raises(ValidationError, match="名称"):
        services.create_person(by=None, name="林清波", password="Chengjiang@2026")
    with pytest.raises(ValidationError, match="名称"):
        services.create_person(by=None, name="林清波", password="Linqingbo@2026")


def test_without_a_person_the_office_is_still_known(db):
    assert "hezhang" in list(words_around(None))


def test_names_are_tried_as_people_type_them():
    assert list(spelled("澄江区")) == ["澄江区", "chengjiangqu", "chengjiang", "cjq"]
    assert list(spelled("clerk")) == ["clerk"]
    assert list(spelled("城东街道")) == ["城东街道", "chengdongjiedao", "chengdong", "cdjd"]


@pytest.mark.parametrize("password", ["aA1!" * 32, "1qaz2wsx" * 16, "Aa1" * 42, "p@ssw0rd" * 16, "é汉字Aa1" * 21])
def test_a_long_one_costs_no_more_than_a_moment(cast, password):
    """Measured by the processor's time, which other work on the machine does not lengthen."""
    began = time.process_time()
    with suppress(ValidationError):
        GuessableValidator().validate(password, cast.clerk.user)
    assert time.process_time() - began < 1
