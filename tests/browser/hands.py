"""How somebody works a page: with a mouse, or with a keyboard and nothing else.

`go_to` puts the cursor there; `press` follows a link, pushes a button, opens a fold; `write`, `set_date`,
`set_time`, `tick` and `pick` fill fields in. Both hands do the same things, so a story is told once.
"""

from playwright.sync_api import expect

MOST_STOPS = 250  # of the Tab key on one page
HAS_FOCUS = "element => element === document.activeElement"
IN_THE_GROUP = """element => document.activeElement.name === element.name
    && document.activeElement.form === element.form && document.activeElement.type === element.type"""
# The shorter way round a group of radio buttons, of which those in a closed fold are no stops.
WAY_ROUND = """element => {
    const inTheGroup = each => each.name === element.name && each.checkVisibility();
    const group = [...element.form.elements].filter(inTheGroup);
    const steps = group.indexOf(element) - group.indexOf(document.activeElement);
    return Math.abs(steps) <= group.length / 2 === steps > 0 ? "ArrowDown" : "ArrowUp";
}"""
IS_IN_SIGHT = """element => {
    const styles = [getComputedStyle(element), getComputedStyle(element, "::after")];
    const ring = styles.some(({outlineStyle, outlineWidth}) => outlineStyle !== "none" && outlineWidth !== "0px");
    const lines = [...element.getClientRects()];
    const uncovered = lines.some(({x, y, width, height}) => {
        const there = document.elementFromPoint(x + Math.min(width / 2, 40), y + Math.min(height / 2, 40));
        const label = element.labels && element.labels[0];
        return there && (element.contains(there) || there.contains(element) || (label && label.contains(there)));
    });
    return !ring ? "shows no ring" : !uncovered ? "is off the screen or behind something" : "";
}"""


class Mouse:
    def __init__(self, page):
        self.page = page

    def go_to(self, control):
        control.click()

    def press(self, control):
        control.click()

    def write(self, control, text):
        control.fill(text)

    def set_date(self, control, day):
        control.fill(day.isoformat())

    def set_time(self, control, clock):
        control.fill(f"{clock:%H:%M}")

    def tick(self, control):
        control.check()

    def pick(self, control, option):
        control.select_option(label=option)


class Keyboard:
    """Goes on by Tab until the control has the focus, and sees it there."""

    def __init__(self, page):
        self.page = page

    def go_to(self, control):
        self._tab_until(control, HAS_FOCUS)
        assert not (wrong := control.evaluate(IS_IN_SIGHT)), f"what has the focus {wrong}"

    def press(self, control):
        self.go_to(control)
        self._key("Enter")

    def write(self, control, text):
        self.go_to(control)
        self._key("Control+A")
        self.page.keyboard.insert_text(text)

    def set_date(self, control, day):
        self.go_to(control)
        self.page.keyboard.type(f"{day:%m%d%Y}")
        expect(control).to_have_value(day.isoformat())

    def set_time(self, control, clock):
        self.go_to(control)
        self.page.keyboard.type(f"{clock:%I%M%p}")
        expect(control).to_have_value(f"{clock:%H:%M}")

    def tick(self, control):
        if control.get_attribute("type") == "radio":
            self._tab_until(control, IN_THE_GROUP)
            way = control.evaluate(WAY_ROUND)
            for _step in range(MOST_STOPS):
                if control.evaluate(HAS_FOCUS):
                    break
                self._key(way)
        self.go_to(control)
        if not control.is_checked():
            self._key("Space")
        expect(control).to_be_checked()

    def pick(self, control, option):
        self.go_to(control)
        self._key("Home")
        count = control.locator("option").count()
        for _step in range(count):
            if control.evaluate("element => element.selectedOptions[0].label") == option:
                return
            self._key("ArrowDown")
        raise AssertionError(f"the list has no “{option}” that the arrow keys reach")

    def _tab_until(self, control, reached):
        expect(control).to_be_visible()
        element = control.element_handle()
        for _step in range(MOST_STOPS):
            if element.evaluate(reached):
                return
            self._key("Tab")
        raise AssertionError(f"{MOST_STOPS} times the Tab key, and it is not reached")

    def _key(self, key):
        self.page.keyboard.press(key)
