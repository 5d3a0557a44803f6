# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Drawings of watches, bags, glasses, belts and jewellery."""

import math

from PIL import Image, ImageDraw, ImageFilter

from samples.drawing import BLACK, BRASS, COLOURS, STEEL, WHITE, box, flatten, mirrored, oval, side_view, tint


def draw_watch(d):
    o = d.options
    small, metal, digital = o.get("size") == "small", o.get("strap") == "metal", o.get("face") == "digital"
    r, half = (24, 9) if small else (32, 15)
    case = d.colour if metal else (BRASS if small else STEEL)
    for top in (True, False):

        def at(points, top=top):
            return points if top else [(x, 160 - y) for x, y in points]

        d.fill(at([(60 - half + 2, 4), (60 + half - 2, 4), (60 + half + 3, 60), (60 - half - 3, 60)]), depth=0.4)
        if metal:
            for y in range(10, 58, 6):
                d.line(at([(60 - half, y), (60 + half, y)]), width=1)
            d.line(at([(60 - half * 0.35, 4), (60 - half * 0.4, 56)]), width=0.8)
            d.line(at([(60 + half * 0.35, 4), (60 + half * 0.4, 56)]), width=0.8)
        else:
            d.line(at([(60 - half + 4, 6), (60 - half, 56)]), width=0.7, dash=True)
            d.line(at([(60 + half - 4, 6), (60 + half, 56)]), width=0.7, dash=True)
            if not top:
                for y in (14, 21, 28):
                    d.fill(at(oval(60, y, 1.5)), (30, 26, 24), edge=0)
    if digital:
        d.fill(box(26, 46, 94, 114, 14), (48, 48, 54), depth=0.4)
        d.fill(box(34, 56, 86, 104, 6), (84, 86, 92))
        d.fill(box(38, 64, 82, 96, 2), (176, 190, 166), depth=0.1)
        for x, digit in ((46, 3), (55, 1), (66, 0), (75, 8)):
            segments = {3: "abgcd", 1: "bc", 0: "abcdef", 8: "abcdefg"}[digit]
            lines = {
                "a": ((-3, -9), (3, -9)),
                "b": ((3, -9), (3, 0)),
                "c": ((3, 0), (3, 9)),
                "d": ((-3, 9), (3, 9)),
                "e": ((-3, 0), (-3, 9)),
                "f": ((-3, -9), (-3, 0)),
                "g": ((-3, 0), (3, 0)),
            }
            for s in segments:
                d.line([(x + px, 80 + py) for px, py in lines[s]], (36, 42, 38), 1.7)
        for y in (76, 84):
            d.fill(oval(60.5, y, 1), (36, 42, 38), edge=0)
        for y in (66, 94):
            d.fill(box(93, y - 4, 97, y + 4, 1), STEEL)
            d.fill(box(23, y - 4, 27, y + 4, 1), STEEL)
        return
    d.fill(box(60 + r - 1, 76, 60 + r + 5, 84, 1), case)
    if o.get("chrono"):
        for y in (62, 98):
            d.fill(box(60 + r - 5, y - 3, 60 + r + 2, y + 3, 1), case)
    d.fill(oval(60, 80, r), d.colour if o.get("face") == "plain" else case, depth=0.6)
    name = o.get("dial", "white")
    dial = d.colour if name == "same" and not o.get("face") else COLOURS.get(name, WHITE)
    d.fill(oval(60, 80, r - 5), dial, depth=0.1)
    ink = (44, 44, 50) if sum(dial) > 380 else (236, 236, 232)
    for i in range(12):
        a = math.radians(30 * i)
        inner = r - (11 if i % 3 == 0 else 9)
        d.line(
            [(60 + inner * math.sin(a), 80 - inner * math.cos(a)), (60 + (r - 7) * math.sin(a), 80 - (r - 7) * math.cos(a))],
            ink,
            1.8 if i % 3 == 0 else 1,
        )
    if o.get("chrono"):
        for x, y in ((50, 80), (70, 80), (60, 90)):
            d.fill(oval(x, y, 5), tint(dial, 1.3), edge=0.5)
    hour, minute = d.rng.choice(((305, 60), (60, 305), (295, 48)))
    for angle, length, width in ((hour, (r - 5) * 0.52, 2.2), (minute, (r - 5) * 0.78, 1.6)):
        a = math.radians(angle)
        d.line([(60, 80), (60 + length * math.sin(a), 80 - length * math.cos(a))], ink, width)
    d.line([(60, 86), (60, 80 - (r - 9))], COLOURS["red"], 0.7)
    d.fill(oval(60, 80, 1.8), ink, edge=0)


