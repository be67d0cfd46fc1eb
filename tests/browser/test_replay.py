"""回放 on a walk's page: the slider is moved by keys, a finding's time is jumped to, playing goes on and stops at the end."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.network import rows

pytestmark = pytest.mark.browser
TRACKED = "select patrol_id from patrols_track where erased_at is null and gaps >= 0 order by patrol_id desc limit 1"


def test_keys_play_and_the_end(as_member, site):
    page = as_member("hezhangban", DESK)
    page.goto(f"/patrols/{rows(site, TRACKED)[0][0]}/")
    slider = page.locator("[data-replay-slider]")
    slider.focus()
    page.keyboard.press("PageUp")
    expect(page.locator("[data-replay-words]")).to_contain_text("开始后")
    assert int(slider.input_value()) > 0
    assert page.locator("[data-replay-done]").get_attribute("d").startswith("M")
    page.keyboard.press("End")
    expect(slider).to_have_value(slider.get_attribute("max"))
    page.click("[data-replay-play]")  # from the beginning again
    expect(page.locator("[data-replay-play]")).to_have_attribute("aria-pressed", "true")
    page.click("[data-replay-play]")
    expect(page.locator("[data-replay-play]")).to_have_attribute("aria-pressed", "false")
    assert int(slider.input_value()) < int(slider.get_attribute("max"))
