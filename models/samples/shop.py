# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The sample listings: which there are, what is drawn for each, and in which form."""

import io

from samples import accessories, bottoms, footwear, other_goods, tops
from samples import sample_texts as texts
from samples.drawing import COLOURS, Drawing

MODULES = (tops, bottoms, footwear, accessories, other_goods)
DRAWINGS = {
    name.removeprefix("draw_"): draw for module in MODULES for name, draw in vars(module).items() if name.startswith("draw_")
}


def entries():
    """All listings as (kind, categories, title, description, drawing or None), in the order of the lists."""
    kinds = [
        ("ordinary", texts.ORDINARY),
        ("noise", texts.NOISE),
        ("title only", texts.TITLE_ONLY),
        ("description only", texts.DESCRIPTION_ONLY),
        ("picture only", texts.PICTURE_ONLY),
        ("vague", texts.VAGUE),
        ("unknown goods", texts.UNKNOWN),
        ("truncated picture", [texts.TRUNCATED]),
        ("text as picture", [texts.NOT_A_PICTURE]),
        ("png named jpg", [texts.PNG_NAMED_JPG]),
        ("missing picture", [texts.MISSING]),
        ("nothing", [texts.EMPTY]),
    ]
    for kind, rows in kinds:
        for shelf, colours, drawing, title, description in rows:
            if " > " in shelf:
                categories = [shelf.split(" > ")]
            elif shelf:
                leaf, gender, usage = shelf.split("/")
                categories = [texts.SHELVES[leaf].split(" > "), [gender], [usage]]
            else:
                categories = []
            for entry in colours.split("|"):
                name = entry.lstrip("-")
                words = {"lightblue": "light blue", "denim": "blue", "sky": "sky blue"}.get(name, name)
                fills = {"{c}": words, "{C}": words.title(), "{CC}": words.upper()}
                filled = [title, description]
                for mark, word in fills.items():
                    filled = [text.replace(mark, word) for text in filled]
                filled[1] = filled[1][:1].upper() + filled[1][1:] if description.startswith("{c}") else filled[1]
                yield kind, categories, *filled, None if entry.startswith("-") else (drawing, name)


def paint(rng, drawing, colour):
    name, *options = drawing.split()
    base, shade = COLOURS[colour], rng.randint(-8, 8)
    if colour not in ("black", "white", "silver", "gold", "blue"):
        base = tuple(min(255, max(0, v + shade + rng.randint(-3, 3))) for v in base)
    picture = Drawing(rng, base, dict(option.split("=") for option in options))
    DRAWINGS[name](picture)
    return picture.finish()


def encode(picture, form):
    buffer = io.BytesIO()
    if form == "PNG":
        picture.quantize(48).convert("RGB").save(buffer, "PNG", optimize=True)
    else:
        picture.save(buffer, "JPEG", quality=85, optimize=True)
    return buffer.getvalue()
