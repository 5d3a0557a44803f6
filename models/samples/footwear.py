# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Drawings of shoes; the toe is on the left."""

import math

from PIL import Image, ImageDraw, ImageFilter

from samples.drawing import BLACK, COLOURS, CORK, STEEL, WHITE, box, flatten, mirrored, oval, seam, side_view, tint


def laces(d, count, x, y, dx, dy, colour, length=9):
    for i in range(count):
        ax, ay = x + dx * i, y + dy * i
        d.line(f"M {ax} {ay} L {ax + length} {ay + length * 0.75}", colour, 2)


def draw_sneaker(d):
    side_view(d)
    high = d.options.get("top") == "high"
    accent = COLOURS[d.options["accent"]] if "accent" in d.options else tint(d.colour, 0.8)
    white = (240, 240, 236)
    if high:
        d.shift = (d.shift[0], d.shift[1] + 8)
        d.fill("M 9 98 Q 9 84 24 81 Q 42 76 52 56 L 58 34 Q 62 28 68 34 L 104 30 Q 108 32 107 50 Q 110 76 112 98")
        d.fill("M 58 34 Q 62 28 68 34 L 104 30 Q 106 32 106 36 Q 84 42 58 38", tint(d.colour, 0.6))
    else:
        d.fill("M 52 62 L 56 48 Q 62 46 68 50 L 74 66", tint(d.colour, 0.82))
        d.fill("M 9 98 Q 9 84 24 80 Q 40 75 52 59 Q 58 56 66 60 Q 80 70 92 62 Q 100 54 107 56 Q 112 76 112 98")
    d.folds(40, 70, 100, 84, 3)
    d.fill(
        "M 96 98 Q 96 78 100 58 L 107 56 Q 112 76 112 98" if not high else "M 96 98 Q 94 70 97 40 L 106 40 Q 111 76 112 98", accent
    )
    d.fill("M 8 98 Q 8 84 24 80 Q 34 86 35 98", white if d.colour != WHITE else tint(white, 0.93))
    if d.options.get("strap") == "yes":
        for x, y in ((42, 76), (54, 64)):
            d.fill([(x, y), (x + 7, y - 5), (x + 24, y + 14), (x + 17, y + 19)], white)
    else:
        thread = white if sum(d.colour) < 620 else (180, 182, 188)
        if high:
            laces(d, 6, 44, 72, 2.6, -6.5, thread)
        else:
            laces(d, 5, 39, 75, 3.8, -4.4, thread)
    d.line("M 35 96 Q 60 90 70 74", width=0.8)
    d.fill("M 7 96 L 113 96 Q 114 110 107 110 L 15 110 Q 6 109 7 96", white)
    d.line("M 8 100 L 112 100", accent if accent != WHITE else d.colour, 1.4)


def draw_runner(d):
    side_view(d)
    accent = COLOURS[d.options.get("accent", "white")]
    d.fill("M 54 62 L 56 47 Q 62 44 70 50 L 76 64", tint(d.colour, 0.75))
    d.fill("M 6 94 Q 10 82 28 77 Q 42 72 54 58 Q 60 54 68 58 Q 78 68 90 61 Q 100 50 109 52 Q 113 72 113 98 L 60 102")
    mesh = d.mask
    d.folds(34, 72, 100, 84, 3)
    for y in range(60, 98, 4):
        d.line([(16, y + 12), (40, y + 4)], tint(d.colour, 0.86), 0.4) if y > 70 else None
    d.fill("M 60 62 L 68 62 L 58 104 L 46 104", accent, edge=0, inside=mesh)
    d.fill("M 74 66 L 81 66 L 76 104 L 65 104", accent, edge=0, inside=mesh)
    d.fill("M 98 50 L 112 50 L 116 100 L 92 102 Q 99 76 98 50", accent, edge=0, inside=mesh)
    d.fill("M 0 100 L 6 84 Q 20 86 30 102", tint(d.colour, 0.72), edge=0, inside=mesh)
    laces(d, 5, 40, 73, 3.9, -4, accent if accent != d.colour else BLACK, 10)
    d.fill("M 4 92 Q 24 98 60 96 Q 90 96 115 90 Q 119 106 110 110 Q 84 112 62 107 Q 36 111 22 109 Q 6 106 4 92", (242, 242, 240))
    d.fill("M 8 104 Q 20 109 36 108 L 60 105 Q 84 112 112 108 L 110 113 Q 84 116 62 111 Q 36 116 18 112", tint(d.colour, 0.7))
    d.line("M 76 100 Q 94 104 113 98", accent if accent != WHITE else d.colour, 1.6)


