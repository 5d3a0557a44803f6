# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Draws the sample listings: made-up marketplace listings with drawn pictures, for the demo and the tests.

Usage:

    python draw_samples.py OUTPUT_DIR

Needs Pillow and numpy. OUTPUT_DIR is made when it is not there; files of an earlier run in it are replaced.

Output:

    OUTPUT_DIR/listings.jsonl       240 listings, one JSON object a line: listing_id, title, description, image (a file
                                    name or null) and categories (the truth: paths from root to leaf; [] where there is
                                    none)
    OUTPUT_DIR/images/sample-*.jpg  the pictures, 120x160 pixels

The texts are in samples/sample_texts.py. Most listings are ordinary ones; the others try the edges: other languages, a title
only, a description only, a picture only, vague words, goods the taxonomy does not know, a JPEG cut off in its header, a
text and a PNG both named .jpg, a picture that is not there, and a listing with nothing in it. The order is shuffled.
Which ids are of which kind, and how many there are, is printed as JSON.

Everything is seeded: with the same Pillow the output is the same to the byte. No fonts are used.
"""

import io
import json
import math
import random
import re
import sys
from pathlib import Path

import numpy
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from samples import sample_texts as texts

SEED = "shelver samples 1"
WIDTH, HEIGHT, SCALE = 120, 160, 4
COUNT = 240

COLOURS = {
    "black": (40, 40, 44), "white": (246, 246, 244), "grey": (150, 152, 156), "charcoal": (72, 74, 80),
    "silver": (196, 199, 204), "navy": (32, 44, 92), "blue": (42, 92, 184), "sky": (142, 190, 232),
    "lightblue": (120, 154, 196), "denim": (70, 104, 158), "indigo": (38, 48, 92), "teal": (20, 128, 130),
    "turquoise": (52, 188, 190), "green": (44, 134, 72), "olive": (106, 110, 58), "lime": (174, 214, 54),
    "yellow": (246, 210, 60), "mustard": (208, 156, 40), "gold": (206, 168, 84), "orange": (236, 124, 40),
    "coral": (242, 116, 98), "peach": (250, 190, 160), "red": (200, 34, 44), "maroon": (122, 26, 46),
    "pink": (238, 130, 170), "rose": (222, 168, 150), "purple": (112, 62, 148), "lavender": (186, 168, 220),
    "brown": (108, 68, 42), "tan": (186, 128, 78), "beige": (220, 200, 168), "khaki": (186, 170, 128),
    "cream": (246, 236, 212), "nude": (228, 190, 164), "pearl": (236, 232, 236),
}
STEEL, BRASS, SKIN, CORK = (188, 192, 198), (202, 166, 82), (206, 158, 126), (198, 152, 104)
WHITE, BLACK = COLOURS["white"], COLOURS["black"]


def tint(colour, factor):
    """The colour darker (factor < 1) or nearer to white (factor > 1)."""
    if factor <= 1:
        return tuple(round(v * factor) for v in colour)
    return tuple(round(255 - (255 - v) * (2 - factor)) for v in colour)


def seam(colour):
    """A line colour that shows on the colour."""
    return tint(colour, 0.68) if sum(colour) > 230 else tint(colour, 1.28)


def contrast(colour):
    return WHITE if sum(colour) < 500 else COLOURS["navy"]


def flatten(path):
    """The points of a path in the letters of SVG: M, L, Q, C with absolute coordinates, one closed or open line."""
    tokens = re.findall(r"[MLQC]|-?\d+(?:\.\d+)?", path)
    points, at, command = [], 0, "M"
    while at < len(tokens):
        if tokens[at].isalpha():
            command = tokens[at]
            at += 1
        need = {"M": 1, "L": 1, "Q": 2, "C": 3}[command]
        values = [float(v) for v in tokens[at:at + 2 * need]]
        at += 2 * need
        ends = list(zip(values[::2], values[1::2]))
        if need == 1:
            points += ends
            continue
        knots = [points[-1]] + ends
        for step in range(1, 13):
            level, t = knots, step / 12
            while len(level) > 1:
                level = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in zip(level, level[1:])]
            points += level
    return points


def mirrored(points):
    return [(WIDTH - x, y) for x, y in points]


def oval(x, y, rx, ry=None, start=0, end=360):
    ry = rx if ry is None else ry
    steps = [math.radians(start + (end - start) * i / 40) for i in range(41)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in steps]


def box(x0, y0, x1, y1, r=3):
    r = min(r, (x1 - x0) / 2, (y1 - y0) / 2)
    corners = [(x1 - r, y0 + r, 270), (x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90), (x0 + r, y0 + r, 180)]
    return [p for x, y, a in corners for p in oval(x, y, r, r, a, a + 90)[::5]]


class Drawing:
    """A picture in the making: shapes on a clear layer, in units of the finished picture's pixels."""

    def __init__(self, rng, colour, options):
        self.rng, self.options, self.colour = rng, options, colour
        self.size = (WIDTH * SCALE, HEIGHT * SCALE)
        self.layer = Image.new("RGBA", self.size, (0, 0, 0, 0))
        self.zoom = rng.uniform(0.94, 1.03)
        self.shift = (rng.uniform(-2, 2), rng.uniform(-3, 3))
        self.turn = math.radians(rng.uniform(-1.5, 1.5))
        self.flip = False
        self.mask = None

    def place(self, points):
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        result = []
        for x, y in points:
            x, y = (x - 60) * self.zoom, (y - 80) * self.zoom
            x, y = x * cos - y * sin, x * sin + y * cos
            if self.flip:
                x = -x
            result.append(((60 + x + self.shift[0]) * SCALE, (80 + y + self.shift[1]) * SCALE))
        return result

    def cover(self, colour, pattern):
        """A sheet of the colour with the pattern on it."""
        rng, sheet = self.rng, Image.new("RGB", self.size, colour)
        if not pattern:
            return sheet
        second = COLOURS[self.options.get("accent", "white")]
        draw, wide, high = ImageDraw.Draw(sheet), *self.size
        if pattern == "stripes":
            step = rng.choice((32, 40, 48))
            for y in range(0, high, step):
                draw.rectangle((0, y, wide, y + step * 0.42), fill=second)
        elif pattern == "thin":
            for x in range(0, wide, 22):
                draw.line((x, 0, x, high), fill=second, width=4)
        elif pattern == "checks":
            step = rng.choice((40, 48))
            over = Image.new("L", self.size, 0)
            for vertical in (False, True):
                bands = Image.new("L", self.size, 0)
                for at in range(0, max(wide, high), step):
                    area = (at, 0, at + step * 0.45, high) if vertical else (0, at, wide, at + step * 0.45)
                    ImageDraw.Draw(bands).rectangle(area, fill=115)
                over = ImageChops.add(over, bands)
            sheet.paste(second, (0, 0), over)
        elif pattern == "diagonal":
            for at in range(-high, wide + high, 56):
                draw.line((at, high, at + high, 0), fill=second, width=14)
        elif pattern == "dots":
            for row, y in enumerate(range(8, high, 48)):
                for x in range(8 + 24 * (row % 2), wide, 48):
                    draw.ellipse((x - 10, y - 10, x + 10, y + 10), fill=second)
        elif pattern == "flowers":
            for row, y in enumerate(range(16, high, 52)):
                for x in range(16 + 26 * (row % 2), wide, 52):
                    cx, cy, turn = x + rng.uniform(-8, 8), y + rng.uniform(-8, 8), rng.uniform(0, 6)
                    for petal in range(5):
                        a = turn + petal * math.tau / 5
                        px, py = cx + 9 * math.cos(a), cy + 9 * math.sin(a)
                        draw.ellipse((px - 7, py - 7, px + 7, py + 7), fill=second)
                    draw.ellipse((cx - 5, cy - 5, cx + 5, cy + 5), fill=tint(colour, 0.6))
        return sheet

    def fill(self, path, colour=None, pattern=None, mirror=False, depth=0.24, edge=0.8, inside=None, both=False):
        """Fills a shape. mirror: the path is the left half; both: the path and its mirror image, as two shapes."""
        colour = self.colour if colour is None else colour
        points = flatten(path) if isinstance(path, str) else list(path)
        if both:
            self.fill(mirrored(points), colour, pattern, depth=depth, edge=edge, inside=inside)
        if mirror:
            points += mirrored(points)[::-1]
        points = self.place(points)
        mask = Image.new("L", self.size, 0)
        ImageDraw.Draw(mask).polygon(points, fill=255)
        if inside is not None:
            mask = ImageChops.multiply(mask, inside)
        bounds = mask.getbbox()
        if bounds is None:
            return mask
        sheet = numpy.asarray(self.cover(colour, pattern).crop(bounds), dtype=numpy.float32)
        across = numpy.linspace(-1, 1, sheet.shape[1], dtype=numpy.float32)
        down = numpy.linspace(-1, 1, sheet.shape[0], dtype=numpy.float32)
        light = 1 + depth * (0.18 - 0.55 * numpy.abs(across + 0.15) ** 2.5 - 0.22 * across)[None, :, None]
        light = light - depth * 0.2 * down[:, None, None]
        lit = Image.fromarray(numpy.clip(sheet * light, 0, 255).astype(numpy.uint8), "RGB")
        self.layer.paste(lit, bounds[:2], mask.crop(bounds))
        if edge and inside is None:
            self.stroke(points, tint(colour, 0.66) if sum(colour) > 150 else (16, 16, 18), edge, closed=True)
        self.mask = mask
        return mask

    def stroke(self, points, colour, width, closed=False):
        draw = ImageDraw.Draw(self.layer)
        pen = max(1, round(width * SCALE * self.zoom))
        draw.line(points + points[:1] if closed else points, fill=colour + (255,), width=pen, joint="curve")
        if pen > 3 and not closed:
            for x, y in (points[0], points[-1]):
                draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=colour + (255,))

    def line(self, path, colour=None, width=0.9, both=False, dash=False):
        colour = seam(self.colour) if colour is None else colour
        points = flatten(path) if isinstance(path, str) else list(path)
        for run in [points, mirrored(points)] if both else [points]:
            run = self.place(run)
            if not dash:
                self.stroke(run, colour, width)
                continue
            for (ax, ay), (bx, by) in zip(run, run[1:]):
                steps = max(1, int(math.hypot(bx - ax, by - ay) / 8))
                for i in range(0, steps, 2):
                    a, b = i / steps, min(1, (i + 1.2) / steps)
                    self.stroke([(ax + (bx - ax) * a, ay + (by - ay) * a), (ax + (bx - ax) * b, ay + (by - ay) * b)],
                                colour, width)

    def folds(self, x0, y0, x1, y1, count=4):
        """Soft creases in the last filled shape."""
        soft = Image.new("L", self.size, 0)
        draw = ImageDraw.Draw(soft)
        for _ in range(count):
            x, y = self.rng.uniform(x0, x1), self.rng.uniform(y0, y1)
            dx, dy = self.rng.uniform(-6, 6), self.rng.uniform(14, 30)
            draw.line(self.place([(x, y), (x + dx * 0.3, y + dy / 2), (x + dx, min(y1 + 8, y + dy))]), fill=62, width=8)
        soft = ImageChops.multiply(soft.filter(ImageFilter.GaussianBlur(9)), self.mask)
        self.layer.paste(tint(self.colour, 0.5) if sum(self.colour) > 150 else (100, 100, 104), (0, 0), soft)

    def finish(self):
        """The finished picture: the layer with its shadow on a light ground, reduced."""
        top = self.rng.uniform(246, 255)
        ground = numpy.linspace(top, top - self.rng.uniform(0, 10), self.size[1])[:, None, None]
        ground = numpy.repeat(numpy.repeat(ground, self.size[0], 1), 3, 2)
        picture = Image.fromarray(ground.astype(numpy.uint8), "RGB")
        shadow = Image.new("L", self.size, 0)
        shadow.paste(self.layer.getchannel("A"), (8, 14))
        shadow = shadow.filter(ImageFilter.GaussianBlur(10)).point(lambda v: round(v * 0.26))
        picture.paste((60, 60, 70), (0, 0), shadow)
        picture.paste(self.layer, (0, 0), self.layer)
        return picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


