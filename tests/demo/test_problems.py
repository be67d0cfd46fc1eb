"""The words of what is found: whole sentences, and what is done fits what was found."""

import random
import re
from collections import Counter

import pytest

from hezhang.portal.demo import problems
from hezhang.portal.demo.problems import PROBLEMS, Sight
from issues.clocks.choices import Severity
from issues.ledger.choices import Source
from issues.ledger.defaults import CATEGORIES
from patrols.norms.defaults import CHECK_ITEMS

each = pytest.mark.parametrize("problem", PROBLEMS, ids=lambda one: f"{one.category}-{one.item}")


@each
def test_it_fits_the_shipped_lists(problem):
    assert problem.category in [name for name, _ in CATEGORIES]
    assert problem.item in " ".join(CHECK_ITEMS.values()).split()
    assert problem.item != "其他问题"  # a patrol's issue begins with the name of its check item


@each
def test_it_is_written_as_a_sentence(problem):
    sight = Sight(problem, random.Random(3))
    for pattern in (*problem.told, problem.seen):
        text = sight.write(pattern)
        assert str(sight.slots["place"]) in text
        assert not re.search(r"[{}]|\s$|。$|，，", text)
        assert 8 <= len(text) <= 60
    # The place comes first where the office writes; under a check item comes first what it is.
    assert all(pattern.startswith("{place}") for pattern in problem.told)


@each
def test_how_much_was_cleared_is_how_much_was_found(problem):
    counted = [words for words in (*problem.measures, *problem.settled) if "{n}" in words]
    assert all("{n}" in told for told in problem.told) or not counted


def test_most_of_it_is_litter_and_little_is_major():
    dice = random.Random(11)
    met = [problems.meet(dice).problem for _ in range(2000)]
    categories, severities = Counter(one.category for one in met), Counter(one.severity for one in met)
    assert categories["漂浮物"] + categories["乱堆"] > 900
    assert 0 < severities[Severity.MAJOR] < 60


def test_words_do_not_repeat_themselves():
    dice = random.Random(5)
    assert len({problems.meet(dice).told for _ in range(300)}) > 240


def test_what_is_asked_for_is_met():
    dice = random.Random(2)
    for _ in range(50):
        assert problems.meet(dice, "漂浮物", "乱堆", instant=True).problem.track == "instant"
        assert problems.meet(dice, "护岸损毁").problem.category == "护岸损毁"


def test_a_satellite_sees_no_smell():
    dice = random.Random(4)
    smell = next(one for one in PROBLEMS if one.item == "水体异味")
    shed = next(one for one in PROBLEMS if one.category == "乱建")
    assert Source.SATELLITE not in {problems.source_of(dice, smell) for _ in range(300)}
    assert Source.SATELLITE in {problems.source_of(dice, shed) for _ in range(300)}