def draw_oxford(d):
    side_view(d)
    dark = seam(d.colour)
    d.fill("M 5 100 L 112 99 L 112 113 L 82 113 L 80 106 L 12 106 Q 5 105 5 100", (44, 36, 32))
    d.fill("M 54 68 Q 62 58 74 58 L 80 70", tint(d.colour, 0.7))
    d.fill("M 5 101 Q 7 91 26 87 Q 44 82 55 68 Q 60 63 68 65 Q 84 74 102 62 Q 106 60 110 63 Q 114 82 112 101", depth=0.5)
    d.line("M 26 87 Q 34 93 34 101", dark, 1.2)
    if d.options.get("lace") == "none":
        d.fill("M 50 72 Q 60 62 68 65 L 76 82 L 58 90", tint(d.colour, 0.85))
    else:
        d.line("M 46 78 Q 52 92 62 101", dark, 1)
        d.line("M 68 66 Q 70 84 74 101", dark, 1)
        for i in range(4):
            d.line(f"M {47 + i * 4.4} {77 - i * 3.6} L {57 + i * 4.2} {83 - i * 3.4}", tint(d.colour, 0.5), 1.8)
    d.line("M 96 66 Q 94 84 96 101", dark, 1)
    shine = Image.new("L", d.size, 0)
    ImageDraw.Draw(shine).polygon(d.place(oval(20, 93, 7, 2.6)), fill=150)
    ImageDraw.Draw(shine).polygon(d.place(oval(84, 82, 6, 3)), fill=100)
    d.layer.paste((255, 255, 255), (0, 0), shine.filter(ImageFilter.GaussianBlur(6)))
    d.line("M 6 101 L 112 101", tint(d.colour, 0.45), 1.6)


def draw_loafer(d):
    side_view(d)
    d.fill("M 42 80 Q 64 66 88 66 Q 104 64 110 68 L 104 84 L 60 90", tint(d.colour, 0.55))
    d.fill("M 5 101 Q 6 88 24 83 Q 34 80 42 76 Q 52 84 64 84 Q 92 82 110 66 Q 115 82 113 101")
    d.folds(30, 84, 100, 92, 3)
    d.line("M 12 92 Q 26 84 44 84 Q 50 86 52 92", width=1.2)
    d.fill("M 38 78 L 48 80 Q 58 90 62 101 L 48 101 Q 46 88 38 78", tint(d.colour, 0.85))
    d.line("M 64 85 Q 92 84 111 68", tint(d.colour, 0.75), 1.8)
    d.fill("M 5 99 L 113 99 Q 114 108 108 109 L 14 109 Q 5 108 5 99", tint(CORK, 0.8))
    for x in range(10, 112, 5):
        d.line(f"M {x} 101 L {x + 2} 107", tint(CORK, 0.6), 0.6)


def draw_heel(d):
    side_view(d)
    o, dark = d.options, tint(d.colour, 0.72)
    shape = o.get("shape", "stiletto")
    if shape == "wedge":
        d.fill("M 8 106 Q 40 108 60 92 Q 80 74 107 66 L 110 115 L 14 115 Q 6 114 8 106", CORK)
        d.fill("M 16 106 Q 20 84 38 80 L 54 94 L 48 105")
        d.fill("M 26 106 Q 40 88 48 76 L 58 82 L 40 106", dark)
        d.fill("M 70 84 Q 66 64 76 50 L 84 52 Q 78 66 80 80")
        d.fill("M 76 50 Q 94 46 108 54 L 108 63 Q 92 56 77 60")
        d.line("M 8 106 Q 40 108 60 92 Q 80 74 107 66", tint(CORK, 0.6), 1.6)
        return
    heel = {"stiletto": "M 92 76 Q 99 92 100 116 L 104 116 Q 106 92 110 66", "block": "M 84 78 L 88 116 L 107 116 L 110 66"}[shape]
    d.fill(heel, dark)
    if o.get("strap") == "yes":
        d.fill("M 6 110 Q 10 104 24 104 Q 44 104 56 92 Q 74 72 109 64 L 108 74 Q 76 82 62 100 Q 50 114 30 115 Q 8 116 6 110", dark)
        d.line("M 16 106 Q 22 92 36 92 Q 42 94 44 102", width=4, colour=d.colour)
        d.line("M 26 106 Q 34 88 46 86 Q 50 90 51 98", width=3.4, colour=d.colour)
        d.line("M 108 66 Q 112 50 106 36", width=4, colour=d.colour)
        d.line("M 106 38 Q 88 44 78 34 Q 92 30 106 36", width=3, colour=d.colour)
        d.fill(oval(80, 35, 2.6), STEEL)
        return
    d.fill("M 44 90 Q 70 72 88 56 Q 98 48 106 47 L 100 60 L 60 94", tint(COLOURS["beige"], 0.9))
    d.fill(
        "M 5 111 Q 12 100 26 97 Q 36 95 42 89 Q 58 94 76 78 Q 92 60 107 46 Q 112 58 110 70 Q 104 79 92 80 "
        "Q 74 86 60 102 Q 52 114 34 115 Q 10 117 5 111",
        depth=0.45,
    )
    d.line("M 6 112 Q 34 118 52 110 Q 60 102 66 96", tint(d.colour, 0.5), 1.4)


