"""What a browser can measure of the page a tab shows, besides axe."""

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
# WCAG 2.2, 1.4.12.
TEXT_SPACING = """
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }
"""
LARGE_TEXT = "html { font-size: 200% !important }"
USE_SHEET = """text => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = text ? [sheet] : [];
}"""
# What is wider than the window, or cut off by a box that neither scrolls nor is for listeners only.
LOST = """() => {
    const hidden = ".visually-hidden, .skip-link, [popover]:not(:popover-open), svg";
    const name = (element) => `${element.localName}.${element.className}: ${element.innerText.slice(0, 30)}`;
    const root = document.documentElement;
    const found = root.scrollWidth > root.clientWidth ? [`the page: ${root.scrollWidth}`] : [];
    for (const element of document.querySelectorAll("body *")) {
        if (!element.checkVisibility({visibilityProperty: true}) || element.closest(hidden)) continue;
        const {overflowX, overflowY} = getComputedStyle(element);
        const cuts = [overflowX, overflowY].some((way) => way === "hidden" || way === "clip");
        const isLarger = element.scrollWidth > element.clientWidth + 1 ||
            element.scrollHeight > element.clientHeight + 1;
        if (cuts && isLarger && element.textContent.trim()) found.push("cut: " + name(element));
        const isOut = element.getBoundingClientRect().right > root.clientWidth + 1;
        if (isOut && !element.closest("[tabindex='0']")) found.push("outside: " + name(element));
    }
    return found;
}"""
# Whatever steers the site is as large as a fingertip (44 pixels); for links among text see test_axe.py,
# whose rule target-size asks for 24 or the room around them (WCAG 2.2, 2.5.8).
SMALL = """() => {
    const steers = "header.site-header a[href], .button, button, select, textarea, summary, .pagination a, " +
        "input:not([type=hidden])";
    const size = (element) => {
        const boxes = [element, ...(element.labels ?? [])].map((part) => part.getBoundingClientRect());
        return Math.max(...boxes.map((box) => box.height));
    };
    return [...document.querySelectorAll(steers)]
        .filter((element) => element.checkVisibility({visibilityProperty: true}))
        .filter((element) => size(element) < 44 && !element.closest(".visually-hidden"))
        .map((element) => `${size(element)} ${element.outerHTML.slice(0, 80)}`);
}"""
# Of the element that has the focus: is a line of two pixels round it or round a part of it, and is it the
# one that is seen at its place (WCAG 2.2, 2.4.7 and 2.4.11)?
FOCUS = """() => {
    const element = document.activeElement;
    const styles = [element, ...element.querySelectorAll("*")].map((part) => getComputedStyle(part));
    const line = styles.some((style) =>
        (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) ||
        (element.closest("svg") && style.stroke !== "none" && parseFloat(style.strokeWidth) >= 2));
    const seen = [...element.getClientRects()].some((box) => {
        const middle = (start, end, most) => (Math.max(start, 0) + Math.min(end, most)) / 2;
        const [x, y] = [middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight)];
        const top = document.elementFromPoint(x, y);
        return top && (element.contains(top) || top.contains(element));
    });
    return {name: element.outerHTML.slice(0, 100), line, seen};
}"""
# What the tab key must reach, in the order of the document; of radio buttons the chosen one,
# or else the first.
STOPS = """() => {
    const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const stops = [];
    for (const element of document.querySelectorAll(kinds)) {
        if (!element.checkVisibility({visibilityProperty: true})) continue;
        if (element.disabled || element.tabIndex < 0) continue;
        if (element.type === "radio") {
            const group = [...element.form.elements].filter((other) => other.name === element.name);
            if (element !== (group.find((other) => other.checked) ?? group[0])) continue;
        }
        stops.push(element);
    }
    window.stops = stops;
    return stops.length;
}"""
STOP = "window.stops.indexOf(document.activeElement)"
# What would move although its reader has asked for calm.
MOVEMENT = """() => [...document.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    const longest = (text) => Math.max(...text.split(",").map(parseFloat));
    return longest(style.animationDuration) > 0.001 || longest(style.transitionDuration) > 0.001;
}).map((element) => element.outerHTML.slice(0, 80))"""


def lost(tab):
    """What is cut off or out of the window: on a narrow phone, with wide letters, with large text."""
    found = []
    for viewport, sheet in ((PHONE, ""), (PHONE, TEXT_SPACING), (DESK, TEXT_SPACING), (DESK, LARGE_TEXT)):
        tab.set_viewport_size(viewport)
        tab.evaluate(USE_SHEET, sheet)
        found += [f"{viewport['width']} {sheet.strip()[:20]}: {what}" for what in tab.evaluate(LOST)]
    tab.evaluate(USE_SHEET, "")
    return found


def small(tab):
    """What steers the site and is smaller than a fingertip, on a phone."""
    tab.set_viewport_size({"width": 360, "height": 740})
    return tab.evaluate(SMALL)


def badly_reached(tab, most=250):
    """Goes through the page with the tab key: stops that are not marked, not seen or out of order."""
    number = min(tab.evaluate(STOPS), most)
    found, last = [], None
    for expected in range(number):
        while (focus := next_stop(tab))["number"] == last and focus["has_parts"]:
            pass
        last = focus["number"]
        if last != expected or not focus["line"] or not focus["seen"]:
            found.append(f"stop {expected} is {last}: {focus}")
    return found


def next_stop(tab):
    """Days and times have stops of the browser's own inside: day, month, year, calendar."""
    tab.keyboard.press("Tab")
    parts = "['date', 'time'].includes(document.activeElement.type)"
    return tab.evaluate(f"() => ({{number: {STOP}, has_parts: {parts}, ...({FOCUS})()}})")
