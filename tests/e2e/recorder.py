"""What a recorder does in the live record, and what stands there."""

from playwright.sync_api import expect


def box(page):
    return page.locator("#text")


def record(page, *lines):
    """Type as a recorder does: the number, a space, the words, Enter."""
    for line in lines:
        box(page).focus()
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    drawn(page)


def drawn(page):
    """What happened until now is on the screen: the record draws once a frame, and on a busy machine that is late."""
    page.evaluate("new Promise(requestAnimationFrame)")


def saved(page):
    expect(page.locator("#save")).to_contain_text("已保存")
    drawn(page)
    expect(page.locator(".say .save.is-wait")).to_have_count(0)


def texts(page):
    return page.locator(".stream .say p").all_inner_texts()