# Prints

def draw_print(d, kind, y=72):
    ink = contrast(d.colour) if kind != "heart" else COLOURS["red"]
    if kind == "circle":
        d.fill(oval(60, y, 15), ink, edge=0)
        d.fill(oval(60, y, 11), d.colour, edge=0)
        d.fill(oval(60, y + 3, 8, 5), COLOURS["orange"], edge=0)
    elif kind == "heart":
        d.fill(f"M 60 {y + 12} C 30 {y - 8} 52 {y - 22} 60 {y - 6} C 68 {y - 22} 90 {y - 8} 60 {y + 12}", ink, edge=0)
    elif kind == "star":
        d.fill([(60 + r * math.sin(i * math.pi / 5), y - r * math.cos(i * math.pi / 5))
                for i in range(10) for r in [16 if i % 2 == 0 else 6.5]], COLOURS["yellow"], edge=0)
    elif kind == "flower":
        for i in range(6):
            d.fill(oval(60 + 9 * math.cos(i * math.pi / 3), y + 9 * math.sin(i * math.pi / 3), 6), WHITE, edge=0)
        d.fill(oval(60, y, 5), COLOURS["yellow"], edge=0)
    elif kind == "number":
        d.line(oval(60, y - 6, 8), ink, 4)
        d.line(f"M 68 {y - 6} Q 69 {y + 10} 58 {y + 18}", ink, 4)


