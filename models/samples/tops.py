# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Drawings of what is worn above the waist, or from the shoulders down, with their prints."""

import math

from samples.drawing import COLOURS, SKIN, STEEL, WHITE, box, contrast, oval, seam, tint


def add_print(d, kind, y=72):
    ink = contrast(d.colour) if kind != "heart" else COLOURS["red"]
    if kind == "circle":
        d.fill(oval(60, y, 15), ink, edge=0)
        d.fill(oval(60, y, 11), d.colour, edge=0)
        d.fill(oval(60, y + 3, 8, 5), COLOURS["orange"], edge=0)
    elif kind == "heart":
        d.fill(f"M 60 {y + 12} C 30 {y - 8} 52 {y - 22} 60 {y - 6} C 68 {y - 22} 90 {y - 8} 60 {y + 12}", ink, edge=0)
    elif kind == "star":
        d.fill(
            [
                (60 + r * math.sin(i * math.pi / 5), y - r * math.cos(i * math.pi / 5))
                for i in range(10)
                for r in [16 if i % 2 == 0 else 6.5]
            ],
            COLOURS["yellow"],
            edge=0,
        )
    elif kind == "flower":
        for i in range(6):
            d.fill(oval(60 + 9 * math.cos(i * math.pi / 3), y + 9 * math.sin(i * math.pi / 3), 6), WHITE, edge=0)
        d.fill(oval(60, y, 5), COLOURS["yellow"], edge=0)
    elif kind == "number":
        d.line(oval(60, y - 6, 8), ink, 4)
        d.line(f"M 68 {y - 6} Q 69 {y + 10} 58 {y + 18}", ink, 4)


def torso(d, fit="men", sleeve="short", neck="M 60 37 Q 51 37 47 27", hem=136):
    """A top's outline with its sleeves. Returns the mask of all of it."""
    if fit == "women":
        side = f"Q 41 86 39 100 L 34 {hem - 2} Q 46 {hem + 2} 60 {hem + 2}"
        sleeves = {
            "short": "L 33 33 Q 28 36 26 42 L 19 62 Q 19 64 21 65 L 33 69 L 36 62",
            "long": "L 33 33 Q 28 36 26 42 L 15 112 Q 15 115 17 115 L 25 116 L 37 68",
        }
    else:
        side = f"L 32 {hem - 2} Q 46 {hem + 1} 60 {hem + 1}"
        sleeves = {
            "short": "L 31 33 Q 26 35 24 41 L 10 68 Q 10 71 12 72 L 26 79 Q 28 79 29 77 L 34 66",
            "long": "L 31 33 Q 25 35 23 43 L 10 118 Q 10 121 13 121 L 23 123 L 35 70",
        }
    mask = d.fill(f"{neck} {sleeves[sleeve]} {side}", pattern=d.options.get("pattern"), mirror=True)
    d.folds(38, 66, 82, hem - 20)
    d.line("M 34 67 Q 31 52 33 36" if fit != "women" else "M 36 63 Q 33 50 35 35", width=0.7, both=True)
    return mask


def draw_tshirt(d):
    o = d.options
    fit, sleeve, neck = o.get("fit", "men"), o.get("sleeve", "short"), o.get("neck", "round")
    deep = {"round": 43 if fit == "women" else 37, "v": 50, "polo": 37}[neck]
    back = tint(d.colour, 0.6) if sum(d.colour) > 150 else tint(d.colour, 1.12)
    d.fill(f"M 47 26 Q 60 32 73 26 L 73 30 L 60 {deep} L 47 30", back)
    line = f"M 60 {deep} L 47 27" if neck == "v" else f"M 60 {deep} Q 50 {deep} 47 27"
    mask = torso(d, fit, sleeve, line)
    if "side" in o:
        panel = COLOURS[o["side"]]
        d.fill(
            "M 32 66 L 40 66 L 38 140 L 30 140" if fit == "men" else "M 34 62 L 42 62 L 44 92 L 41 140 L 30 140",
            panel,
            both=True,
            edge=0,
            inside=mask,
        )
        d.line("M 44 30 L 17 56" if fit == "men" else "M 44 30 L 25 50", panel, 2, both=True)
    if neck == "polo":
        collar = tint(d.colour, 0.9)
        d.fill("M 47 23 Q 52 30 60 38 L 53 47 L 41 31", collar, both=True)
        d.fill(box(57, 38, 63, 60, 1), collar)
        for y in (45, 54):
            d.fill(oval(60, y, 1.2), WHITE, edge=0.3)
    else:
        d.line(line, tint(d.colour, 0.85) if sum(d.colour) > 150 else tint(d.colour, 1.1), 3, both=True)
        d.line(line.replace(str(deep), str(deep + 2.5)), width=0.6, both=True)
        if sleeve == "long":
            for y in (43, 50, 57):
                d.fill(oval(60, y, 1.2), WHITE, edge=0.3)
            d.line(f"M 56 {deep} L 56 62 L 64 62 L 64 {deep}", width=0.6)
    if sleeve == "short":
        d.line("M 12 66 L 29 74" if fit == "men" else "M 20 60 L 34 65", width=0.6, both=True)
    d.line("M 33 131 Q 60 135 87 131" if fit == "men" else "M 36 131 Q 60 135 84 131", width=0.6)
    if "print" in o:
        add_print(d, o["print"])


