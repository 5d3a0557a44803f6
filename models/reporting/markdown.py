# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Markdown as GitHub renders it: names made harmless, figures, tables."""

import re

NONE = "–"
MINUS = "−"


def escaped(text):
    """A name as plain text, in a table cell too: labels come from a catalogue and may hold any character."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ")
    return re.sub(r"([\\`*_{}\[\]#|~$@])", r"\\\1", text)


def path(names):
    """A label; the sign between its parts cannot be mistaken for a `>` in a name."""
    return " › ".join(escaped(name) for name in names)


def code(text):
    """A model's name. In a table cell a bar ends the cell even within backticks, so it is escaped."""
    return "`" + text.replace("`", "'").replace("|", r"\|") + "`"


def number(value, digits=4):
    return NONE if value is None else f"{value:.{digits}f}".replace("-", MINUS)


def percent(value, digits=1):
    return NONE if value is None else f"{100 * value:.{digits}f}%".replace("-", MINUS)


def count(value):
    return NONE if value is None else f"{value:,}"


def bold(text, when=True):
    return f"**{text}**" if when else text


def table(header, rows, text_columns=1):
    """Lines of a table; the first columns are aligned left, the others, figures, right."""
    line = ["---" if column < text_columns else "---:" for column in range(len(header))]
    return ["| " + " | ".join(cells) + " |" for cells in (header, line, *rows)] + [""]


def details(summary, lines):
    """Folded until clicked. The blank lines are needed: without them GitHub shows the Markdown inside as it is written."""
    return ["<details>", f"<summary>{summary}</summary>", "", *lines, *([] if lines[-1:] == [""] else [""]), "</details>", ""]


def picture(name, what):
    return [f"![{what}]({name})", ""]
