"""Check that third-party front-end files are exactly those of the manifest: python scripts/vendor_check.py [--write].

``sha256`` is of the file as it lies here. Where a source map reference was cut off (its map is not shipped),
``cut`` holds the line, and ``upstream_sha256`` is that of the package's own file: here + cut = upstream.
"""

import hashlib
import json
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
FIELDS = {"name", "version", "licence", "source", "file", "sha256"}


def sha256(data: bytes) -> str:
    """Hex digest."""
    return hashlib.sha256(data).hexdigest()


def faults(static: Path = STATIC) -> list[str]:
    """Every difference between the manifest and the files, one sentence each; empty when all is well."""
    entries = json.loads((static / "vendor" / "manifest.json").read_text())
    found = [fault for entry in entries for fault in _faults_of(static, entry)]
    listed = {entry["file"] for entry in entries} | {"vendor/manifest.json"}
    present = {str(path.relative_to(static)) for path in (static / "vendor").rglob("*") if path.is_file()}
    return found + [f"{name}: not in the manifest" for name in sorted(present - listed)]


def _faults_of(static: Path, entry: dict) -> list[str]:
    if missing := FIELDS - entry.keys():
        return [f"{entry.get('file')}: manifest lacks {', '.join(sorted(missing))}"]
    path = static / entry["file"]
    if not path.is_file():
        return [f"{entry['file']}: missing"]
    data = path.read_bytes()
    found = [] if sha256(data) == entry["sha256"] else [f"{entry['file']}: sha256 differs"]
    if "cut" in entry and sha256(data + entry["cut"].encode()) != entry["upstream_sha256"]:
        found.append(f"{entry['file']}: differs from the published file")
    return found


def write(static: Path = STATIC) -> None:
    """Take the present files as right: only after a deliberate upgrade."""
    path = static / "vendor" / "manifest.json"
    entries = json.loads(path.read_text())
    for entry in entries:
        data = (static / entry["file"]).read_bytes()
        entry["sha256"] = sha256(data)
        if "cut" in entry:
            entry["upstream_sha256"] = sha256(data + entry["cut"].encode())
    path.write_text(json.dumps(entries, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    if "--write" in sys.argv:
        write()
    problems = faults()
    sys.stdout.write("\n".join(problems or ["vendor files match the manifest"]) + "\n")
    sys.exit(bool(problems))
