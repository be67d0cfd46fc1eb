"""A record told twice: what is new in the second telling."""

from datetime import UTC, datetime, timedelta
from operator import eq

from hezhang.core.kernel.retelling import is_same, paired, unsaid

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


def test_what_was_said_in_any_earlier_telling_is_not_new():
    tellings = [{"note": "水清", "kind": "routine"}, {"note": "水清，有人钓鱼"}]
    assert unsaid({"note": "水清", "kind": "routine"}, tellings) == {}
    assert unsaid({"note": "水清，有人钓鱼"}, tellings) == {}
    assert unsaid({"note": "桥下有油", "kind": "covert"}, tellings) == {"note": "桥下有油", "kind": "covert"}


def test_words_that_only_stand_in_others_are_new():
    assert unsaid({"note": "发现问题"}, [{"note": "未发现问题"}]) == {"note": "发现问题"}


def test_what_was_left_empty_says_nothing():
    assert unsaid({"note": "", "place": None, "photos": []}, [{"note": "水清", "place": [30.1, 120.2, 5.0]}]) == {}


def test_a_fact_told_for_the_first_time_is_new():
    assert unsaid({"place": [30.1, 120.2, 5.0]}, [{"place": None}, {}]) == {"place": [30.1, 120.2, 5.0]}


def test_moments_within_a_minute_are_the_same():
    assert is_same(NOON, NOON + timedelta(seconds=59)) and is_same(NOON, NOON - timedelta(seconds=59))
    assert not is_same(NOON, NOON + timedelta(seconds=60))


def test_items_find_their_own_and_none_answers_to_two():
    assert paired(["a", "b", "a"], ["a", "c"], eq) == [("a", "a"), ("b", None), ("a", None)]


def test_the_stricter_likeness_comes_first_for_all():
    def begins(told: str, known: str) -> bool:
        return told.startswith(known)

    # "油污多" begins with "油污", but "油污" itself is also told again: it is the known one.
    assert paired(["油污多", "油污"], ["油污"], eq, begins) == [("油污多", None), ("油污", "油污")]
    assert paired(["油污多"], ["油污"], eq, begins) == [("油污多", "油污")]