# Topwear

def torso(d, fit="men", sleeve="short", neck="M 60 37 Q 51 37 47 27", hem=136):
    """A top's outline with its sleeves. Returns the mask of all of it."""
    if fit == "women":
        side = f"Q 41 86 39 100 L 34 {hem - 2} Q 46 {hem + 2} 60 {hem + 2}"
        sleeves = {"short": "L 33 33 Q 28 36 26 42 L 19 62 Q 19 64 21 65 L 33 69 L 36 62",
                   "long": "L 33 33 Q 28 36 26 42 L 15 112 Q 15 115 17 115 L 25 116 L 37 68"}
    else:
        side = f"L 32 {hem - 2} Q 46 {hem + 1} 60 {hem + 1}"
        sleeves = {"short": "L 31 33 Q 26 35 24 41 L 10 68 Q 10 71 12 72 L 26 79 Q 28 79 29 77 L 34 66",
                   "long": "L 31 33 Q 25 35 23 43 L 10 118 Q 10 121 13 121 L 23 123 L 35 70"}
    mask = d.fill(f"{neck} {sleeves[sleeve]} {side}", pattern=d.options.get("pattern"), mirror=True)
    d.folds(38, 66, 82, hem - 20)
    d.line("M 34 67 Q 31 52 33 36" if fit != "women" else "M 36 63 Q 33 50 35 35", width=0.7, both=True)
    return mask


