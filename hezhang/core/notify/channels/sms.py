"""The district's SMS gateway (or any other that takes JSON)."""

from django.conf import settings

from hezhang.core.notify.channels.letters import Letter, post_json


def is_on() -> bool:
    return bool(settings.NOTIFY_WEBHOOK_URL)


def send(letter: Letter) -> None:
    """POST {"to", "name", "text", "url"}; any 2xx counts as taken. ``to``: the mobile number, else the user name."""
    content = {"to": letter.phone or letter.username, "name": letter.name, "text": letter.text, "url": letter.url}
    post_json(settings.NOTIFY_WEBHOOK_URL, content)
