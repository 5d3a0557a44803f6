# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Drawings of what is used up, and of goods that the taxonomy does not know."""

import math

from PIL import Image, ImageDraw, ImageFilter

from samples.drawing import BLACK, BRASS, COLOURS, STEEL, WHITE, box, oval, tint


def draw_perfume(d):
    shape = d.options.get("shape", "square")
    glass = tint(d.colour, 1.25)
    if shape == "tall":
        d.fill(box(40, 46, 80, 152, 7), glass, depth=0.5)
        d.fill(box(44, 12, 76, 44, 4), tint(d.colour, 0.8), depth=0.5)
        d.fill(box(44, 78, 76, 126, 2), WHITE, edge=0.4)
        for i in range(5):
            a = i * math.tau / 5
            d.fill(oval(60 + 6 * math.cos(a), 94 + 6 * math.sin(a), 4.5), d.colour, edge=0)
        d.line("M 50 112 L 70 112", d.colour, 1.4)
        d.line("M 53 118 L 67 118", d.colour, 1)
        return
    d.fill(box(50, 46, 70, 62, 1), BRASS, depth=0.6)
    for y in (50, 54, 58):
        d.line(f"M 50 {y} L 70 {y}", tint(BRASS, 0.7), 0.6)
    if shape == "round":
        d.fill(oval(60, 104, 44, 44), tint(glass, 1.4), depth=0.3)
        d.fill(oval(60, 106, 36, 36), glass, depth=0.7)
        d.fill(oval(60, 32, 14, 15), tint(d.colour, 0.8), depth=0.7)
    else:
        d.fill(box(22, 62, 98, 146, 8), tint(glass, 1.4), depth=0.3)
        d.fill(box(30, 74, 90, 138, 4), glass, depth=0.6)
        d.fill(box(44, 14, 76, 47, 3), (54, 54, 60), depth=0.8)
    d.fill(box(44, 96, 76, 116, 1), (248, 246, 240), edge=0.5)
    d.line("M 49 103 L 71 103", BRASS, 1.4)
    d.line("M 53 109 L 67 109", (120, 120, 124), 0.9)
    d.line("M 60 66 L 60 134", tint(glass, 1.5), 0.7)
    shine = Image.new("L", d.size, 0)
    ImageDraw.Draw(shine).polygon(d.place(box(34, 82, 39, 128, 2)), fill=140)
    d.layer.paste((255, 255, 255), (0, 0), shine.filter(ImageFilter.GaussianBlur(5)))


def draw_deodorant(d):
    d.fill(box(40, 56, 80, 154, 4), depth=0.7)
    d.fill("M 40 60 Q 40 46 50 44 L 70 44 Q 80 46 80 60", STEEL, depth=0.7)
    d.fill(box(46, 8, 74, 46, 7), tint(d.colour, 0.75) if sum(d.colour) > 150 else (84, 84, 90), depth=0.7)
    d.fill(box(56, 14, 64, 20, 2), (30, 30, 34))
    accent = COLOURS["orange"] if d.colour == BLACK else WHITE
    d.fill("M 40 80 Q 60 70 80 82 L 80 96 Q 60 84 40 94", accent, edge=0)
    d.line("M 48 108 L 72 108", accent, 3)
    d.line("M 50 116 L 70 116", accent, 1.4)
    d.line("M 50 121 L 70 121", accent, 1.4)
    d.line("M 52 140 L 68 140", accent, 1)


def draw_lipstick(d):
    d.fill("M 47 80 L 47 46 Q 50 28 70 20 Q 73 22 73 30 L 73 80", depth=0.6)
    d.fill("M 47 50 Q 50 30 70 20 Q 73 22 73 30 Q 60 34 47 50", tint(d.colour, 1.25), edge=0.4)
    d.fill(box(44, 70, 76, 102, 2), BRASS, depth=0.8)
    d.line("M 44 76 L 76 76", tint(BRASS, 0.7), 1)
    d.fill(box(40, 98, 80, 152, 3), (36, 34, 38), depth=0.9)
    d.line("M 40 104 L 80 104", BRASS, 1.6)