def draw_tshirt(d):
    o = d.options
    fit, sleeve, neck = o.get("fit", "men"), o.get("sleeve", "short"), o.get("neck", "round")
    deep = {"round": 43 if fit == "women" else 37, "v": 50, "polo": 37}[neck]
    back = tint(d.colour, 0.6) if sum(d.colour) > 150 else tint(d.colour, 1.12)
    d.fill("M 47 26 Q 60 32 73 26 L 73 30 L 60 %d L 47 30" % deep, back)
    line = f"M 60 {deep} L 47 27" if neck == "v" else f"M 60 {deep} Q 50 {deep} 47 27"
    mask = torso(d, fit, sleeve, line)
    if "side" in o:
        panel = COLOURS[o["side"]]
        d.fill("M 32 66 L 40 66 L 38 140 L 30 140" if fit == "men" else "M 34 62 L 42 62 L 44 92 L 41 140 L 30 140",
               panel, both=True, edge=0, inside=mask)
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
        draw_print(d, o["print"])


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
    sleeves = {"long": "L 34 22 Q 29 25 27 32 L 15 92 Q 15 94 17 94 L 27 97 L 38 54",
               "none": "L 38 21 Q 42 36 37 50"}["none" if o.get("sleeve") == "none" else "long"]
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
        sleeve, "M 60 44 Q 50 43 46 28 L 37 31 Q 41 48 34 60")
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
        draw_print(d, o["print"], 76)