def draw_shirt(d):
    o = d.options
    fit, sleeve = o.get("fit", "men"), o.get("sleeve", "long")
    d.fill("M 46 24 Q 60 18 74 24 L 70 36 L 50 36", tint(d.colour, 0.75))
    torso(d, fit, sleeve, "M 60 42 L 49 27", hem=140)
    dark = seam(d.colour)
    d.line("M 57 44 L 57 141", dark, 0.7)
    d.line("M 63 44 L 63 141", dark, 0.7)
    for y in range(52, 140, 15):
        d.fill(oval(60, y, 1.6), tint(WHITE, 0.9) if sum(d.colour) < 600 else (150, 150, 160), edge=0.4)
    collar = tint(d.colour, 1.08)
    d.fill("M 47 21 Q 50 32 60 40 L 51 52 L 39 32 Q 42 24 47 21", collar, both=True, edge=1)
    if fit == "men":
        d.line("M 69 64 L 82 64 L 82 78 L 75.5 82 L 69 78 L 69 64", dark, 0.8)
    if sleeve == "long":
        d.line("M 12 110 L 25 113" if fit == "men" else "M 16 105 L 27 107", dark, 1, both=True)
    else:
        d.line("M 12 65 L 30 73", dark, 0.8, both=True)


def draw_sweatshirt(d):
    dark = seam(d.colour)
    if d.options.get("hood") != "no":
        d.fill("M 60 12 Q 36 12 37 34 L 50 46 L 60 48", tint(d.colour, 0.92), mirror=True)
        d.fill("M 60 19 Q 45 20 46 33 L 60 46", tint(d.colour, 0.55), mirror=True)
        torso(d, sleeve="long", neck="M 60 46 Q 50 42 44 31")
        d.line("M 55 45 L 54 66", WHITE, 1.2)
        d.line("M 65 45 L 66 64", WHITE, 1.2)
        d.fill("M 60 96 L 46 96 L 38 116 L 38 126 L 60 126", tint(d.colour, 0.95), mirror=True)
    else:
        d.fill("M 47 26 Q 60 32 73 26 L 60 38", tint(d.colour, 0.6))
        torso(d, sleeve="long", neck="M 60 36 Q 50 36 47 26")
        d.line("M 60 37 Q 50 37 46 27", tint(d.colour, 0.85), 3.5, both=True)
        for x, y, r in ((52, 74, 6), (60, 70, 8), (68, 74, 6)):
            d.fill(oval(x, y, r), WHITE, edge=0)
    d.line("M 32 128 Q 60 132 88 128", dark, 1)
    d.line("M 11 114 L 24 117", dark, 1, both=True)
    for x in range(35, 88, 4):
        d.line(f"M {x} 130 L {x} 135", dark, 0.5)


def draw_sweater(d):
    dark = seam(d.colour)
    d.fill("M 47 26 Q 60 32 73 26 L 60 52", tint(d.colour, 0.6))
    mask = torso(d, sleeve="long", neck="M 60 52 L 46 26")
    for x in range(12, 110, 4):
        d.line(f"M {x} 30 L {x} 134", tint(d.colour, 0.88), 0.5) if 34 < x < 87 and not 44 < x < 76 else None
    for y in range(60, 126, 8):
        for x in range(38, 84, 6):
            d.line(f"M {x} {y} L {x + 3} {y + 3} L {x + 6} {y}", tint(d.colour, 0.86), 0.5)
    d.line("M 60 52 L 46 26", tint(d.colour, 0.82), 3.5, both=True)
    d.fill("M 30 124 Q 60 128 90 124 L 90 140 L 30 140", tint(d.colour, 0.86), inside=mask)
    d.fill("M 8 112 L 27 116 L 27 126 L 8 124", tint(d.colour, 0.86), both=True, inside=mask)
    for x in range(34, 88, 3):
        d.line(f"M {x} 127 L {x} 136", dark, 0.5)


