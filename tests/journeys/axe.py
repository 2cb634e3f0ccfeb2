"""axe-core with every rule of WCAG 2.2 AA and of good practice: none off, nothing left out."""

from axe_playwright_python.base import AXE_SCRIPT

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations", "incomplete"],
}
VIEWPORTS = [{"width": 320, "height": 640}, {"width": 1280, "height": 800}]
# What axe cannot decide by itself and a person has looked at: {rule: {where: why it is fine}}.
LOOKED_AT = {
    "color-contrast": {
        ".river-map__drawing :is(text, tspan)": "a halo: test_names_on_the_map_stand_out",
        ".table-scroll *": "a table that scrolls sideways hides cells; the colours are those of the page",
    },
}
runs = 0


def look(page):
    """What is wrong with the page that the tab shows, in both widths: a list of lines, empty when fine."""
    return [line for viewport in VIEWPORTS for line in look_once(page, viewport)]


def look_once(page, viewport):
    global runs
    runs += 1
    page.set_viewport_size(viewport)
    # A page that a click has just led to may still wait for its style sheet.
    page.wait_for_load_state("load")
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(f"() => {{ {AXE_SCRIPT} }}")
    found = page.evaluate("options => axe.run(document, options)", OPTIONS)
    where = f"{page.url} at {viewport['width']} px"
    return [
        f"{where}: {rule['id']} ({kind}): {node['target']}: {node['failureSummary']}"
        for kind in ("violations", "incomplete")
        for rule in found[kind]
        for node in rule["nodes"]
        if kind == "violations" or not is_looked_at(page, rule["id"], node["target"][-1])
    ]


def is_looked_at(page, rule, target):
    return any(
        page.evaluate("([target, where]) => document.querySelector(target).matches(where)", [target, where])
        for where in LOOKED_AT.get(rule, ())
    )
