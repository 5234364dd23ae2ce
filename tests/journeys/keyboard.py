"""Hands that have a keyboard and nothing else."""

from playwright.sync_api import Locator, Page, expect

LONGEST_WAY = 80
"""Tabs that somebody would press at most before giving up."""
HAS_FOCUS = """(element) => {
    const focus = document.activeElement;
    if (focus !== element) return "elsewhere";
    const box = focus.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return focus.contains(top) || top?.contains(focus) ? "seen" : "hidden";
}"""


class Keyboard:
    """Presses keys on a page and counts them; there is no pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0
        self.letters = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.presses += 1

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.letters += len(words)

    def tab_to(self, target: Locator, *, key: str = "Tab") -> None:
        """Press Tab until the focus is on `target`, which must be in sight (WCAG 2.4.11)."""
        expect(target).to_be_visible()
        for _ in range(LONGEST_WAY):
            self.press(key)
            state = target.evaluate(HAS_FOCUS)
            assert state != "hidden", f"The focus on {target} is hidden."
            if state == "seen":
                return
        raise AssertionError(f"No number of tabs leads to {target}.")

    def use(self, target: Locator, *, key: str = "Enter") -> None:
        """Go to `target` and press it."""
        self.tab_to(target)
        self.press(key)

    def skip_to_content(self) -> None:
        """Take the first link of every page, past the bar."""
        self.use(self.page.locator("a.skip"))

    def tell(self, script: str) -> None:
        print(f"\n{script}: {self.presses} keys and {self.letters} letters", end="")