def draw_jacket(d):
    dark = seam(d.colour)
    d.fill("M 46 20 Q 60 14 74 20 L 70 36 L 50 36", tint(d.colour, 0.55))
    torso(d, sleeve="long", neck="M 60 40 L 48 24")
    d.fill("M 60 40 L 52 46 L 55 138 L 60 138", (230, 230, 228), mirror=True, edge=0.5)
    d.line("M 54 46 L 56 137", STEEL, 1.6, both=True)
    d.fill("M 47 17 Q 46 30 57 42 L 50 58 L 37 34 Q 40 22 47 17", tint(d.colour, 1.06), both=True, edge=1)
    d.line("M 38 86 L 46 106", STEEL, 1.8, both=True)
    d.line("M 38 58 L 49 62", STEEL, 1.4, both=True)
    d.line("M 32 128 L 54 130", dark, 1, both=True)
    d.line("M 11 112 L 24 115", dark, 1.2, both=True)


def draw_kurta(d):
    o = d.options
    accent = COLOURS[o.get("accent", "gold")] if "accent" in o else tint(d.colour, 0.86)
    men = o.get("fit") == "men"
    sleeves = {"long": "L 34 22 Q 29 25 27 32 L 15 92 Q 15 94 17 94 L 27 97 L 38 54", "none": "L 38 21 Q 42 36 37 50"}[
        "none" if o.get("sleeve") == "none" else "long"
    ]
    if men:
        sleeves = sleeves.replace("15 92 Q 15 94 17 94 L 27 97", "14 104 Q 14 106 16 106 L 26 109")
    d.fill("M 50 17 Q 60 13 70 17 L 70 28 L 50 28", tint(d.colour, 0.65))
    waist = "L 38 90 L 34 152 Q 46 154 60 154" if men else "Q 42 72 41 84 L 28 151 Q 44 155 60 155"
    mask = d.fill(f"M 60 30 Q 53 28 50 17 {sleeves} {waist}", pattern=o.get("pattern"), mirror=True)
    d.folds(42, 80, 78, 128, 6)
    d.line("M 37 112 L 35 152" if men else "M 36 118 L 32 152", seam(d.colour), 1, both=True)
    if not men:
        d.fill("M 20 144 Q 60 148 100 144 L 100 160 L 20 160", accent, edge=0, inside=mask)
        d.line("M 28 141 Q 60 145 92 141", accent, 1)
        if o.get("sleeve") != "none":
            d.fill("M 12 86 L 30 90 L 30 100 L 12 100", accent, both=True, edge=0, inside=mask)
        d.fill("M 60 28 L 53 27 Q 51 48 60 62", accent, mirror=True, edge=0.4)
        for y in range(36, 58, 6):
            d.fill(oval(60, y, 1.3), d.colour, edge=0)
        d.line("M 60 31 Q 52 29 49.5 17", accent, 2.6, both=True)
    else:
        d.fill(box(57, 30, 63, 66, 1), tint(d.colour, 0.94))
        for y in (36, 44, 52, 60):
            d.fill(oval(60, y, 1.3), COLOURS["brown"], edge=0)
        d.fill("M 60 31 Q 52 29 49 16 L 52 14 Q 55 24 60 26", tint(d.colour, 0.94), mirror=True)
        d.line("M 15 100 L 27 103", width=0.8, both=True)


