"""The shape of the templates: short, one macro per component, imports used, nothing inline."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

HOME = Path(__file__).parents[2] / "templates"
PAPER = HOME / "documents" / "paper"  # set by WeasyPrint, never sent to a browser, Chinese by law
TEMPLATES = sorted(path for path in HOME.rglob("*.html") if PAPER not in path.parents)
ENVIRONMENT = Environment(loader=FileSystemLoader(HOME), extensions=["jinja2.ext.i18n", "jinja2.ext.do"])  # noqa: S701 - only parsed
SOURCES = {path: path.read_text() for path in TEMPLATES}
COMPONENTS = {path.stem for path in (HOME / "components").glob("*.html")}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def name(path: Path) -> str:
    return str(path.relative_to(HOME))


each_template = pytest.mark.parametrize("path", TEMPLATES, ids=name)


@each_template
def test_a_template_is_short(path):
    assert len(SOURCES[path].splitlines()) <= 130


@each_template
def test_what_is_imported_is_used(path):
    tree = ENVIRONMENT.parse(SOURCES[path])
    imported = {n[1] if isinstance(n, tuple) else n for node in tree.find_all(nodes.FromImport) for n in node.names}
    used = {node.name for node in tree.find_all(nodes.Name)}
    assert imported <= used, sorted(imported - used)


@each_template
def test_what_is_called_is_imported_by_the_template_itself(path):
    """A fragment does not see what the page that includes it has imported: inside a block it is undefined."""
    tree = ENVIRONMENT.parse(SOURCES[path])
    imported = {n[1] if isinstance(n, tuple) else n for node in tree.find_all(nodes.FromImport) for n in node.names}
    own = {node.name for node in tree.find_all(nodes.Macro)}
    called = {node.node.name for node in tree.find_all(nodes.Call) if isinstance(node.node, nodes.Name)}
    assert called & COMPONENTS <= imported | own, sorted(called & COMPONENTS - imported - own)


@each_template
def test_what_is_imported_and_included_exists(path):
    tree = ENVIRONMENT.parse(SOURCES[path])
    asked = [node.template for node in tree.find_all((nodes.FromImport, nodes.Include, nodes.Extends))]
    names = [n.value for n in asked if isinstance(n, nodes.Const)]
    assert [n for n in names if not (HOME / n).is_file()] == []


@each_template
def test_no_style_or_script_inside(path):
    text = SOURCES[path]
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|hx-on", text, re.IGNORECASE)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text, re.IGNORECASE)


@each_template
def test_every_form_that_posts_carries_the_tokens(path):
    text = SOURCES[path]
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL | re.IGNORECASE):
        assert "form_tokens()" in form, form[:200]


@each_template
def test_every_word_on_screen_can_be_translated(path):
    """Chinese stands inside _() or {% trans %}, never bare in the page."""
    words = re.sub(r"{% trans.*?{% endtrans %}|{{.*?}}|{%.*?%}|{#.*?#}", "", SOURCES[path], flags=re.DOTALL)
    assert CHINESE.findall(words) == []


@pytest.mark.parametrize("path", sorted((HOME / "components").glob("*.html")), ids=name)
def test_a_component_is_one_macro_named_like_its_file(path):
    assert re.findall(r"{%-? macro (\w+)", SOURCES[path]) == [path.stem]


def test_half_of_the_templates_fit_on_a_screen():
    lengths = sorted(len(text.splitlines()) for text in SOURCES.values())
    assert lengths[len(lengths) // 2] <= 40
