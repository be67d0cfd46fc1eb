"""What deploy/ ships is tried: the units by systemd's own judge, nginx as a process in front of the product."""

import getpass
import re
import shutil
import ssl
import subprocess
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests.serving import site

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("serving"), pytest.mark.clock()]
DEPLOY = site.ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
CONF = (DEPLOY / "nginx/hezhang.conf").read_text("utf8")
MODULES = "user {user}; events {{}} pid {home}/nginx.pid; error_log {home}/nginx.log; daemon off;"
FOLDERS = " ".join(
    f"{kind}_temp_path {{home}}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
)
needs_nginx = pytest.mark.skipif(not shutil.which("nginx"), reason="needs nginx")
needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")


@needs_systemd
def test_the_units_are_sound(tmp_path):
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text("utf8").replace("/opt/hezhang", str(site.ROOT)), "utf8")
    words = ["systemd-analyze", "verify", *sorted(str(path) for path in tmp_path.glob("*.service"))]
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_comes_back_and_may_little(unit):
    lines = set(unit.read_text("utf8").splitlines())
    assert {"Restart=always", "StartLimitIntervalSec=0", "User=hezhang"} <= lines
    assert {"NoNewPrivileges=true", "ProtectSystem=strict", "PrivateTmp=true", "CapabilityBoundingSet="} <= lines


def test_the_units_run_what_the_procfile_runs():
    procfile = (site.ROOT / "Procfile").read_text("utf8")
    shipped = [re.search(r"^ExecStart=(.*)$", unit.read_text("utf8"), re.M)[1] for unit in UNITS]
    plain = [line.replace("/opt/hezhang/.venv/bin/", "").replace("/bin/sh /opt/hezhang/", "sh ") for line in shipped]
    assert len(plain) == 3
    assert [line for line in plain if line not in procfile] == []


def test_nginx_takes_as_much_as_the_product():
    assert f"client_max_body_size    {settings.UPLOAD_MAX_BYTES // 2**20}m;" in CONF


def test_the_example_names_only_what_the_readme_explains():
    readme = (site.ROOT / "README.md").read_text("utf8")
    names = re.findall(r"^([A-Z_]+)=", (DEPLOY / "hezhang.env.example").read_text("utf8"), re.M)
    assert len(names) > 8
    assert [name for name in names if name not in readme] == []


def certificate(home: Path) -> None:
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 36500 -subj /CN=127.0.0.1 -keyout privkey.pem -out fullchain.pem"
    subprocess.run(words.split(), cwd=home, check=True, capture_output=True)


def configuration(home: Path, env: dict[str, str], plain: int, tls: int) -> str:
    """The shipped one, at this test's addresses."""
    text = CONF
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ": f"listen 127.0.0.1:{tls} ",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{env['PORT']};",
        "server_name hzb.example.gov.cn;": "server_name 127.0.0.1;",
        "/etc/hezhang/tls": str(home),
        "/opt/hezhang/staticfiles/": f"{env['STATIC_ROOT']}/",
    }.items():
        assert old in text
        text = text.replace(old, new)
    return (
        MODULES.format(home=home, user=getpass.getuser())
        + "http {"
        + FOLDERS.format(home=home)
        + "\naccess_log off;\n"
        + text
        + "}"
    )


@pytest.fixture(scope="module")
def front(env, tmp_path_factory):
    """The product in service behind nginx: ports of both."""
    home = tmp_path_factory.mktemp("nginx")
    home.chmod(0o755)
    behind = env | {
        "HTTPS": "1",
        "TRUSTED_PROXIES": "127.0.0.1",
        "PORT": str(site.free_port()),
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    plain, tls = site.free_port(), site.free_port()
    certificate(home)
    (home / "nginx.conf").write_text(configuration(home, behind, plain, tls), "utf8")
    nginx = ("nginx", "-p", str(home), "-c", str(home / "nginx.conf"))
    with site.running(behind, *site.web(behind)), site.running(behind, *nginx):
        assert site.until(lambda: ask(f"https://127.0.0.1:{tls}/health/")[0] == 200)
        yield {
            "plain": f"http://127.0.0.1:{plain}",
            "tls": f"https://127.0.0.1:{tls}",
            "PORT": str(plain),
            "TLS": str(tls),
        }


class Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *words):
        return None


def lowered(headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def ask(url: str, data: bytes | None = None, **headers: str) -> tuple[int, dict[str, str]]:
    trusting = urllib.request.HTTPSHandler(context=ssl._create_unverified_context())
    request = urllib.request.Request(url, data, {name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.build_opener(trusting, Stays).open(request, timeout=site.LONG) as answer:
            return answer.status, lowered(answer.headers)
    except urllib.error.HTTPError as no:
        with no:
            return no.code, lowered(no.headers)
    except OSError:
        return 0, {}


@needs_nginx
def test_plain_http_leads_to_tls(front):
    status, headers = ask(front["plain"] + "/issues/")
    assert status == 301 and headers["location"].startswith("https://127.0.0.1")


@needs_nginx
def test_pages_and_static_files_come_through(front):
    status, headers = ask(front["tls"] + "/accounts/sign-in/")
    assert status == 200 and "max-age=31536000" in headers["strict-transport-security"]
    assert headers["set-cookie"].startswith("__Host-csrftoken=") and "Secure" in headers["set-cookie"]
    status, headers = ask(front["tls"] + "/static/css/bare.css")
    assert status == 200 and headers["x-content-type-options"] == "nosniff"


@needs_nginx
def test_slow_senders_are_nginxs(front):
    with slow_over_tls(front, 12):
        assert [ask(front["tls"] + path)[0] for path in ("/health/", "/accounts/sign-in/")] == [200, 200]


@contextmanager
def slow_over_tls(front, how_many):
    context = ssl._create_unverified_context()
    lines = [context.wrap_socket(site.send({"PORT": front["TLS"]}, b"")) for _ in range(how_many)]
    for line in lines:
        line.sendall(site.SLOW + b"Content-Length: 1000\r\n\r\n0123456789")
    try:
        yield
    finally:
        for line in lines:
            line.close()


@needs_nginx
def test_a_long_body_is_refused_unread(front):
    context = ssl._create_unverified_context()
    with context.wrap_socket(site.send({"PORT": front["TLS"]}, b"")) as line:
        line.sendall(site.SLOW + b"Content-Length: 200000000\r\n\r\n")
        assert b"413" in line.recv(65536)
