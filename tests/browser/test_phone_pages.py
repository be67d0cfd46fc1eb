"""Every page of the phone: nothing beside the screen, nothing too small to touch, a way back."""

import pytest
from axe_playwright_python.sync_playwright import Axe

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
        faults = [fault["id"] for fault in Axe().run(page, options=RULES).response["violations"]]
        if faults or page.evaluate(SMALL):
            found[path] = (faults, page.evaluate(SMALL))
    assert found == {}


OFFICE = ["/", "/issues/", "/messages/", "/me/", "/help/"]


@pytest.mark.parametrize(("key", "paths"), [("zhangcun", TABS + BELOW), ("zhenban", OFFICE)])
def test_large_text_on_the_smallest_phone_stays_on_the_screen(as_member, key, paths):
    page = as_member(key, {"width": 320, "height": 640})
    wide = []
    for path in paths:
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '24px'")
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path)
    assert wide == []


WALKS = """() => [...document.querySelectorAll('.bottom-bar .btn, [data-stage] button, [data-stage] label.chip, summary')]
  .filter(each => each.offsetParent).map(each => [each.innerText, each.getBoundingClientRect().height])
  .filter(([, height]) => height < 43.5)"""


@pytest.mark.parametrize(("width", "elder"), [(360, False), (390, False), (390, True)])
def test_every_stage_of_a_walk_is_readable_by_everybody_and_big_enough(as_member, width, elder):
    page = as_member("zhangzhen", {"width": width, "height": 844})
    page.context.add_cookies([{"name": "elder", "value": "01"[elder], "url": page.url}])
    page.goto("/patrols/start/")
    steps = [".reach-card .btn-primary", "[data-act=find]", "[data-item]", "[data-act=keep]", "[data-act=finish]"]
    for step in steps:
        page.locator(step).first.click()
        page.wait_for_selector(".bottom-bar .btn:visible:not(:disabled)")
        faults = [fault["id"] for fault in Axe().run(page, options=RULES).response["violations"]]
        main = page.locator(".bottom-bar .btn:visible").bounding_box()["height"]
        assert (step, faults, page.evaluate(WALKS)) == (step, [], [])
        assert main >= (60 if elder else 48)


def test_a_page_below_a_tab_leads_back(as_member):
    page = as_member("zhangcun", {"width": 390, "height": 844})
    for path in BELOW:
        page.goto(path)
        assert page.locator(".phone-bar .back-link").count() == 1, path
