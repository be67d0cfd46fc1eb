"""The world of the scope matrix, made once in a process; what a test does to it is undone.

Files that ask for it stand at one moment (``pytest.mark.clock()``): another moment would need a world of its own.
"""

import atexit
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest
from django.test import override_settings

from tests import snapshot
from tests.guards import scope_world


def made_world() -> scope_world.World:
    media = Path(mkdtemp(prefix="world-"))
    atexit.register(rmtree, media, ignore_errors=True)
    with override_settings(MEDIA_ROOT=media):
        return scope_world.build(media)


snapshot.BENEATH["world"] = made_world


@pytest.fixture
def world(db, settings):
    found = snapshot.again(made_world)
    settings.MEDIA_ROOT, settings.DEMO = found.media, False
    return found
