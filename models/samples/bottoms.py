# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Drawings of what is worn below the waist."""

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from samples.drawing import BRASS, COLOURS, WHITE, box, oval, tint


def legs(d, outline):
    mask = d.fill(outline, pattern=d.options.get("pattern"), mirror=True)
    d.folds(36, 40, 84, 110, 5)
    return mask


def draw_jeans(d):
    thread = (206, 150, 84) if sum(d.colour) > 150 else (110, 110, 116)
    if d.options.get("fit") == "skinny":
        legs(d, "M 60 12 L 40 12 L 38 24 Q 30 60 39 106 L 40 153 L 53 153 Q 57 90 60 52")
    else:
        legs(d, "M 60 12 L 37 12 L 35 24 Q 27 70 29 153 L 53 153 Q 57 90 60 52")
    mask, fade = d.mask, tint(d.colour, 1.22)
    glow = Image.new("L", d.size, 0)
    for x in (44, 76):
        ImageDraw.Draw(glow).polygon(d.place(oval(x, 76, 6, 30)), fill=130)
    d.layer.paste(fade, (0, 0), ImageChops.multiply(glow.filter(ImageFilter.GaussianBlur(14)), mask))
    d.line("M 36.5 20 Q 60 23 83.5 20", thread, 0.9)
    d.line("M 36 22 Q 38 34 50 36 Q 53 30 53 22", thread, 0.9, both=True)
    d.line("M 60 21 L 60 50", width=1)
    d.line("M 66 22 L 66 40 Q 65 46 60 48", thread, 0.9)
    d.fill(oval(60, 16.5, 2), BRASS, edge=0.4)
    for x in (44, 52, 68, 76):
        d.fill(box(x - 1.2, 11, x + 1.2, 21, 0.5), tint(d.colour, 0.85), edge=0.4)
    d.line("M 30 150 L 53 150" if d.options.get("fit") != "skinny" else "M 40 150 L 53 150", thread, 0.8, both=True)


def draw_trousers(d):
    legs(d, "M 60 12 L 38 12 L 36 24 Q 30 70 33 153 L 52 153 Q 56 100 60 54")
    d.line("M 37 21 L 83 21", width=1)
    d.line("M 46 26 Q 42 90 42 152", width=1, both=True)
    d.line("M 37 26 L 42 42", width=1, both=True)
    d.line("M 60 21 L 60 54", width=1)
    d.fill(box(58, 14, 68, 19, 1), tint(d.colour, 0.9), edge=0.5)
    for x in (44, 76):
        d.fill(box(x - 1, 11, x + 1, 22, 0.5), tint(d.colour, 0.85), edge=0.4)


def draw_shorts(d):
    legs(d, "M 60 30 L 34 30 L 31 44 Q 24 80 18 118 Q 36 124 55 122 Q 58 96 60 76")
    d.line("M 33 40 Q 60 44 87 40", width=1)
    if "side" in d.options:
        d.line("M 31 46 Q 26 80 21 117", COLOURS[d.options["side"]], 4, both=True)
        d.line("M 57 40 Q 55 50 56 58", WHITE, 1.2)
        d.line("M 63 40 Q 65 50 63 60", WHITE, 1.2)
    else:
        d.line("M 32 44 L 40 62", width=1, both=True)
        d.line("M 60 42 L 60 76", width=1)
        d.fill(oval(60, 35, 2), BRASS, edge=0.4)
        for x in (42, 78):
            d.fill(box(x - 1.3, 29, x + 1.3, 41, 0.5), tint(d.colour, 0.85), edge=0.4)
    d.line("M 20 112 Q 37 118 55 116", width=1, both=True)


def draw_trackpants(d):
    accent = COLOURS[d.options.get("accent", "white")]
    legs(d, "M 60 12 L 37 12 L 35 26 Q 27 70 35 142 L 36 153 L 51 153 L 52 142 Q 57 90 60 54")
    d.line("M 38 24 Q 30 70 38 142", accent, 1.8, both=True)
    d.line("M 42 24 Q 34 70 42 142", accent, 1.8, both=True)
    d.line("M 36.5 21 Q 60 24 83.5 21", width=1)
    for x in range(40, 82, 4):
        d.line(f"M {x} 13 L {x} 20", width=0.6)
    d.line("M 58 21 Q 55 32 56 40", accent, 1.4)
    d.line("M 62 21 Q 66 32 63 42", accent, 1.4)
    d.fill("M 35 142 L 52 142 L 51 153 L 36 153", tint(d.colour, 0.85), both=True)
    d.line("M 60 24 L 60 54", width=0.8)
