# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""What every drawing is made with: colours, outlines, and the picture in the making.

Lengths are in pixels of the finished picture, which is 120 wide and 160 high. It is drawn SCALE times as large and then made
smaller.
"""

import itertools
import math
import re

import numpy
from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT, SCALE = 120, 160, 4
COLOURS = {
    "black": (40, 40, 44),
    "white": (246, 246, 244),
    "grey": (150, 152, 156),
    "charcoal": (72, 74, 80),
    "silver": (196, 199, 204),
    "navy": (32, 44, 92),
    "blue": (42, 92, 184),
    "sky": (142, 190, 232),
    "lightblue": (120, 154, 196),
    "denim": (70, 104, 158),
    "indigo": (38, 48, 92),
    "teal": (20, 128, 130),
    "turquoise": (52, 188, 190),
    "green": (44, 134, 72),
    "olive": (106, 110, 58),
    "lime": (174, 214, 54),
    "yellow": (246, 210, 60),
    "mustard": (208, 156, 40),
    "gold": (206, 168, 84),
    "orange": (236, 124, 40),
    "coral": (242, 116, 98),
    "peach": (250, 190, 160),
    "red": (200, 34, 44),
    "maroon": (122, 26, 46),
    "pink": (238, 130, 170),
    "rose": (222, 168, 150),
    "purple": (112, 62, 148),
    "lavender": (186, 168, 220),
    "brown": (108, 68, 42),
    "tan": (186, 128, 78),
    "beige": (220, 200, 168),
    "khaki": (186, 170, 128),
    "cream": (246, 236, 212),
    "nude": (228, 190, 164),
    "pearl": (236, 232, 236),
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
        values = [float(v) for v in tokens[at : at + 2 * need]]
        at += 2 * need
        ends = list(zip(values[::2], values[1::2], strict=True))
        if need == 1:
            points += ends
            continue
        knots = [points[-1], *ends]
        for step in range(1, 13):
            level, t = knots, step / 12
            while len(level) > 1:
                level = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in itertools.pairwise(level)]
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
        self.mask = Image.new("L", self.size, 0)  # of the last filled shape

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
        draw.line(points + points[:1] if closed else points, fill=(*colour, 255), width=pen, joint="curve")
        if pen > 3 and not closed:
            for x, y in (points[0], points[-1]):
                draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=(*colour, 255))

    def line(self, path, colour=None, width=0.9, both=False, dash=False):
        colour = seam(self.colour) if colour is None else colour
        points = flatten(path) if isinstance(path, str) else list(path)
        for run in [points, mirrored(points)] if both else [points]:
            run = self.place(run)
            if not dash:
                self.stroke(run, colour, width)
                continue
            for (ax, ay), (bx, by) in itertools.pairwise(run):
                steps = max(1, int(math.hypot(bx - ax, by - ay) / 8))
                for i in range(0, steps, 2):
                    a, b = i / steps, min(1, (i + 1.2) / steps)
                    self.stroke([(ax + (bx - ax) * a, ay + (by - ay) * a), (ax + (bx - ax) * b, ay + (by - ay) * b)], colour, width)

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


def side_view(d):
    d.flip = d.rng.random() < 0.4
    d.shift = (d.shift[0], d.shift[1] - 4)