def draw_handbag(d):
    o, dark = d.options, tint(d.colour, 0.72)
    shape, pattern = o.get("shape", "classic"), o.get("pattern")
    if shape == "hobo":
        d.line("M 16 74 Q 22 14 60 12 Q 98 14 104 74", dark, 6.5)
        d.line("M 16 74 Q 22 14 60 12 Q 98 14 104 74", tint(d.colour, 0.95), 4)
        d.fill("M 10 72 Q 12 64 20 68 Q 60 96 100 68 Q 108 64 110 72 Q 118 132 92 140 Q 60 146 28 140 Q 2 132 10 72")
        d.folds(30, 96, 90, 118, 7)
        d.line("M 16 72 Q 60 102 104 72", dark, 1.6)
        for x in (16, 104):
            d.fill(oval(x, 70, 4), BRASS)
        return
    if shape == "tote":
        d.line("M 40 64 Q 40 12 60 12 Q 80 12 80 64", tint(d.colour, 0.5), 3.4)
        d.fill("M 12 56 L 108 56 L 102 146 Q 101 149 98 149 L 22 149 Q 19 149 18 146", pattern=pattern)
        d.folds(28, 84, 92, 120, 5)
        d.line("M 36 92 L 36 60 Q 36 22 60 22 Q 84 22 84 60 L 84 92", COLOURS["brown"], 4)
        d.line("M 13 61 L 107 61", dark, 1)
        d.fill(box(52, 100, 68, 110, 1), COLOURS["brown"])
        return
    d.line("M 40 68 Q 42 20 60 20 Q 78 20 80 68", tint(d.colour, 0.55) if sum(d.colour) > 150 else (70, 70, 76), 4)
    d.fill(
        "M 22 60 Q 60 54 98 60 Q 102 61 103 66 L 113 136 Q 113 144 106 144 L 14 144 Q 7 144 7 136 L 17 66 Q 18 61 22 60",
        pattern=pattern,
    )
    d.fill("M 20 62 Q 60 56 100 62 L 102 74 Q 60 68 18 74", tint(d.colour, 0.85))
    d.line("M 36 90 L 38 66 Q 40 26 60 26 Q 80 26 82 66 L 84 90", dark if sum(d.colour) > 150 else (74, 74, 80), 4.6)
    for x in (37, 83):
        d.fill(oval(x, 82, 3.4), BRASS)
    d.fill("M 26 96 L 94 96 L 98 132 Q 98 136 94 136 L 26 136 Q 22 136 22 132", tint(d.colour, 1.05), edge=1)
    d.line("M 28 102 L 92 102", BRASS, 1.4)
    d.fill(box(54, 68, 66, 80, 2), BRASS)
    d.line("M 26 139 L 94 139", width=0.7, dash=True)


def draw_clutch(d):
    dark = tint(d.colour, 0.78)
    d.line("M 104 66 Q 118 34 90 34 Q 70 36 76 56", BRASS, 1.6, dash=True)
    d.fill(box(6, 54, 114, 118, 5), depth=0.4)
    d.fill("M 7 58 Q 7 54 12 54 L 108 54 Q 113 54 113 58 L 66 92 Q 60 96 54 92", tint(d.colour, 1.1), edge=1.2)
    d.line("M 13 57 L 60 91 L 107 57", dark, 0.7, dash=True)
    d.fill(oval(60, 90, 5), BRASS)
    d.fill(oval(59, 89, 2), WHITE, edge=0)


