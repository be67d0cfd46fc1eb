"""确认办结: by the office that has sent it."""

from issues.escalation import services
from tests.escalation.notices import asked, replied


def test_accept_reply(cast, enter):
    asked(
        cast,
        enter,
        replied(cast),
        "accept_reply",
        "clerk",
        {},
        lambda notice, post: services.accept_reply(notice, by=post),
        "done",
    )
