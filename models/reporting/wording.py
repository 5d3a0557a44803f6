# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""How the report writes a row's name, its score and its cost."""

from reporting import verdict
from reporting.markdown import MINUS, NONE, code, escaped, number


def short(row):
    return f"{code(row['name'])} ({number(verdict.micro_f1(row))})"


def members(row):
    named = unnamed_members(row)
    return f", of {', '.join(code(name) for name in named)}" if named else ""


def subscript(row):
    named = unnamed_members(row)
    return f"<br><sub>{', '.join(escaped(name) for name in named)}</sub>" if named else ""


def unnamed_members(row):
    """All members of a fusion whose name leaves one of them out; else none."""
    named = row.get("members", ())
    return named if any(name not in row["name"] for name in named) else ()


def half_width(comparison, row):
    interval = comparison.get("uncertainty", {}).get("intervals", {}).get(row["name"])
    return f" ±{(interval[1] - interval[0]) / 2:.4f}" if interval else ""


def with_interval(comparison, row):
    return number(verdict.micro_f1(row)) + half_width(comparison, row)


def cost_in_words(row):
    said = [f"{verdict.milliseconds(row):.2g} ms a listing on one core"] if row.get("milliseconds") else []
    said += [f"{mebibytes(row)} MiB"] if row.get("graph_bytes") else []
    return ", " + ", ".join(said) if said else ""


def mebibytes(row):
    return number(row["graph_bytes"] / 2**20, 1) if row.get("graph_bytes") is not None else NONE


def duration(seconds):
    if seconds is None:
        return NONE
    return f"{seconds:.0f} s" if seconds < 600 else f"{seconds / 60:.0f} min"


def points(interval):
    return f"{100 * interval[0]:+.1f} to {100 * interval[1]:+.1f}".replace("-", MINUS)