def draw_flat(d):
    side_view(d)
    d.fill("M 36 88 Q 60 76 86 76 Q 104 74 109 78 L 100 96 L 60 100", tint(COLOURS["beige"], 0.92))
    d.fill("M 5 106 Q 6 94 24 89 Q 32 87 38 84 Q 56 101 82 97 Q 102 93 109 76 Q 115 88 113 107", depth=0.4)
    d.line("M 39 85 Q 56 101 82 97 Q 102 93 109 77", tint(d.colour, 0.7), 1.4)
    d.fill("M 5 105 L 113 105 Q 114 110 108 110 L 12 110 Q 5 109 5 105", (60, 46, 40))
    bow = tint(d.colour, 0.85) if sum(d.colour) > 150 else (84, 84, 90)
    d.fill("M 36 88 L 24 80 L 25 92", bow)
    d.fill("M 36 88 L 48 82 L 47 95", bow)
    d.fill(oval(36, 88, 2.6), bow)


def draw_sandal(d):
    side_view(d)
    dark = tint(d.colour, 0.72)
    d.fill("M 62 100 Q 58 80 65 56 L 77 58 Q 72 80 78 100", dark)
    d.fill("M 100 62 L 112 62 Q 115 84 112 104 L 99 103 Q 105 82 100 62", dark)
    d.fill("M 5 102 Q 30 100 52 102 Q 84 96 114 100 Q 117 114 108 115 L 14 115 Q 3 114 5 102", (62, 54, 50))
    d.fill("M 6 101 Q 30 97 52 100 Q 84 94 114 98 L 113 104 Q 84 101 52 106 Q 30 104 6 106", CORK)
    d.fill("M 14 104 Q 16 84 30 77 L 44 80 Q 34 90 37 106")
    d.fill("M 40 105 Q 42 82 56 74 L 68 82 Q 56 90 58 104")
    d.fill("M 64 57 Q 86 48 111 58 L 111 70 Q 86 60 64 69")
    for x, y in ((27, 86), (52, 84), (88, 58)):
        d.line(f"M {x - 5} {y - 4} L {x + 4} {y + 5}" if x < 80 else f"M {x} {y - 4} L {x} {y + 6}", dark, 1.2)
        d.fill(box(x - 2.5, y - 2.5, x + 2.5, y + 2.5, 1), STEEL, edge=0.5)


def draw_flipflop(d):
    d.turn *= 2
    strap = tint(d.colour, 0.5) if sum(d.colour) > 200 else (190, 40, 44)
    outline = (
        "M 36 14 Q 55 16 56 46 Q 55 72 51 92 Q 53 112 51 128 Q 47 146 36 146 Q 24 146 20 128 Q 19 110 20 94 "
        "Q 12 68 14 44 Q 18 15 36 14"
    )
    for flip in (False, True):

        def side(path, flip=flip):
            points = flatten(path) if isinstance(path, str) else path
            return mirrored(points) if flip else points

        d.fill(side([(x + 1.5, y + 3) for x, y in flatten(outline)]), tint(d.colour, 0.5))
        d.fill(side(outline))
        for y in range(28, 140, 8):
            d.line(side(f"M 27 {y} L 47 {y}"), tint(d.colour, 0.9) if sum(d.colour) > 150 else (58, 58, 62), 0.8)
        d.line(side("M 38 40 Q 24 56 17 82"), strap, 6)
        d.line(side("M 38 40 Q 50 58 53 84"), strap, 6)
        d.line(side("M 38 40 Q 24 56 17 82"), tint(strap, 1.25), 1.2)
        d.line(side("M 38 40 Q 50 58 53 84"), tint(strap, 1.25), 1.2)
        if d.options.get("strap") == "flower":
            for i in range(5):
                a = i * math.tau / 5
                d.fill(side(oval(38 + 5 * math.cos(a), 42 + 5 * math.sin(a), 3.8)), COLOURS["yellow"], edge=0.4)
        d.fill(side(oval(38, 41, 3.4)), WHITE if d.options.get("strap") == "flower" else strap, edge=0.5)
