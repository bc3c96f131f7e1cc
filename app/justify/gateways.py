"""Lines of Chinese reach the right edge in WeasyPrint, which stretches spaces only, and Chinese has none.

Two of its functions are replaced, in the press workers only, and only for the versions that this was measured with;
with any other version the text stays ragged on the right, legible and complete.
"""

from collections.abc import Iterator
from typing import Any

from app.justify import rules

KNOWN_VERSIONS = {"70.0"}


def install() -> bool:
    """Teach WeasyPrint to spread Chinese; False when this version is unknown and nothing was changed."""
    import weasyprint

    if weasyprint.__version__ not in KNOWN_VERSIONS:
        return False
    from weasyprint.layout import inline
    from weasyprint.text.line_break import Layout

    inline.justify_line = _line_justifier(inline.justify_line)
    Layout.set_text = _text_setter(Layout.set_text)
    return True


def _line_justifier(stretch_spaces: Any) -> Any:
    def justify_line(context: Any, line: Any, extra_width: float) -> None:
        runs = list(_text_boxes(line))
        room = sum(rules.gaps(run.text) for run in runs)
        if not room or not rules.is_chinese(run.text for run in runs):
            stretch_spaces(context, line, extra_width)
        elif 0 < extra_width <= rules.WIDEST_EMS * line.style["font_size"]:
            _spread(context, line, extra_width / room, 0.0)

    return justify_line


def _text_setter(set_text: Any) -> Any:
    def set_text_spread(layout: Any, text: str, justify: bool = False) -> None:
        spacing = getattr(layout, "chinese_spacing", 0.0) if justify else 0.0
        set_text(layout, text, justify=justify and not spacing)
        if spacing:
            _set_letter_spacing(layout, spacing)

    return set_text_spread


def _text_boxes(box: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            yield from _text_boxes(child)


def _spread(context: Any, box: Any, spacing: float, moved: float) -> float:
    """Widen `box` by `spacing` per gap, shift it by `moved`; the shift of what follows it."""
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.TextBox):
        return _spread_text(context, box, spacing, moved)
    if not isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.translate(moved, 0)
        return moved
    box.position_x += moved
    before = moved
    for child in box.children:
        if child.is_in_normal_flow():
            moved = _spread(context, child, spacing, moved)
    box.width += moved - before
    return moved


def _spread_text(context: Any, box: Any, spacing: float, moved: float) -> float:
    from weasyprint.text.line_break import create_layout

    box.position_x += moved
    widened = spacing * rules.gaps(box.text)
    if widened:
        layout = create_layout(box.text, box.style, context, max_width=None, justification_spacing=0)
        layout.chinese_spacing = spacing
        layout.deactivate()
        box.pango_layout, box.justification_spacing = layout, 0
        box.width += widened
    return moved + widened


def _set_letter_spacing(layout: Any, spacing: float) -> None:
    """Add to the letter spacing of the style, on the Chinese stretches of the layout's text only."""
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    own = layout.style["letter_spacing"]
    units = int(((0 if own == "normal" else own) + spacing) * TO_UNITS)
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    for start, end in rules.spans(layout.text):
        attribute = pango.pango_attr_letter_spacing_new(units)
        attribute.start_index, attribute.end_index = start, end
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(layout.layout, attributes)