def draw_backpack(d):
    o = d.options
    dark = tint(d.colour, 0.68) if sum(d.colour) > 150 else (66, 66, 72)
    accent = COLOURS[o["accent"]] if "accent" in o and "pattern" not in o else dark
    d.line("M 24 56 Q 8 84 22 132", tint(d.colour, 0.5), 6)
    d.line("M 96 56 Q 112 84 98 132", tint(d.colour, 0.5), 6)
    d.line("M 48 18 Q 50 5 60 5 Q 70 5 72 18", accent, 4)
    d.fill("M 22 56 Q 22 15 60 15 Q 98 15 98 56 L 101 136 Q 101 150 88 150 L 32 150 Q 19 150 19 136", pattern=o.get("pattern"))
    d.line("M 28 72 Q 28 24 60 24 Q 92 24 92 72", dark, 1.8)
    d.fill("M 32 62 Q 46 56 60 56 Q 74 56 88 62 L 90 80 L 30 80", accent)
    d.line("M 34 68 L 86 68", STEEL, 1.2)
    d.fill(
        "M 29 92 Q 29 86 36 86 L 84 86 Q 91 86 91 92 L 93 136 Q 93 143 86 143 L 34 143 Q 27 143 27 136",
        tint(d.colour, 0.93),
        edge=1.2,
    )
    d.line("M 31 97 L 89 97", dark, 1.6)
    d.fill(box(78, 96, 81, 106, 1), STEEL, edge=0.4)
    d.fill(box(50, 112, 70, 124, 2), accent)
    d.fill("M 19 108 L 25 108 L 25 146 Q 19 144 18 136", accent, both=True)


def draw_sunglasses(d):
    o = d.options
    shape = o.get("shape", "square")
    frame, width = d.colour, 3.4
    lens = (58, 56, 60)
    outline = {
        "aviator": "M 9 64 Q 30 56 53 63 Q 58 82 46 98 Q 32 108 18 98 Q 5 84 9 64",
        "square": "M 6 60 Q 30 56 55 61 Q 56 80 50 94 Q 34 100 15 95 Q 7 80 6 60",
        "cat": "M 2 52 Q 28 56 55 61 Q 58 84 46 98 Q 30 106 14 98 Q 6 84 2 52",
    }[shape]
    if shape == "aviator":
        frame = BRASS if o.get("frame") is None and d.colour != BLACK else (70, 70, 76)
        lens, width = tint(d.colour, 0.75) if d.colour != BLACK else (52, 54, 60), 1.9
    if shape == "cat":
        width, lens = 4.6, (84, 70, 72)
    d.line("M 8 62 Q 4 50 14 44 L 42 40", tint(frame, 0.8), width * 0.9, both=True)
    d.line("M 54 66 Q 60 61 66 66", frame, width)
    if shape == "aviator":
        d.line("M 48 60 L 72 60", frame, width)
    d.fill(outline, lens, both=True, depth=0.5, edge=0)
    for points in (flatten(outline), mirrored(flatten(outline))):
        d.stroke(d.place(points + points[:2]), frame, width)
    shine = Image.new("L", d.size, 0)
    for x in (20, 76):
        ImageDraw.Draw(shine).polygon(d.place([(x, 66), (x + 9, 66), (x - 1, 90), (x - 6, 86)]), fill=90)
    d.layer.paste((255, 255, 255), (0, 0), shine.filter(ImageFilter.GaussianBlur(5)))


def draw_wallet(d):
    o, dark = d.options, tint(d.colour, 0.7) if sum(d.colour) > 150 else (84, 84, 88)
    if o.get("shape") == "long":
        d.fill(box(5, 46, 115, 116, 7), pattern=o.get("pattern"))
        d.fill(
            "M 5 54 Q 5 46 12 46 L 108 46 Q 115 46 115 54 L 115 78 Q 60 92 5 78",
            tint(d.colour, 0.93),
            pattern=o.get("pattern"),
            edge=1.2,
        )
        d.fill(box(52, 74, 68, 94, 5), tint(d.colour, 0.75))
        d.fill(oval(60, 87, 3.4), BRASS)
        d.line("M 8 111 L 112 111", dark, 0.7, dash=True)
        return
    d.fill(box(20, 34, 98, 90, 2), (150, 186, 140))
    d.line("M 24 40 L 94 40", (110, 150, 104), 1)
    d.fill(box(14, 44, 106, 118, 5), tint(d.colour, 0.75))
    for y, colour in ((45, COLOURS["blue"]), (49, COLOURS["mustard"])):
        d.fill(box(26, y - 6, 88, y + 20, 3), colour)
    d.fill(box(12, 52, 108, 126, 6), depth=0.4)
    d.line("M 15 56 L 105 56 L 105 122 L 15 122 L 15 56", dark, 0.8, dash=True)
    d.fill(box(74, 100, 96, 112, 1), tint(d.colour, 0.88), edge=0.5)


