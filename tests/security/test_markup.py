"""Script in names, remarks, file names and reasons is shown as words, on every page that shows anything."""

from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.files.models import Upload
from issues.ledger import services
from issues.ledger.models import Issue
from tests.guards.test_scope_matrix import cells
from tests.issues.acts import picture
from tests.security.hostile import SCRIPT, spoil

pytestmark = [pytest.mark.story_until("2026-07-01"), pytest.mark.apart]  # of the round in tests/security/hostile.py

MEMBERS = ["clerk", "village_chief", "handler", "leader", "system_admin", "audit_admin"]


class Live(HTMLParser):
    """What a browser would run of a page: handlers, scripts of the page itself, links that are scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag, attrs):
        self.in_script = tag == "script"
        self.found += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]
        self.found += [f"{tag} {value}" for _, value in attrs if (value or "").strip().startswith("javascript:")]

    def handle_data(self, data):
        if self.in_script and data.strip():
            self.found.append(f"script {data}")

    def handle_endtag(self, tag):
        self.in_script = False


def live(answer) -> list[str]:
    """Of an answer that is a page; files are no pages."""
    if answer.streaming:
        b"".join(answer)  # which closes it
        return []
    parser = Live()
    parser.feed(answer.content.decode("utf8", "replace"))
    return parser.found


@pytest.fixture
def hostile(world):
    issue = Issue.objects.get(pk=world.rows["own"]["issue"])
    services.reject(issue, world.cast.clerk, words=SCRIPT)
    Entry.objects.create(at=timezone.now(), action="x", label=SCRIPT, before={SCRIPT: SCRIPT}, after={SCRIPT: SCRIPT})
    assert spoil(SCRIPT) > 40
    return world


def test_the_look_out_sees_what_is_live():
    parser = Live()
    parser.feed(f'<p title="{SCRIPT}"><a href=" javascript:x">')
    assert len(parser.found) == 3


@pytest.mark.parametrize("member", MEMBERS)
def test_every_page_shows_words(hostile, enter, member):
    client, shown = enter(hostile.cast[member]), 0
    client.raise_request_exception = False
    for name, place, url in cells(hostile):
        if place in ("", "own"):
            answer = client.get(url)
            assert (name, answer.status_code < 500, live(answer)) == (name, True, [])
            shown += not answer.streaming and b"&lt;script&gt;alert(1)" in answer.content
    assert shown > 1


def test_what_is_asked_comes_back_as_words(hostile, enter):
    client = enter(hostile.cast.clerk)
    asked = dict.fromkeys(("q", "order", "tab", "name", "town", "columns", "span"), SCRIPT)
    for url in ("/issues/", "/rivers/", "/people/", "/patrols/duty/", "/nowhere/"):
        assert (url, live(client.get(url, asked))) == (url, [])


def test_a_file_name_is_words(world, enter):
    photo = picture(name=f"{SCRIPT}.jpg")
    data = {"reach": world.cast.village_reach.pk, "text": "垃圾", "photos": [photo]}
    answer = enter(world.cast.village_chief).post("/issues/report/", data, follow=True)
    assert (answer.status_code, live(answer)) == (200, [])
    assert "/" not in Upload.objects.latest("pk").name


@pytest.mark.parametrize("url", ["/rivers/chiefs/import/", "/people/regions/import/"])
def test_a_cell_of_a_workbook_is_words(world, enter, url):
    sheet = SimpleUploadedFile(f"{SCRIPT}.csv", f"{SCRIPT},{SCRIPT}\n{SCRIPT},{SCRIPT}\n".encode(), "text/csv")
    answer = enter(world.cast.head).post(url, {"file": sheet}, follow=True)
    assert answer.status_code < 500 and live(answer) == []
