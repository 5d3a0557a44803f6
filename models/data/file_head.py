# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""What a file is that was given as JSON Lines, by its first bytes. `io.shelver.listings.FileHead` says the same."""

import json

BYTES = 1 << 16  # how many are looked at

AS_LINES = " as JSON Lines, one listing a line"

# Formats that tables are kept in: place, bytes, what to say.
MAGICS = (
    (0, b"PK\x03\x04", "a zip archive, as Excel's workbooks are: export its rows"),
    (0, b"PAR1", "a Parquet file: export its rows"),
    (0, b"Obj\x01", "an Avro file: export its records"),
    (0, b"ORC", "an ORC file: export its rows"),
    (0, b"SQLite format 3", "a SQLite database: export its rows"),
    (0, b"\xd0\xcf\x11\xe0", "an Office document: export its rows"),
    (0, b"%PDF", "a PDF: give its source"),
    (0, b"BZh", "compressed with bzip2: unpack it, or use gzip"),
    (0, b"\xfd7zXZ", "compressed with xz: unpack it, or use gzip"),
    (0, b"\x28\xb5\x2f\xfd", "compressed with zstd: unpack it, or use gzip"),
    (0, b"7z\xbc\xaf", "a 7z archive: unpack it"),
    (257, b"ustar\0", "a tar archive: unpack it"),
    (257, b"ustar  \0", "a tar archive: unpack it"),
)


def fault(head: bytes) -> str | None:
    """What is wrong with a file, as the rest of a sentence that starts with its name; None if it may hold JSON Lines."""
    for place, magic, what in MAGICS:
        if head.startswith(magic, place):
            return f"is {what}" + (AS_LINES if "export" in what else "")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or _every_other_is_zero(head):
        return "is UTF-16: save it as UTF-8"
    if 0 in head:
        return "is binary: give a file of JSON Lines, one listing a line"
    lines = [line.strip() for line in head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split("\n") if line.strip()]
    return _fault_of_lines(lines)


def _every_other_is_zero(head: bytes) -> bool:
    start = head[: min(len(head), 64) // 2 * 2]
    even, odd = start[::2], start[1::2]
    return bool(start) and ((not any(even) and all(odd)) or (all(even) and not any(odd)))


def _fault_of_lines(lines: list[str]) -> str | None:
    if not lines:
        return "is empty: give a file of JSON Lines, one listing a line"
    first = lines[0]
    if first.startswith("["):
        return "is a JSON array: write each listing on a line of its own (jq -c '.[]' FILE)"
    if first.startswith("{"):
        over_several = len(lines) > 1 and not lines[1].startswith("{") and _goes_on(first)
        return "has JSON objects over several lines: write each listing on one (jq -c . FILE)" if over_several else None
    if any(line.startswith("{") for line in lines):
        return None
    columns = "TSV" if "\t" in first else "CSV" if "," in first or ";" in first else ""
    if not columns:
        return "has no JSON object in it: give a file of JSON Lines, one listing a line"
    return f"looks like {columns}: write its rows as JSON Lines, one listing a line"


def _goes_on(text: str) -> bool:
    """Whether the text is the beginning of a JSON value that needs more."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos >= len(text) or error.msg.startswith("Unterminated string")
    except (ValueError, RecursionError):
        return False
    return False