def draw_dress(d):
    o = d.options
    long = o.get("length") == "long"
    skirt = "L 24 154 Q 42 158 60 158" if long else "L 14 134 Q 36 143 60 143"
    d.fill("M 46 16 Q 60 22 74 16 L 60 34", tint(d.colour, 0.6))
    d.fill(f"M 60 34 Q 50 33 46 14 L 39 16 Q 43 36 36 44 Q 42 60 43 70 {skirt}", pattern=o.get("pattern"), mirror=True)
    foot = 150 if long else 134
    for x in (-24, -14, -5, 5, 14, 24):
        d.line(f"M {60 + x * 0.5} 74 Q {60 + x * 0.7} 100 {60 + x * 1.5} {foot}", width=0.8)
    d.fill("M 60 67 L 42.5 66 L 43 74 L 60 75",
           tint(d.colour, 0.7) if sum(d.colour) > 150 else (90, 90, 96), mirror=True)
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


# Bottomwear

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


# Footwear; the toe is on the left

def side_view(d):
    d.flip = d.rng.random() < 0.4
    d.shift = (d.shift[0], d.shift[1] - 4)


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
    d.fill("M 96 98 Q 96 78 100 58 L 107 56 Q 112 76 112 98" if not high else
           "M 96 98 Q 94 70 97 40 L 106 40 Q 111 76 112 98", accent)
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
    d.fill("M 4 92 Q 24 98 60 96 Q 90 96 115 90 Q 119 106 110 110 Q 84 112 62 107 Q 36 111 22 109 Q 6 106 4 92",
           (242, 242, 240))
    d.fill("M 8 104 Q 20 109 36 108 L 60 105 Q 84 112 112 108 L 110 113 Q 84 116 62 111 Q 36 116 18 112",
           tint(d.colour, 0.7))
    d.line("M 76 100 Q 94 104 113 98", accent if accent != WHITE else d.colour, 1.6)


