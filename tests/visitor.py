"""A browser that looks at every page it opens: axe, width, size of targets, and a picture for people to look at."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Response

ROOT = Path(__file__).parents[1]
AXE = ROOT / ".venv" / "share" / "js" / "axe" / "axe.min.js"
SHOTS = Path(__file__).parent / "browser" / "shots"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# Whatever is pressed, but for links inside running text and what only screen readers see.
SMALL = """least => Array.from(document.querySelectorAll('button, summary, select, input, textarea, .btn'))
  .filter(e => { const b = e.getBoundingClientRect(); const r = e.type === 'radio' || e.type === 'checkbox';
    const box = r && e.closest('.choice') ? e.closest('.choice').getBoundingClientRect() : b;
    return b.width && !e.closest('.visually-hidden') && box.height < least - 0.5; })
  .map(e => e.outerHTML.slice(0, 120))"""


class Visitor:
    """One person at one screen. `go` and `press` end in `look`, so no page stays unchecked."""

    def __init__(self, page: Page, address: str, *, width: int, script: bool) -> None:
        self.page, self.address, self.width, self.script = page, address, width, script
        self.complaints: list[str] = []
        page.set_default_timeout(90_000)  # a busy machine is no fault of the page
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str, *, name: str = "", expect: int = 200) -> Response:
        answer = self.page.goto(self.address + path)
        assert answer
        assert answer.status == expect, f"{path}: {answer.status}"
        self.look(name)
        return answer

    def press(self, label: str, *, name: str = "", role: Any = "button") -> None:
        """Press the one visible button (or link) of the main column called `label`, then look at what comes."""
        self.page.locator("#main").get_by_role(role, name=label, exact=True).first.click()
        self.page.wait_for_load_state()
        self.look(name)

    def fill(self, **fields: str) -> None:
        """Type into fields by their names."""
        for field, value in fields.items():
            box = self.page.locator(f"#main [name='{field}']").first
            if box.evaluate("e => e.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)

    def text(self) -> str:
        return self.page.inner_text("body")

    def look(self, name: str = "") -> None:
        if name:
            self.shoot(name)
        where = self.page.url
        assert not self.complaints, f"{where}: {self.complaints}"
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.width, f"{where}: {wide} px wide on a screen of {self.width}"
        large = self.page.evaluate("document.documentElement.classList.contains('large')")
        small = self.page.evaluate(SMALL, 60 if large else 44)
        assert not small, f"{where}: targets too small: {small}"
        found = self.axe() if self.script else []  # axe itself is a script
        assert not found, f"{where}: {json.dumps(found, ensure_ascii=False, indent=1)}"

    def axe(self) -> list[dict[str, Any]]:
        """What axe-core holds against the page: rule and where."""
        self.page.evaluate(AXE.read_text())
        result = self.page.evaluate("rules => axe.run(document, rules)", RULES)
        return [
            {
                "rule": found["id"],
                "where": [(node["html"][:160], node["failureSummary"][:300]) for node in found["nodes"][:4]],
            }
            for found in result["violations"]
        ]

    def shoot(self, name: str) -> Path:
        """A picture of the whole page, in a folder that is not kept."""
        kind = f"{self.width}{'' if self.script else '-noscript'}"
        path = SHOTS / f"{name}-{kind}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=True)
        return path

    def _listen(self, message: Any) -> None:
        """A refused style, a missing script, a failed request of the page itself."""
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)
