# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Word vectors made elsewhere, in the text form of GloVe (Pennington et al., EMNLP 2014).

A line has a word and its numbers, separated by spaces. A first line of two numbers, as word2vec writes it, is skipped.
"""

import numpy as np

from data.bad_input import BadInput
from data.tokens import PAD, UNKNOWN


def read_vectors(path, vocabulary):
    """{word: float32 [D]} of those words of the vocabulary that the file has.

    Every line's length is checked, and the numbers of the lines that are used. BadInput, with file and line, if one is malformed.
    """
    found, width = {}, None
    try:
        lines = open(path, "rb")  # noqa: SIM115 - only opening it may fail here; the next statement closes it
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror}); give the path of a text file of word vectors") from error
    with lines:
        for number, line in enumerate(lines, start=1):
            place = f"{path}:{number}"
            fields = line.rstrip(b"\r\n ").split(b" ")
            if number == 1 and len(fields) == 2:
                continue
            width = width or len(fields) - 1
            if len(fields) <= width or width < 2:
                raise BadInput(f"{place}: a word and {max(width, 2)} numbers wanted, {len(fields) - 1} numbers found")
            try:
                # some published files have words with spaces in them, so it is counted from the right
                word = b" ".join(fields[:-width]).decode()
                if word not in vocabulary:
                    continue
                vector = np.array([float(field) for field in fields[-width:]], np.float32)
            except ValueError as error:
                raise BadInput(f"{place}: {error}; fix or remove the line") from error
            if not np.isfinite(vector).all():
                raise BadInput(f"{place}: holds a number that is not finite; fix or remove the line")
            found[word] = vector
    if not found:
        raise BadInput(f"{path}: knows no word of the vocabulary; give vectors of the listings' language")
    return found


def coverage(vectors, vocabulary, sequences):
    """How much of the training texts the vectors cover: {"vocabulary_words", "vocabulary", "running_words"}, the last two shares in
    0..1.

    A word outside the vocabulary counts as a running word without a vector.
    """
    known = np.zeros(max(vocabulary.values()) + 1, bool)
    known[[vocabulary[word] for word in vectors]] = True
    running = np.concatenate(sequences)
    words = len(vocabulary) - 2  # padding and the unknown are no words
    return {
        "vocabulary_words": words,
        "vocabulary": round(len(vectors) / max(1, words), 4),
        "running_words": round(float(known[running].mean()), 4) if len(running) else 0.0,
    }


def start_from(embedding, vectors, vocabulary):
    """Puts the vectors into the rows of their words; the other words are drawn with the same spread."""
    known = np.array(list(vectors.values()))
    embedding.weight.data.normal_(float(known.mean()), float(known.std()))
    embedding.weight.data[[vocabulary[word] for word in vectors]] = embedding.weight.data.new_tensor(known)
    embedding.weight.data[[PAD, UNKNOWN]] = 0
