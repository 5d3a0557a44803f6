# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""How a script rejects what it was given."""


class BadInput(SystemExit):
    """Something that a person must fix. The message names what (a file and line, or an option), says what is wrong, and what to
    do.

    A script ends with the message and status 1, without a traceback.
    """