def draw_belt(d):
    metal = COLOURS[d.options.get("buckle", "gold")]
    inner = tint(d.colour, 0.5) if sum(d.colour) > 150 else (86, 74, 66)

    def wall(y, high, rx, ry, colour):
        front = oval(60, y, rx, ry, 0, 180) + oval(60, y + high, rx, ry, 180, 0)
        d.fill(front, colour, depth=0.6)

    d.fill(oval(60, 62, 54, 20), inner)
    back = oval(60, 62, 54, 20, 180, 360) + oval(60, 86, 54, 20, 360, 180)
    d.fill(back, tint(inner, 0.9), edge=0)
    for rx in (47, 40):
        wall(64, 20, rx, rx * 0.34, tint(d.colour, 0.9))
        d.fill(oval(60, 64, rx - 1.5, rx * 0.34 - 1.5), inner, edge=0.6)
        d.fill(oval(60, 70, rx - 6, rx * 0.34 - 4), tint(inner, 0.75), edge=0)
    wall(62, 27, 54, 20, d.colour)
    d.line(oval(60, 65, 53, 20, 8, 172), width=0.7, dash=True)
    d.line(oval(60, 86, 53, 20, 8, 172), width=0.7, dash=True)
    d.fill("M 38 76 L 66 78 L 66 114 L 38 112", metal, depth=0.5, edge=1)
    d.fill("M 44 83 L 61 84 L 61 107 L 44 106", tint(d.colour, 0.8), edge=0.6)
    d.line("M 40 94 L 64 96", tint(metal, 0.8), 2.6)
    d.fill("M 73 79 L 80 78 L 80 110 L 73 112", tint(d.colour, 0.75))
    for x, y in ((88, 92), (95, 88.5), (101, 84.5)):
        d.fill(oval(x, y, 1.3, 1.7), (24, 20, 18), edge=0)


def draw_socks(d):
    o = d.options
    accent = COLOURS[o.get("accent", "grey")]
    outline = "M 20 12 L 48 11 L 49 84 Q 50 94 62 102 Q 82 112 80 126 Q 76 140 56 134 L 30 118 Q 18 110 19 94"
    for dx, dy, shade in ((30, 4, 0.9), (0, 12, 1)):

        def at(path, dx=dx, dy=dy):
            return [(x + dx, y + dy - 4) for x, y in flatten(path)]

        mask = d.fill(at(outline), tint(d.colour, shade), pattern=o.get("pattern"))
        d.folds(26 + dx, 40, 42 + dx, 80, 2)
        d.fill(at("M 64 98 L 90 108 L 86 146 L 58 144 Q 70 118 64 98"), accent, edge=0, inside=mask)
        d.fill(at("M 10 92 Q 30 90 36 104 Q 38 114 28 126 L 10 126"), accent, edge=0, inside=mask)
        d.fill(at("M 10 5 L 60 5 L 60 22 L 10 23"), accent, edge=0, inside=mask)
        for x in range(23, 48, 3):
            d.line(at(f"M {x} 12 L {x} 22"), tint(accent, 0.8), 0.6)
        d.stroke(d.place(at(outline)), tint(d.colour, 0.6) if sum(d.colour) > 150 else (16, 16, 18), 0.8, closed=True)


