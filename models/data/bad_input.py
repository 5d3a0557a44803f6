# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The one way in which a script refuses what it was given."""


class BadInput(SystemExit):
    """Something in a file that a person must mend; the message names the file and, where there is one, the line.

    A script ends with the message and status 1, without a traceback.
    """
