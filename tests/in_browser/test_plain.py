"""„In einfachen Worten“ in the browser: opened by keyboard, open from page to page, and on paper always."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.in_browser.conftest import DESK, settle

BOX = ".srm-plain details"


def test_the_box_is_small_opens_by_keyboard_is_on_paper_and_stays_open_on_the_next_page(
    arrive: Callable[[str], Page],
) -> None:
    page = arrive("/")
    sentences = page.locator(f"{BOX} p")
    assert not sentences.first.is_visible()
    # It leaves the answer on the first screen.
    box, answer = (page.locator(name).bounding_box() for name in (".srm-plain", ".srm-answer"))
    assert box
    assert answer
    assert box["height"] < 50
    assert answer["y"] + answer["height"] < 600
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    answer = page.locator(".srm-answer").bounding_box()
    assert answer
    assert answer["y"] + answer["height"] < 844
    page.set_viewport_size(DESK)
    settle(page)

    page.locator(".srm-plain summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("heading", name="In einfachen Worten", level=2).is_visible()
    assert sentences.first.is_visible()
    before = sentences.all_inner_texts()
    page.get_by_role("link", name="Meilensteine", exact=True).first.click()
    page.wait_for_url("**/meilensteine")
    settle(page)
    assert page.locator(BOX).count() == 1
    assert sentences.first.is_visible()
    assert sentences.all_inner_texts() != before

    # Printed, it is as it was before, open or closed.
    page.evaluate("['beforeprint', 'afterprint'].forEach((name) => dispatchEvent(new Event(name)))")
    assert sentences.last.is_visible()
    page.locator(".srm-plain summary").click()
    assert not sentences.last.is_visible()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert sentences.last.is_visible()
    assert page.locator(BOX).evaluate("box => box.getBoundingClientRect().height") > 100
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not sentences.last.is_visible()
    # And closed it stays closed.
    page.emulate_media(media="null")
    page.go_back()
    expect(page.locator(".srm-answer")).to_be_visible()
    settle(page)
    assert not sentences.first.is_visible()
