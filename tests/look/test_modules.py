"""Our scripts as modules: they find one another under hashed names, and load as deep as a weak line allows."""

import json
import re
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
# The storage rewrites what is written like this and nothing else: a relative path, and the semicolon.
SOUND = re.compile(r'^import (?:[^;"]+ from )?"\.{1,2}/[^"]+\.js";', re.M)
ANY = re.compile(r"^import\b", re.M)
# Newer than Chromium 90 or Safari 14.5, the floor.
TOO_NEW = re.compile(
    r"\.at\(|structuredClone|Object\.hasOwn|randomUUID|\.toSorted\(|\.findLast\(|^await |\#\w+ =", re.M
)


@pytest.fixture
def collected(tmp_path, settings):
    """The static files as they are served: hashed, each import rewritten."""
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = [ROOT / "static"]
    storage = {"BACKEND": "hezhang.core.web.storage.ModuleStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": storage}
    call_command("collectstatic", interactive=False, verbosity=0)
    yield tmp_path
    shutil.rmtree(tmp_path)


def test_every_import_leads_to_a_hashed_name(collected):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    plain = {name.rsplit("/", 1)[-1] for name in names if name.startswith("js/")}
    for name, hashed in names.items():
        if name.startswith("js/"):
            imports = re.findall(r'(?:from|import) ?"([^"]+)"', (collected / hashed).read_text("utf8"))
            assert not [each for each in imports if each.rsplit("/", 1)[-1] in plain], name


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_imports_are_written_so_that_they_are_found(path):
    text = path.read_text("utf8")
    assert len(ANY.findall(text)) == len(SOUND.findall(text))
    assert TOO_NEW.search(text) is None


def test_a_redirect_is_told_to_a_script(cast):
    """The sign-in as 401, everything else as its address; a browser's own form is redirected as ever."""
    answer = Client().post("/issues/report/", HTTP_X_REQUESTED_WITH="fetch")
    assert answer.status_code == 401 and answer.json()["url"].startswith("/accounts/sign-in/")
    assert Client().post("/issues/report/").status_code == 302


def test_a_receipt_is_told_to_a_script_and_its_words_wait_for_the_page(cast, enter):
    client = enter(cast.village_chief)
    data = {"reach": cast.village_reach.pk, "text": "岸边垃圾"}
    answer = client.post("/issues/report/", data, HTTP_X_REQUESTED_WITH="fetch")
    assert answer.status_code == 200 and "Location" not in answer
    assert "已上报" in client.get(answer.json()["url"]).content.decode()
