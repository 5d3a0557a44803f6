# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Amazon product metadata of McAuley et al. as listings: one record a line, plain or gzip, in either of its forms.

    2014  a Python literal a line: asin, title, description (a text), imUrl, categories (a list of paths)
          J. McAuley, C. Targett, Q. Shi, A. van den Hengel: Image-based Recommendations on Styles and Substitutes. SIGIR 2015
    2018  a JSON object a line: asin, title, description (a list of texts), imageURL, imageURLHighRes (lists), category (one path)
          J. Ni, J. Li, J. McAuley: Justifying Recommendations using Distantly-Labeled Reviews and Fine-Grained Aspects. EMNLP 2019

Each line tells its own form. `listing_id` is the asin. `image` is the last segment of the first link as it stands there, %2B
included, so that a folder of downloaded files can be given; nothing is downloaded here. Other fields are ignored. Markup and
entities become plain text. Some records of 2018 hold a whole web page in place of a text: as a description it is dropped, as a
title it makes the record unusable. In 2018 product features follow some paths, after a stray end tag: a path ends there.
"""

import ast
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any
from urllib.parse import urlsplit

from data.bad_input import BadInput
from data.listings import LabelPath, Listing, line_text, numbered_lines

LONGEST_TEXT = 100_000  # characters; the rest of a text is cut
PAGE = re.compile(r"getTime\(|\bfunction\s*\(|<!doctype|<html|@media\b|\bP\.when\(|\bamznJQ\b", re.IGNORECASE)
INVISIBLE = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
MARKUP = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
NO_PICTURE = "no-img"  # in the link where the shop showed a placeholder
LINKS = ("imageURLHighRes", "imageURL", "image", "imUrl")


def iterate_products(path: Path | str, left_out: Counter[str], skip_malformed: bool = False) -> Iterator[Listing]:
    """A `Listing` for each usable record; the others are counted in `left_out`, a Counter, by the reason.

    A malformed line is a BadInput with file and line, unless `skip_malformed`. Of records with the same asin the first is taken.
    """
    seen = set()
    for place, line in numbered_lines(path):
        try:
            listing, reason = _listing(_record(line, place), place)
        except BadInput:
            if not skip_malformed:
                raise
            listing, reason = None, "malformed line"
        if listing and listing.listing_id in seen:
            listing, reason = None, "asin seen before"
        if listing:
            seen.add(listing.listing_id)
            yield listing
        else:
            left_out[reason] += 1


def recognised(path: Path | str) -> bool:
    """Whether the first line of a file is such a record."""
    for place, line in numbered_lines(path):
        try:
            return "asin" in _record(line, place)
        except BadInput:
            return False
    return False


def _record(line: bytes, place: str) -> dict[str, Any]:
    text = line_text(line, place).strip()
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        try:
            fields = ast.literal_eval(text)
        except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError) as error:
            raise BadInput(
                f"{place}: neither JSON nor a Python literal ({type(error).__name__}); fix or delete the line, or "
                "leave all such lines out with --skip-malformed"
            ) from error
    if not isinstance(fields, dict):
        raise BadInput(f"{place}: not a record of fields; fix the line, or leave it out with --skip-malformed")
    return fields


def _listing(fields: dict[str, Any], place: str) -> tuple[Listing | None, str]:
    """(Listing, "") or (None, why the record is of no use)."""
    asin = fields.get("asin")
    if not isinstance(asin, str) or not asin.strip():
        raise BadInput(f"{place}: asin must be a text that is not empty, was {asin!r}")
    raw_title = _of_type(fields, "title", str, place) or ""
    title = plain(raw_title)
    categories = _categories(fields, place)
    if PAGE.search(raw_title):
        return None, "title is a web page"
    if not title:
        return None, "no title"
    if not categories:
        return None, "no category"
    description = _of_type(fields, "description", str | list, place) or ""
    pieces = [description] if isinstance(description, str) else description
    if not all(isinstance(piece, str) for piece in pieces):
        raise BadInput(f"{place}: description must be a text or a list of texts")
    described = " ".join(filter(None, (plain(piece) for piece in pieces if not PAGE.search(piece))))
    return Listing(asin.strip(), title, described, _image(fields), categories), ""


def _of_type(fields: dict[str, Any], name: str, legal: type | UnionType, place: str) -> Any:
    value = fields.get(name)
    if value is not None and not isinstance(value, legal):
        raise BadInput(f"{place}: {name} has the form of neither 2014 nor 2018, was {str(value)[:80]!r}")
    return value


def _categories(fields: dict[str, Any], place: str) -> tuple[LabelPath, ...]:
    """Paths without repetition: `categories` of 2014, or `category` of 2018, which is one path."""
    paths = _of_type(fields, "categories", list, place)
    if paths is None:
        paths = [_of_type(fields, "category", list, place) or []]
    if not all(isinstance(path, list) and all(isinstance(name, str) for name in path) for path in paths):
        raise BadInput(f"{place}: categories must be a list of paths and category one path, of names")
    return tuple(dict.fromkeys(filter(None, (_path(path) for path in paths))))


def _path(names: list[str]) -> LabelPath:
    clean = []
    for name in names:
        if MARKUP.search(name) or not plain(name):
            break
        clean.append(plain(name))
    return tuple(clean)


def _image(fields: dict[str, Any]) -> str | None:
    for name in LINKS:
        links = fields.get(name)
        for link in links if isinstance(links, list) else [links]:
            if isinstance(link, str) and link and NO_PICTURE not in link:
                try:
                    return plain(urlsplit(link).path.rpartition("/")[2]) or None
                except ValueError:
                    continue
    return None


def plain(text: str) -> str:
    """Text without markup, entities and runs of white space."""
    text = html.unescape(text[:LONGEST_TEXT])
    text = MARKUP.sub(" ", INVISIBLE.sub(" ", text))
    # a Python literal does not join the two halves of an escaped surrogate pair; single halves are no characters
    return " ".join(text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore").split())
