"""How somebody works a page: with a mouse, or with a keyboard and nothing else.

`press` follows a link, pushes a button, opens a fold; `write`, `set_date`, `set_time`, `tick` and `pick` fill
fields in. Both hands do the same things, so a story is told once.
"""

from playwright.sync_api import expect

MOST_STOPS = 250  # of the Tab key on one page
HAS_FOCUS = "element => element === document.activeElement"
IN_THE_GROUP = """element => document.activeElement.name === element.name
    && document.activeElement.form === element.form && document.activeElement.type === element.type"""
# The shorter way round a group of radio buttons, of which those in a closed fold are no stops.
WAY_ROUND = """element => {
    const group = [...element.form.elements[element.name]].filter(each => each.checkVisibility());
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

    def press(self, control):
        self._reach(control)
        self._key("Enter")

    def write(self, control, text):
        self._reach(control)
        self._key("Control+A")
        self.page.keyboard.insert_text(text)

    def set_date(self, control, day):
        self._reach(control)
        self.page.keyboard.type(f"{day:%m%d%Y}")
        expect(control).to_have_value(day.isoformat())

    def set_time(self, control, clock):
        self._reach(control)
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
        self._reach(control)
        if not control.is_checked():
            self._key("Space")
        expect(control).to_be_checked()

    def pick(self, control, option):
        self._reach(control)
        self._key("Home")
        count = control.locator("option").count()
        for _step in range(count):
            if control.evaluate("element => element.selectedOptions[0].label") == option:
                return
            self._key("ArrowDown")
        raise AssertionError(f"the list has no “{option}” that the arrow keys reach")

    def _reach(self, control):
        self._tab_until(control, HAS_FOCUS)
        assert not (wrong := control.evaluate(IS_IN_SIGHT)), f"what has the focus {wrong}"

    def _tab_until(self, control, reached):
        expect(control).to_be_visible()
        passed = []
        for _step in range(MOST_STOPS):
            if control.evaluate(reached):
                return
            self._key("Tab")
            passed.append(self.page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))
        raise AssertionError("the Tab key does not lead there; it led to\n" + "\n".join(passed[-20:]))

    def _key(self, key):
        self.page.keyboard.press(key)
