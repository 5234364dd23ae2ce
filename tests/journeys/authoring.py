"""An author at Wagtail's page editor, with a keyboard and nothing else.

Everything is found as somebody finds it who presses Tab: by the name of what has the focus. The one
exception is the window in which the system asks for a file, which no browser lets a test open.
"""

import re
from pathlib import Path

from playwright.sync_api import Page, Response, expect

from tests.journeys.keyboard import Keyboard

LONGEST_WAY = 120
"""Tabs through a form with many blocks, from its first field to what is saved at its foot."""
SLOW = 30_000
"""Milliseconds that a page of the admin may take on a busy machine."""
RICH_TEXT = "a rich text"
"""What Wagtail's field for rich text is called here: it has no name of its own."""
FOCUS = """() => {
    const focus = document.activeElement;
    if (focus === document.body) return "";
    const of = (ids) => (ids || "").split(" ").map((id) => document.getElementById(id)?.innerText);
    const shown = [
        focus.getAttribute("aria-label"),
        of(focus.getAttribute("aria-labelledby")).join(" "),
        [...(focus.labels || [])].map((label) => label.innerText).join(" "),
        focus.isContentEditable ? "a rich text" : "",
        focus.innerText,
        focus.getAttribute("title"),
        focus.tagName === "INPUT" && /submit|button/.test(focus.type) ? focus.value : "",
        focus.getAttribute("placeholder"),
    ];
    const name = shown.map((one) => (one || "").trim()).find((one) => one) || "";
    return name.replace(/\\s+/g, " ").slice(0, 80);
}"""
IS_COVERED = """async () => {
    const focus = document.activeElement;
    for (let turn = 0; turn < 40; turn += 1) {
        const box = focus.getBoundingClientRect();
        // A tall field may go on below the bar at the foot: some of it must be seen.
        for (const part of [0.1, 0.5, 0.9]) {
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height * part);
            if (top && (focus.contains(top) || top.contains(focus))) return false;
        }
        await new Promise((done) => setTimeout(done, 50));
    }
    return true;
}"""

IS_IN_FIELD = """() => {
    const focus = document.activeElement;
    return focus.isContentEditable || (/INPUT|TEXTAREA|SELECT/.test(focus.tagName)
        && focus.getAttribute("role") !== "combobox");
}"""
HAS_TITLE = """() => {
    const form = document.activeElement.closest("form");
    return form?.querySelector("[name$=title]").value;
}"""
HAS_COME_BACK = "() => document.activeElement.closest('.chooser') !== null"


class Author(Keyboard):
    """Presses keys, counts them, and counts the pages that were loaded."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.loads = 0
        page.on("response", self._count)

    def _count(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.loads += response.status == 200

    def name(self) -> str:
        """Return what the focused thing is called."""
        return str(self.page.evaluate(FOCUS))

    def to(self, name: str, *, key: str = "Tab") -> None:
        """Press Tab until what has the focus is called `name`; it must be in sight."""
        passed: list[str] = []
        for _ in range(LONGEST_WAY):
            self.press(key)
            found = self.name()
            if found == name or found.removesuffix("*").strip() == name:
                assert not self.page.evaluate(IS_COVERED), f"The focus on “{name}” is hidden."
                return
            passed.append(found)
        raise AssertionError(f"No number of tabs leads to “{name}”, but to {passed}.")

    def do(self, name: str, *, key: str = "Enter") -> None:
        """Go to what is called `name` and press it."""
        self.to(name)
        self.press(key)

    def fill(self, name: str, words: str) -> None:
        self.to(name)
        self.write(words)

    def wait_for(self, name: str) -> None:
        """Wait until the focus is on what is called `name`: tabs take it a moment later."""
        self.page.wait_for_function(f"(name) => ({FOCUS})() === name", arg=name)

    def enter_field(self) -> None:
        """Wait until the focus is in a field: what was added comes with it."""
        self.page.wait_for_function(IS_IN_FIELD)

    def add_block(self, label: str, *, first: str = "") -> None:
        """Go on to the next button that inserts a block, and find the block by its name.

        The focus is in the block's first field, `first`; empty where that is a chooser, which the
        next Tab leads to.
        """
        self.do("Insert a block")
        self.to("Search options…")
        self.write(label)
        options = self.page.get_by_role("listbox", name="Search options").get_by_role("option")
        expect(options.first).to_have_text(re.compile(label))
        self.press("Enter")
        expect(options).to_have_count(0)
        if first:
            self.enter_field()
            assert self.name().removesuffix("*").strip() == first

    def pick(self, button: str, name: str) -> None:
        """Choose what is there already in a chooser."""
        self.do(button)
        dialog = self.page.get_by_role("dialog")
        expect(dialog.get_by_role("link", name=name, exact=True)).to_be_visible(timeout=SLOW)
        expect(dialog).to_be_focused()
        self.do(name)
        expect(dialog).to_have_count(0, timeout=SLOW)
        self.page.wait_for_function(HAS_COME_BACK)

    def upload(self, button: str, tab: str, file: Path, *, captions: Path | None = None) -> None:
        """Choose a new file in a chooser: its upload tab, its form, its button."""
        self.do(button)
        dialog = self.page.get_by_role("dialog")
        expect(dialog.get_by_role("tab", name=tab)).to_be_visible(timeout=SLOW)
        expect(dialog).to_be_focused()
        self.to("Search")
        for name in (one.inner_text().strip() for one in dialog.get_by_role("tab").all()[1:]):
            self.press("ArrowRight")
            self.wait_for(name)
            if name == tab:
                break
        self.give("File", file)
        if captions:
            self.give("Captions", captions)
        self.do("Upload")
        expect(dialog).to_have_count(0, timeout=SLOW)
        self.page.wait_for_function(HAS_COME_BACK)

    def give(self, field: str, file: Path) -> None:
        """Go to a field for a file; the system's own window is stood in for."""
        self.to(field)
        handle = self.page.evaluate_handle("document.activeElement").as_element()
        assert handle is not None
        handle.set_input_files(file)
        # Its name becomes the title a moment later.
        self.page.wait_for_function(HAS_TITLE)

    def save(self, action: str) -> None:
        """Choose an action at the foot of the editor."""
        if action == "Save draft":
            self.do(action)
            return
        self.do("More actions")
        expect(self.page.get_by_role("button", name=action, exact=True)).to_be_visible()
        self.do(action)
