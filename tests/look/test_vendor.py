"""Third-party files are exactly those of the manifest."""

import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def house(tmp_path):
    """A copy of what the check looks at, to be damaged."""
    shutil.copytree(ROOT / "static", tmp_path / "static")
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "vendor_check.py", tmp_path / "scripts")
    return tmp_path


def check(root: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, root / "scripts" / "vendor_check.py"], capture_output=True, text=True, check=False
    )


def test_the_files_match_the_manifest():
    done = check(ROOT)
    assert (done.returncode, done.stdout.strip()) == (0, "vendor files match the manifest")


def test_a_changed_byte_is_found(house):
    path = house / "static" / "vendor" / "htmx.min.js"
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)
    done = check(house)
    assert done.returncode == 1
    assert "vendor/htmx.min.js: sha256 differs" in done.stdout


def test_an_unlisted_file_is_found(house):
    (house / "static" / "vendor" / "more.js").write_text("1")
    assert "vendor/more.js: not in the manifest" in check(house).stdout


def test_a_missing_file_is_found(house):
    (house / "static" / "img" / "icons.svg").unlink()
    assert "img/icons.svg: missing" in check(house).stdout


def test_a_file_that_is_not_the_published_one_is_found(house):
    """Even when somebody wrote the hash of the changed file into the manifest."""
    path, manifest = house / "static" / "vendor" / "bootstrap.min.css", house / "static" / "vendor" / "manifest.json"
    old = sha256(path.read_bytes()).hexdigest()
    path.write_bytes(path.read_bytes() + b" ")
    manifest.write_text(manifest.read_text().replace(old, sha256(path.read_bytes()).hexdigest()))
    assert check(house).stdout.strip() == "vendor/bootstrap.min.css: differs from the published file"
