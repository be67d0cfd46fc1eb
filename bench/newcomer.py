"""A new office walks in, in a real browser: from an empty database to its rivers, chiefs, boards and last year's ledger on the map.

The product is served as ``make local`` serves it, on SQLite. Two commands are typed on the server, as the README says;
all else goes through pages, each reached by what the page before it shows. The workbooks have headings of their own.
Printed: what the walk took, step by step, and what a person would need.

A person's pace (assumed, on the slow side): 3 s to find and press a thing, 0.4 s a key, 15 s to find a file in the dialog; of each page up to 300
characters are read at 5 a second; the help page is read from end to end; 20 s to open a terminal.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from bench import Row, bench
from tests.browser.server import ROOT, environment, free_port, manage, running
from tests.imports import newcomer as office

PRESS, KEY, PICK_FILE, CHARACTERS, PER_SECOND, TERMINAL = 3.0, 0.4, 15.0, 300, 5.0, 20.0
DESK = {"width": 1366, "height": 768}
MOST_MINUTES, MOST_PRESSES, MOST_KEYS = 30, 60, 400
PASSWORD = "Shanshui-Youyou-47"  # noqa: S105 - of a made-up person


@dataclass
class Walk:
    """What was done so far, and what a person would have needed for it."""

    page: Page
    presses: int = 0
    keys: int = 0
    pages: int = 0
    human: float = 0.0
    begun: float = field(default_factory=time.perf_counter)
    told: list[str] = field(default_factory=list)

    def type_command(self, words: list[str]) -> None:
        self.keys += len(" ".join(["python", "manage.py", *words]))
        self.human += TERMINAL + len(" ".join(words)) * KEY

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.keys += len(address)
        self.human += len(address) * KEY
        self.read()

    def press(self, thing: Locator, most: int = CHARACTERS) -> None:
        """Press what leads to another page, and read that."""
        with self.page.expect_navigation():
            thing.click()
        self.presses += 1
        self.human += PRESS
        self.read(most)

    def write(self, label: str, words: str) -> None:
        self.page.get_by_label(re.compile(f"^{label}")).fill(words)
        self.presses, self.keys = self.presses + 1, self.keys + len(words)
        self.human += PRESS + len(words) * KEY

    def choose(self, label: str, words: str) -> None:
        self.page.get_by_label(re.compile(f"^{label}")).select_option(label=words)
        self.presses += 2
        self.human += 2 * PRESS

    def give(self, path: Path) -> None:
        self.page.locator("main input[type=file]").set_input_files(path)
        self.presses += 3  # the button, the file, 打开
        self.human += PICK_FILE

    def read(self, most: int = CHARACTERS) -> None:
        self.pages += 1
        words = re.sub(r"\s+", "", self.page.locator("main").inner_text())
        self.human += min(len(words), most) / PER_SECOND

    def tell(self, what: str) -> None:
        line = f"{what}：点击 {self.presses}，按键 {self.keys}，页面 {self.pages}，{time.perf_counter() - self.begun:.1f} 秒，按人算 {self.human / 60:.1f} 分钟"
        self.told.append(line)
        sys.stderr.write(f"  {line}\n")


@bench("newcomer")
def walk_in() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="newcomer-") as folder:
        walk = _walked(Path(folder))
    took = time.perf_counter() - walk.begun
    yield Row("新河长办从空库到地图：按人的速度", walk.human / 60, MOST_MINUTES, "要求", "分钟", at_most=1)
    yield Row("新河长办从空库到地图：点击", walk.presses, MOST_PRESSES, "自定", "次", at_most=1)
    yield Row("新河长办从空库到地图：按键", walk.keys, MOST_KEYS, "自定", "次", at_most=1)
    yield Row("新河长办从空库到地图：打开的页面", walk.pages, MOST_PRESSES, "自定", "页", at_most=1)
    yield Row("新河长办从空库到地图：机器用时", took, MOST_MINUTES * 60, "要求", "s", at_most=1)


def _walked(home: Path) -> Walk:
    port = free_port()
    env = environment(home, port)
    del env["DEMO"]
    subprocess.run(["/bin/sh", "scripts/key.sh"], cwd=ROOT, env=env, check=True)
    for words in (["migrate"], ["load_defaults"], ["collectstatic", "--noinput"]):
        manage(env, *words, "--verbosity", "0")
    files = office.written(home / "books")
    with running(home, env, port) as site, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
        walk = Walk(page)
        _sign_in(walk, site, _served_by_commands(walk, env, files["regions"]))
        _read_help(walk)
        _bring_all(walk, files)
        _look_at_the_map(walk)
        browser.close()
    return walk


def _served_by_commands(walk: Walk, env: dict[str, str], regions: Path) -> str:
    """The two commands of the README; the code for the first of the office."""
    told = ""
    for words in (
        ["import_regions", str(regions)],
        ["first_admin", "banshi", "王五", office.COUNTY, "--role", "office_clerk"],
    ):
        walk.type_command([Path(word).name for word in words])
        told = manage(env, *words)
    walk.tell("服务器上两条命令")
    found = re.search(r"激活码：([A-Z0-9-]{19})", told)
    if found is None:
        raise RuntimeError(told)
    return found[1]


def _sign_in(walk: Walk, site: str, code: str) -> None:
    page = walk.page
    walk.open(site)
    walk.press(page.get_by_role("link", name="请从这里设置密码"))
    walk.write("激活码", code)
    walk.press(page.get_by_role("button", name="下一步"))
    for label in ("新密码", "再输入一次"):
        walk.write(label, PASSWORD)
    walk.press(page.get_by_role("button", name="设置密码"))
    if page.get_by_label("用户名").count():
        walk.write("用户名", "banshi")
        walk.write("密码", PASSWORD)
        walk.press(page.get_by_role("button", name="登录"))
    walk.tell("设好密码，进入工作台")


def _bring_all(walk: Walk, files: dict[str, Path]) -> None:
    page = walk.page
    for key, title in office.BOOKS.items():
        _to_next(walk)
        if key == "lines":
            walk.give(files[key])
            walk.choose("坐标系", office.DATUM)
        else:
            walk.give(files[key])
        walk.press(page.get_by_role("button", name="上传并试算"))
        while (likely := page.locator(".notice button.btn-primary, .notice a.btn-primary")).count():
            walk.press(likely.first)
        walk.press(page.get_by_role("button", name=re.compile("^ ?确认导入")))
        walk.tell(title)


def _read_help(walk: Walk) -> None:
    page = walk.page
    walk.press(page.get_by_role("link", name="帮助").first)
    walk.press(page.locator(".help-nav").get_by_role("link", name="数据导入"), most=10_000)
    walk.press(page.get_by_role("link", name="返回工作台"))
    walk.tell("读完帮助“数据导入”")


def _to_next(walk: Walk) -> None:
    """As the page says; the home says it at first. Where the page asks for the file itself, there is nowhere to go."""
    asked = walk.page.locator("[data-next] input[type=file]")
    ahead = walk.page.locator("[data-next] a.btn-primary, #setup a.btn-primary")
    asked.or_(ahead).first.wait_for()
    if not asked.count():
        walk.press(ahead.first)


def _look_at_the_map(walk: Walk) -> None:
    page = walk.page
    page.wait_for_selector("[data-map][data-drawn]")
    walk.tell("地图")