def draw_nailpolish(d):
    d.fill(
        "M 52 82 L 68 82 L 68 92 Q 88 94 88 112 L 88 142 Q 88 150 80 150 L 40 150 Q 32 150 32 142 L 32 112 Q 32 94 52 92", depth=0.6
    )
    d.fill("M 48 84 L 51 12 Q 60 8 69 12 L 72 84", (40, 38, 42), depth=0.9)
    shine = Image.new("L", d.size, 0)
    ImageDraw.Draw(shine).polygon(d.place(box(38, 106, 44, 140, 3)), fill=170)
    d.layer.paste((255, 255, 255), (0, 0), shine.filter(ImageFilter.GaussianBlur(5)))


def draw_hose(d):
    for i in range(6):
        r = 50 - i * 5
        for colour, width in ((tint(d.colour, 0.6), 5.4), (d.colour, 4), (COLOURS["yellow"], 0.9)):
            d.line(oval(60, 78, r, r * 0.86), colour, width)
    d.line("M 96 110 Q 112 122 96 138 L 76 142", tint(d.colour, 0.6), 5.4)
    d.line("M 96 110 Q 112 122 96 138 L 76 142", d.colour, 4)
    d.fill("M 78 136 L 80 148 L 60 150 L 44 154 L 42 140 L 60 139", COLOURS["orange"])
    d.fill(box(72, 136, 80, 149, 1), BRASS)


def draw_tuner(d):
    d.fill("M 46 96 L 74 96 L 70 124 L 84 130 L 82 142 L 40 142 L 38 130 L 52 124", (70, 70, 76))
    d.fill(oval(60, 108, 9), (96, 96, 102))
    d.fill(box(14, 30, 106, 100, 10), depth=0.6)
    d.fill(box(22, 38, 98, 86, 4), (26, 66, 60))
    for i in range(-4, 5):
        a = math.radians(i * 13)
        d.line(
            [(60 + 38 * math.sin(a), 92 - 38 * math.cos(a)), (60 + 44 * math.sin(a), 92 - 44 * math.cos(a))], (90, 240, 160), 1.6
        )
    d.line("M 60 84 L 62 56", (240, 90, 70), 2)
    d.line("M 30 80 L 36 64 L 42 80", (90, 240, 160), 2.4)
    d.line("M 33 75 L 39 75", (90, 240, 160), 2)
    d.fill(oval(60, 93, 3), COLOURS["red"])


def draw_curtain(d):
    d.line("M 4 14 L 116 14", (110, 84, 60), 4)
    for x in (3, 117):
        d.fill(oval(x, 14, 4), (110, 84, 60))
    for left in (8, 64):
        d.fill([(left, 12), (left + 48, 12), (left + 50, 152), (left - 2, 152)])
        for i in range(1, 8):
            d.line(f"M {left + i * 6} 14 Q {left + i * 6 + 2} 80 {left + i * 6.4 - 1} 151", width=1.6 if i % 2 else 0.8)
        for i in range(4):
            d.line(oval(left + 6 + i * 12, 14, 3.6), STEEL, 1.6)


def draw_kettle(d):
    d.line("M 84 44 Q 114 44 110 84 Q 106 112 90 118", (50, 50, 54), 7)
    d.fill("M 36 66 L 14 52 L 12 58 L 30 92", tint(d.colour, 0.9))
    d.fill("M 38 42 L 82 42 Q 90 90 96 130 L 24 130 Q 30 90 38 42", depth=0.7)
    d.fill("M 36 42 Q 60 24 84 42", (56, 56, 60))
    d.fill(oval(60, 30, 5, 4), (56, 56, 60))
    d.fill(box(20, 128, 100, 142, 4), (56, 56, 60))
    d.fill(box(54, 70, 64, 112, 4), (150, 190, 220))