def draw_oxford(d):
    side_view(d)
    dark = seam(d.colour)
    d.fill("M 5 100 L 112 99 L 112 113 L 82 113 L 80 106 L 12 106 Q 5 105 5 100", (44, 36, 32))
    d.fill("M 54 68 Q 62 58 74 58 L 80 70", tint(d.colour, 0.7))
    d.fill("M 5 101 Q 7 91 26 87 Q 44 82 55 68 Q 60 63 68 65 Q 84 74 102 62 Q 106 60 110 63 Q 114 82 112 101",
           depth=0.5)
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
    heel = {"stiletto": "M 92 76 Q 99 92 100 116 L 104 116 Q 106 92 110 66",
            "block": "M 84 78 L 88 116 L 107 116 L 110 66"}[shape]
    d.fill(heel, dark)
    if o.get("strap") == "yes":
        d.fill("M 6 110 Q 10 104 24 104 Q 44 104 56 92 Q 74 72 109 64 L 108 74 Q 76 82 62 100 Q 50 114 30 115 Q "
               "8 116 6 110", dark)
        d.line("M 16 106 Q 22 92 36 92 Q 42 94 44 102", width=4, colour=d.colour)
        d.line("M 26 106 Q 34 88 46 86 Q 50 90 51 98", width=3.4, colour=d.colour)
        d.line("M 108 66 Q 112 50 106 36", width=4, colour=d.colour)
        d.line("M 106 38 Q 88 44 78 34 Q 92 30 106 36", width=3, colour=d.colour)
        d.fill(oval(80, 35, 2.6), STEEL)
        return
    d.fill("M 44 90 Q 70 72 88 56 Q 98 48 106 47 L 100 60 L 60 94", tint(COLOURS["beige"], 0.9))
    d.fill("M 5 111 Q 12 100 26 97 Q 36 95 42 89 Q 58 94 76 78 Q 92 60 107 46 Q 112 58 110 70 Q 104 79 92 80 "
           "Q 74 86 60 102 Q 52 114 34 115 Q 10 117 5 111", depth=0.45)
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
    outline = ("M 36 14 Q 55 16 56 46 Q 55 72 51 92 Q 53 112 51 128 Q 47 146 36 146 Q 24 146 20 128 Q 19 110 20 94 "
               "Q 12 68 14 44 Q 18 15 36 14")
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


# Accessories

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
            lines = {"a": ((-3, -9), (3, -9)), "b": ((3, -9), (3, 0)), "c": ((3, 0), (3, 9)), "d": ((-3, 9), (3, 9)),
                     "e": ((-3, 0), (-3, 9)), "f": ((-3, -9), (-3, 0)), "g": ((-3, 0), (3, 0))}
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
        d.line([(60 + inner * math.sin(a), 80 - inner * math.cos(a)), (60 + (r - 7) * math.sin(a),
               80 - (r - 7) * math.cos(a))],
               ink, 1.8 if i % 3 == 0 else 1)
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
    d.fill("M 22 60 Q 60 54 98 60 Q 102 61 103 66 L 113 136 Q 113 144 106 144 L 14 144 Q 7 144 7 136 L 17 66 Q "
           "18 61 22 60",
           pattern=pattern)
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
    d.fill("M 22 56 Q 22 15 60 15 Q 98 15 98 56 L 101 136 Q 101 150 88 150 L 32 150 Q 19 150 19 136",
           pattern=o.get("pattern"))
    d.line("M 28 72 Q 28 24 60 24 Q 92 24 92 72", dark, 1.8)
    d.fill("M 32 62 Q 46 56 60 56 Q 74 56 88 62 L 90 80 L 30 80", accent)
    d.line("M 34 68 L 86 68", STEEL, 1.2)
    d.fill("M 29 92 Q 29 86 36 86 L 84 86 Q 91 86 91 92 L 93 136 Q 93 143 86 143 L 34 143 Q 27 143 27 136",
           tint(d.colour, 0.93), edge=1.2)
    d.line("M 31 97 L 89 97", dark, 1.6)
    d.fill(box(78, 96, 81, 106, 1), STEEL, edge=0.4)
    d.fill(box(50, 112, 70, 124, 2), accent)
    d.fill("M 19 108 L 25 108 L 25 146 Q 19 144 18 136", accent, both=True)


def draw_sunglasses(d):
    o = d.options
    shape = o.get("shape", "square")
    frame, width = d.colour, 3.4
    lens = (58, 56, 60)
    outline = {"aviator": "M 9 64 Q 30 56 53 63 Q 58 82 46 98 Q 32 108 18 98 Q 5 84 9 64",
               "square": "M 6 60 Q 30 56 55 61 Q 56 80 50 94 Q 34 100 15 95 Q 7 80 6 60",
               "cat": "M 2 52 Q 28 56 55 61 Q 58 84 46 98 Q 30 106 14 98 Q 6 84 2 52"}[shape]
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
        d.fill("M 5 54 Q 5 46 12 46 L 108 46 Q 115 46 115 54 L 115 78 Q 60 92 5 78",
               tint(d.colour, 0.93), pattern=o.get("pattern"), edge=1.2)
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