def draw_cap(d):
    side_view(d)
    d.fill("M 34 92 Q 30 40 74 38 Q 114 42 114 98 Q 76 84 34 92")
    d.line("M 74 38 Q 62 56 64 87", width=1)
    d.line("M 74 38 Q 98 56 96 91", width=1)
    d.fill(oval(74, 38, 3.4, 2.2), tint(d.colour, 0.85))
    for x, y in ((54, 58), (86, 58)):
        d.fill(oval(x, y, 1.5), tint(d.colour, 0.5), edge=0)
    d.fill("M 36 88 Q 10 86 3 108 Q 3 112 8 111 Q 40 100 78 100 Q 72 88 36 88", tint(d.colour, 0.9))
    for i in range(3):
        d.line(f"M {34 - i * 3} {92 + i * 2} Q {18 - i * 3} {94 + i * 3} {10 - i} {106 + i}", width=0.6, dash=True)
    d.line("M 34 91 Q 76 83 114 97", tint(d.colour, 0.7), 1.4)
    draw = COLOURS["gold"] if sum(d.colour) < 600 else COLOURS["grey"]
    d.fill(oval(50, 72, 6, 7), draw, edge=0.4)


def draw_tie(d):
    pattern = d.options.get("pattern")
    d.line("M 52 20 Q 30 8 60 5 Q 90 8 68 20", tint(d.colour, 0.75), 4)
    d.fill("M 56 36 L 64 36 L 72 112 L 62 126 L 54 112", tint(d.colour, 0.6))
    d.fill("M 54 34 L 66 34 L 80 128 L 60 154 L 40 128", pattern=pattern, depth=0.4)
    d.fill("M 48 16 Q 60 13 72 16 L 67 36 Q 60 39 53 36", tint(d.colour, 0.92), pattern=pattern, edge=1)
    d.line("M 58 37 L 56 52", width=1)


def draw_earrings(d):
    shape = d.options.get("shape", "drop")
    metal = COLOURS["silver"] if d.colour in (COLOURS["silver"], COLOURS["blue"]) else BRASS
    for x in (34, 86):
        if shape == "hoop":
            d.line(oval(x, 88, 23, 34), tint(metal, 0.7), 5)
            d.line(oval(x, 88, 23, 34), metal, 3.6)
            d.line(oval(x, 88, 23, 34, 150, 250), tint(metal, 1.5), 1.4)
            d.line(f"M {x} 54 Q {x + 4} 40 {x + 10} 50", tint(metal, 0.8), 1.6)
            continue
        d.line(f"M {x} 44 Q {x - 2} 22 {x + 8} 22 Q {x + 16} 24 {x + 13} 44", tint(metal, 0.8), 1.8)
        d.fill(oval(x, 47, 4), metal)
        if shape == "jhumka":
            d.fill(oval(x, 60, 10), metal, depth=0.6)
            d.fill(oval(x, 60, 4.5), COLOURS["red"])
            d.fill(f"M {x - 22} 112 Q {x - 22} 74 {x} 72 Q {x + 22} 74 {x + 22} 112", metal, depth=0.7)
            d.line(f"M {x - 20} 96 Q {x} 102 {x + 20} 96", tint(metal, 0.6), 1.4)
            d.line(f"M {x - 21} 106 L {x + 21} 106", tint(metal, 0.6), 1.4)
            for i in range(-3, 4):
                d.fill(oval(x + i * 7, 117, 3.6), (240, 234, 222), edge=0.5)
            continue
        stone = (206, 224, 238) if d.colour == COLOURS["silver"] else d.colour
        d.line(f"M {x} 50 L {x} 66", metal, 1.6)
        d.fill(f"M {x} 62 Q {x + 24} 96 {x + 17} 116 Q {x} 136 {x - 17} 116 Q {x - 24} 96 {x} 62", metal)
        d.fill(f"M {x} 72 Q {x + 17} 98 {x + 12} 112 Q {x} 126 {x - 12} 112 Q {x - 17} 98 {x} 72", stone, depth=0.7)
        d.line(f"M {x} 72 L {x - 7} 104 L {x} 122 L {x + 7} 104 L {x} 72", tint(stone, 1.4), 0.8)
