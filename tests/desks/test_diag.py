"""手机自检: one screen for everybody who signs in, with what its script needs to compare."""

from django.urls import reverse


def test_everybody_may_look_at_the_own_phone(cast, enter):
    for key in ("village_chief", "handler", "clerk", "system_admin"):
        page = enter(cast[key]).get(reverse("desks:diag"))
        assert page.status_code == 200 and reverse("desks:health") in page.text and "data-now" in page.text


def test_it_is_found_under_me_and_beside_the_twenty_steps(cast, enter):
    client = enter(cast.village_chief)
    assert reverse("desks:diag") in client.get(reverse("desks:me")).text
    steps = client.get(reverse("desks:help_page", args=["phone"])).text
    assert steps.count("<li>") >= 20 and reverse("desks:diag") in steps
