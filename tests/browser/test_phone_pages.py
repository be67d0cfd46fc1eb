"""Every page of the phone: nothing beside the screen, nothing too small to touch, a way back."""

import pytest

from tests.browser import axe

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
TABS = ["/", "/patrols/start/", "/issues/?tab=all", "/me/"]
BELOW = ["/patrols/", "/patrols/?all=1", "/patrols/duty/", "/issues/report/", "/messages/", "/help/", "/help/patrol/"]
SMALL = """() => [...document.querySelectorAll('.phone-main a, .phone-main button, .phone-foot a, .phone-foot button')]
  .filter(each => !each.closest('p, .help-text, details:not([open])'))
  .map(each => [each.innerText, each.getBoundingClientRect()])
  .filter(([, box]) => box.height > 2 && (box.height < 43.5 || box.width < 43.5))
  .map(([words]) => words)"""


@pytest.mark.parametrize("width", [360, 390])
def test_phone_pages_are_readable_by_everybody_and_big_enough(as_member, width):
    page = as_member("zhangcun", {"width": width, "height": 844})
    found = {}
    for path in TABS + BELOW:
        page.goto(path)
        faults = axe.faults(page, **RULES)
        if faults or page.evaluate(SMALL):
            found[path] = (faults, page.evaluate(SMALL))
    assert found == {}


OFFICE = ["/", "/issues/", "/messages/", "/me/", "/help/", "/rivers/signboards/", "/rivers/sections/"]
CLERK = ["/people/", "/people/open-accounts/", "/tasks/settings/holidays/", "/issues/?tab=closed", "/assessment/"]


@pytest.mark.parametrize(
    ("key", "paths"), [("zhangcun", TABS + BELOW), ("hezhangban", OFFICE + CLERK), ("lingdao", OFFICE)]
)
def test_large_text_on_the_smallest_phone_stays_on_the_screen(as_member, key, paths):
    page = as_member(key, {"width": 320, "height": 640})
    wide = []
    for path in paths:
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '24px'")
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path)
    assert wide == []


def test_the_open_tab_is_seen_where_not_all_fit(as_member):
    page = as_member("zhangzhen", {"width": 360, "height": 740})
    for tab in ("open", "all"):  # the first and the last
        page.goto(f"/issues/?tab={tab}")
        line = page.locator(".issue-tabs")
        assert line.evaluate("line => line.scrollWidth > line.clientWidth")
        box = line.locator("[aria-current]").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 360, tab


WALKS = """() => [...document.querySelectorAll('.bottom-bar .btn, [data-stage] button, [data-stage] label.chip, summary')]
  .filter(each => each.offsetParent).map(each => [each.innerText, each.getBoundingClientRect().height])
  .filter(([, height]) => height < 43.5)"""


@pytest.mark.parametrize("width", [360, 390])
def test_every_stage_of_a_walk_is_readable_by_everybody_and_big_enough(as_member, width):
    """In 长辈版: test_elder.py."""
    page = as_member("zhangzhen", {"width": width, "height": 844})
    page.goto("/patrols/start/")
    steps = [
        ".reach-card .btn-primary",
        "[data-act=find]",
        "[data-item]",
        "[data-act=keep]",
        "[data-foot=walking] [data-act=finish]",
    ]
    for step in steps:
        page.locator(step).first.click()
        page.wait_for_selector(".bottom-bar .btn:visible:not(:disabled)")
        faults = axe.faults(page, **RULES)
        main = page.locator(".bottom-bar .btn:visible").bounding_box()["height"]
        assert (step, faults, page.evaluate(WALKS)) == (step, [], [])
        assert main >= 48


HANDLER_TABS = ["/", "/issues/", "/me/"]
HANDLER_BELOW = ["/messages/", "/help/", "/rivers/", "/rivers/chiefs/"]


@pytest.fixture
def handler(as_member):
    """A handler of a town who chose the phone's pages."""
    page = as_member("zhenban", {"width": 390, "height": 844})
    page.context.add_cookies([{"name": "shell", "value": "phone", "domain": "127.0.0.1", "path": "/"}])
    return page


def steps_of(page) -> list[str]:
    """An issue that waits for the reader, and the forms of its steps."""
    page.goto("/issues/?tab=mine")
    waiting = page.eval_on_selector_all(".issue-cells .cell", "all => all.map(cell => cell.getAttribute('href'))")
    for issue in waiting:  # one that is only to be signed for has a button, and no form
        page.goto(issue)
        if forms := page.eval_on_selector_all(".step-buttons a", "all => all.map(a => a.getAttribute('href'))"):
            return [issue, *forms]
    raise AssertionError(f"no step with a form among {waiting}")


def test_a_handlers_phone_has_the_shell_of_the_phone_on_every_page(handler):
    found = {}
    for path in HANDLER_TABS + HANDLER_BELOW + steps_of(handler):
        handler.goto(path)
        faults = axe.faults(handler, **RULES)
        small, over = handler.evaluate(SMALL), handler.evaluate("document.documentElement.scrollWidth") - 390
        shell = handler.locator(".phone-bar").count() == handler.locator(".tab-bar a").count() - 2 == 1
        if faults or small or over or not shell:
            found[path] = (faults, small, over, shell)
    assert found == {}


def test_the_arrow_back_leads_where_one_came_from(handler):
    issue, form, *_ = steps_of(handler)
    for start in ("/issues/?tab=all", "/"):
        handler.goto(start)
        handler.locator(f".phone-main a[href^='{issue}']").first.click()
        handler.goto(form)
        handler.goto(issue)
        handler.locator(".back-link").click()
        handler.wait_for_url(f"**{start}")


def test_signing_out_by_a_slip_of_the_finger_is_asked_back(handler):
    handler.goto("/me/")
    handler.get_by_role("button", name="退出登录").click()
    handler.locator("dialog").get_by_role("button", name="取消").click()
    handler.goto("/issues/")
    assert handler.locator(".phone-bar").count() == 1


def test_a_page_below_a_tab_leads_back(as_member):
    page = as_member("zhangcun", {"width": 390, "height": 844})
    for path in BELOW:
        page.goto(path)
        assert page.locator(".phone-bar .back-link").count() == 1, path