# Care

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
    d.fill("M 52 82 L 68 82 L 68 92 Q 88 94 88 112 L 88 142 Q 88 150 80 150 L 40 150 Q 32 150 32 142 L 32 112 Q "
           "32 94 52 92",
           depth=0.6)
    d.fill("M 48 84 L 51 12 Q 60 8 69 12 L 72 84", (40, 38, 42), depth=0.9)
    shine = Image.new("L", d.size, 0)
    ImageDraw.Draw(shine).polygon(d.place(box(38, 106, 44, 140, 3)), fill=170)
    d.layer.paste((255, 255, 255), (0, 0), shine.filter(ImageFilter.GaussianBlur(5)))


# Goods that the taxonomy does not know

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
        d.line([(60 + 38 * math.sin(a), 92 - 38 * math.cos(a)), (60 + 44 * math.sin(a), 92 - 44 * math.cos(a))],
               (90, 240, 160), 1.6)
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


# The listings

def entries():
    """All listings as (kind, categories, title, description, drawing or None), in the order of the lists."""
    kinds = [("ordinary", texts.ORDINARY), ("noise", texts.NOISE), ("title only", texts.TITLE_ONLY),
             ("description only", texts.DESCRIPTION_ONLY), ("picture only", texts.PICTURE_ONLY),
             ("vague", texts.VAGUE), ("unknown goods", texts.UNKNOWN), ("truncated picture", [texts.TRUNCATED]),
             ("text as picture", [texts.NOT_A_PICTURE]), ("png named jpg", [texts.PNG_NAMED_JPG]),
             ("missing picture", [texts.MISSING]), ("nothing", [texts.EMPTY])]
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
    globals()["draw_" + name](picture)
    return picture.finish()


def encode(picture, form):
    buffer = io.BytesIO()
    if form == "PNG":
        picture.quantize(48).convert("RGB").save(buffer, "PNG", optimize=True)
    else:
        picture.save(buffer, "JPEG", quality=85, optimize=True)
    return buffer.getvalue()


def main(arguments):
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(__doc__)
        return 0 if arguments in (["-h"], ["--help"]) else 2
    folder = Path(arguments[0])
    images = folder / "images"
    images.mkdir(parents=True, exist_ok=True)
    for old in images.glob("sample-*"):
        old.unlink()
    rows = list(entries())
    if len(rows) != COUNT:
        raise SystemExit(f"{len(rows)} listings in sample_texts.py, not {COUNT}")
    random.Random(SEED).shuffle(rows)
    kinds, lines = {}, []
    for number, (kind, categories, title, description, drawing) in enumerate(rows, 1):
        identity = f"sample-{number:03d}"
        kinds.setdefault(kind, []).append(identity)
        image = None
        if kind == "missing picture":
            image = "missing.jpg"
        elif drawing:
            image = identity + ".jpg"
            data = encode(paint(random.Random(f"{SEED} {title} {description} {drawing}"), *drawing),
                          "PNG" if kind == "png named jpg" else "JPEG")
            if kind == "truncated picture":
                data = data[:data.index(b"\xff\xda") - 20]  # before the pixels: some readers fill in missing ones
            elif kind == "text as picture":
                data = b"This file is a text, whatever its name says.\n"
            (images / image).write_bytes(data)
        lines.append(json.dumps({"listing_id": identity, "title": title, "description": description, "image": image,
                                 "categories": categories}, ensure_ascii=False) + "\n")
    (folder / "listings.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")
    sizes = [path.stat().st_size for path in images.iterdir()]
    print(json.dumps({"listings": len(lines), "pictures": len(sizes), "picture_bytes": sum(sizes),
                      "largest_picture": max(sizes),
                      "kinds": {kind: {"count": len(ids), **({"ids": ids} if kind != "ordinary" else {})}
                                for kind, ids in kinds.items()}}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