def draw_top(d):
    o = d.options
    sleeve, pattern = o.get("sleeve", "none"), o.get("pattern")
    neck = {"strap": "M 60 52 L 44 44 L 42 22 L 39 22 L 40 46 Q 38 54 33 60"}.get(
        sleeve, "M 60 44 Q 50 43 46 28 L 37 31 Q 41 48 34 60"
    )
    if sleeve == "long":
        neck = "M 60 36 Q 50 35 44 29 L 35 32 Q 29 35 27 42 L 15 108 Q 15 111 17 111 L 25 112 L 37 66"
    if sleeve != "strap":
        d.fill("M 46 28 Q 60 34 74 28 L 60 44", tint(d.colour, 0.62))
    else:
        d.fill("M 40 46 Q 60 40 80 46 L 60 54", tint(d.colour, 0.62))
    flare = "Q 40 78 41 92 L 25 130 Q 42 137 60 136" if sleeve == "long" else "Q 37 80 36 94 L 27 130 Q 44 137 60 136"
    d.fill(f"{neck} {flare}", pattern=pattern, mirror=True)
    d.folds(40, 92, 80, 116, 7)
    if sleeve == "cap":
        d.fill("M 45 28 L 37 30 Q 24 36 18 54 Q 26 62 36 60 Q 40 46 45 28", pattern=pattern, both=True)
        d.line("M 37 34 Q 29 44 27 57", width=0.6, both=True)
        d.line("M 41 34 Q 34 46 33 59", width=0.6, both=True)
    if sleeve == "long":
        d.line("M 41 92 Q 60 96 79 92", width=1.4)
    elif sleeve == "strap":
        d.line("M 60 52 L 44 44", WHITE, 2, both=True, dash=True)
    else:
        d.line("M 60 45 Q 50 44 46 29", tint(d.colour, 0.8), 2.2, both=True)
        for x in (50, 55, 60, 65, 70):
            d.line(f"M {x} 46 L {x + (x - 60) * 0.15} 60", width=0.6)
    if "print" in o:
        add_print(d, o["print"], 76)


def draw_dress(d):
    o = d.options
    long = o.get("length") == "long"
    skirt = "L 24 154 Q 42 158 60 158" if long else "L 14 134 Q 36 143 60 143"
    d.fill("M 46 16 Q 60 22 74 16 L 60 34", tint(d.colour, 0.6))
    d.fill(f"M 60 34 Q 50 33 46 14 L 39 16 Q 43 36 36 44 Q 42 60 43 70 {skirt}", pattern=o.get("pattern"), mirror=True)
    foot = 150 if long else 134
    for x in (-24, -14, -5, 5, 14, 24):
        d.line(f"M {60 + x * 0.5} 74 Q {60 + x * 0.7} 100 {60 + x * 1.5} {foot}", width=0.8)
    d.fill("M 60 67 L 42.5 66 L 43 74 L 60 75", tint(d.colour, 0.7) if sum(d.colour) > 150 else (90, 90, 96), mirror=True)
    d.line("M 60 35 Q 50 34 46 15", tint(d.colour, 0.8), 2, both=True)


def draw_saree(d):
    accent = COLOURS[d.options.get("accent", "gold")]
    hair = (50, 36, 32)
    d.fill(oval(60, 12, 9, 10), hair, edge=0)
    d.fill(oval(60, 14, 6.6, 8.2), SKIN, edge=0)
    d.fill(box(57, 20, 63, 30, 1), SKIN, edge=0)
    d.fill("M 60 27 L 48 30 Q 40 32 39 40 L 37 76 L 43 78 L 47 52 L 46 76 L 60 76", SKIN, mirror=True, edge=0.5)
    d.fill("M 60 38 Q 54 36 50 29 Q 40 31 38 40 L 37 54 L 46 55 L 47 58 L 60 58", accent, mirror=True)
    d.fill("M 84 30 Q 92 34 94 60 L 101 132 L 80 136 L 78 60", tint(d.colour, 0.86))
    d.line("M 92 34 Q 92.5 50 93 62 L 100 132", accent, 2.4)
    d.fill("M 80 126 L 101 122 L 101 132 L 80 136", accent)
    d.fill("M 43 66 L 77 66 Q 86 100 92 152 Q 60 158 26 152 Q 34 100 43 66")
    skirt = d.mask
    d.fill("M 20 143 Q 60 150 100 143 L 100 160 L 20 160", accent, edge=0, inside=skirt)
    for x in (-16, -10, -4, 2, 8):
        d.line(f"M {58 + x * 0.4} 72 Q {57 + x * 0.7} 110 {56 + x * 1.3} 151", width=0.9)
    d.fill("M 40 78 Q 36 70 44 62 L 68 30 Q 74 25 84 29 Q 86 34 84 40 Q 80 66 72 76 Q 58 82 40 78")
    d.line("M 42 64 L 67 31", accent, 2.6)
    d.line("M 46 72 Q 64 56 74 33", width=0.8)
    d.line("M 54 77 Q 72 60 80 36", width=0.8)
    d.line("M 41 78 Q 58 82 72 76", accent, 2)
