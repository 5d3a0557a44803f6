# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The golden listings of the fashion bundle: our own texts, and pictures drawn here. None of them comes from the data."""

import io

import numpy as np
from PIL import Image, ImageDraw

from bundling.bundle import text_listing

WHITE = (255, 255, 255)


def _canvas(size=(60, 80), ground=WHITE):
    picture = Image.new("RGB", size, ground)
    return picture, ImageDraw.Draw(picture), size[0] / 60, size[1] / 80


def _polygon(draw, points, across, down, colour):
    draw.polygon([(x * across, y * down) for x, y in points], fill=colour)


def shirt(colour, size=(60, 80), stripes=None):
    picture, draw, across, down = _canvas(size)
    _polygon(
        draw,
        [(18, 12), (42, 12), (56, 26), (50, 36), (44, 31), (44, 70), (16, 70), (16, 31), (10, 36), (4, 26)],
        across,
        down,
        colour,
    )
    draw.pieslice([24 * across, 6 * down, 36 * across, 19 * down], 0, 180, fill=WHITE)
    for row in range(26, 68, 8) if stripes else ():
        draw.rectangle([16 * across, row * down, 44 * across, (row + 3) * down], fill=stripes)
    return picture


def trousers(colour, size=(60, 80)):
    picture, draw, across, down = _canvas(size)
    _polygon(draw, [(18, 6), (42, 6), (46, 74), (34, 74), (30, 26), (26, 74), (14, 74)], across, down, colour)
    return picture


def shoe(colour, sole=(240, 240, 240), size=(60, 80)):
    picture, draw, across, down = _canvas(size)
    _polygon(draw, [(6, 34), (18, 32), (28, 40), (46, 46), (54, 50), (54, 54), (6, 54)], across, down, colour)
    draw.rectangle([6 * across, 54 * down, 54 * across, 58 * down], fill=sole, outline=(90, 90, 90))
    return picture


def watch(strap, face, size=(60, 80)):
    picture, draw, across, down = _canvas(size)
    draw.rectangle([23 * across, 4 * down, 37 * across, 76 * down], fill=strap)
    draw.ellipse([14 * across, 24 * down, 46 * across, 56 * down], fill=(170, 170, 175), outline=(60, 60, 60))
    draw.ellipse([18 * across, 28 * down, 42 * across, 52 * down], fill=face)
    draw.line([30 * across, 40 * down, 30 * across, 31 * down], fill=(20, 20, 20), width=2)
    draw.line([30 * across, 40 * down, 37 * across, 43 * down], fill=(20, 20, 20), width=2)
    return picture


def bag(colour, size=(60, 80)):
    picture, draw, across, down = _canvas(size)
    draw.arc([18 * across, 14 * down, 42 * across, 54 * down], 180, 360, fill=(60, 40, 30), width=3)
    _polygon(draw, [(10, 34), (50, 34), (54, 68), (6, 68)], across, down, colour)
    return picture


def dress(colour, size=(60, 80)):
    picture, draw, across, down = _canvas(size)
    _polygon(draw, [(23, 8), (27, 14), (33, 14), (37, 8), (38, 32), (50, 72), (10, 72), (22, 32)], across, down, colour)
    return picture


def noise(size=(60, 80)):
    return Image.fromarray(np.random.default_rng(5).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8))


def _png(picture):
    encoded = io.BytesIO()
    picture.save(encoded, "PNG", optimize=True)
    return encoded.getvalue()


LISTINGS = (
    (
        "Harbourline Men Navy Blue Striped T-shirt",
        "Navy blue striped T-shirt in soft cotton jersey, round neck, short sleeves. Machine wash cold.",
        lambda: shirt((30, 45, 95), stripes=WHITE),
    ),
    (
        "Quillfeather Women Red Dress",
        "Red knee-length dress, has a wide neck, sleeveless, zip at the back.",
        lambda: dress((190, 25, 40)),
    ),
    (
        "Stonepath Men Black Running Shoes",
        "Lightweight black running shoes with a mesh upper, lace-up front, cushioned midsole and a textured rubber outsole.",
        lambda: shoe((25, 25, 28)),
    ),
    ("Tidewatch Women Silver Dial Watch", "", lambda: watch((120, 80, 50), (225, 225, 230))),
    (
        "Larkmoor Women Tan Handbag",
        "Tan handbag, two handles, zip closure, one main compartment with an inner pocket.",
        lambda: bag((180, 120, 70)),
    ),
    (
        "Blue Jeans for Men",
        "Five-pocket denim jeans, button and zip fly, belt loops, whiskers at the front.",
        lambda: trousers((60, 85, 140), (225, 300)),
    ),
    ("", "Formal shirt with a spread collar, long sleeves, a patch pocket and a curved hem. 100% cotton.", None),
    ("", "", lambda: shirt((235, 235, 225), (224, 224))),
    ("Girls Pink Printed Top", "", None),
    (
        "Damen Sommerkleid, geblümt, Größe 38",
        "Leichtes Kleid aus Baumwolle mit Blumenmuster und Spaghettiträgern; waschbar bei 30 °C.",
        lambda: dress((240, 200, 90), (90, 120)),
    ),
    (
        "Chaussures de sport homme, légères",
        "Semelle souple, dessus en maille respirante, fermeture à lacets.",
        lambda: shoe((40, 90, 160), (255, 120, 0), (300, 200)),
    ),
    ("Bolso de mano para mujer – cuero marrón", "Bolso de cuero con cremallera y bolsillo interior. ¡Envío gratis!", None),
    ("पुरुषों की सूती कमीज", "आरामदायक सूती कमीज, लंबी बाजू", lambda: shirt((90, 150, 110), (7, 5))),
    ("🔥🔥 SALE 🔥🔥 unisex sunglasses 😎 UV400", "👓 100% UV protection 👓 free case 👓", None),
    ("zxqv 00 lorem ipsum frobnicate widget", "asdf qwer uiop " * 120, lambda: noise()),
    ("Deodorant spray " * 30, "Body spray for men with a woody fragrance, 150 ml. " + "w" * 40, lambda: noise((1, 1))),
)


def inputs():
    """[(Listing, encoded PNG or None)]"""
    found = []
    for number, (title, description, draw) in enumerate(LISTINGS, start=1):
        name = f"golden/{number:02}.png" if draw else None
        found.append((text_listing(f"golden-{number:02}", title, description, name), _png(draw()) if draw else None))
    return found
