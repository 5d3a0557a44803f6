#!/usr/bin/env bash
# What surprised us: skl2onnx converts every TfidfVectorizer below without a warning, but its graph gives wrong scores for
#   sublinear_tf and for some bigrams. scikit-learn first drops stop words and words of one letter, so the words on either side
#   become a bigram. The graph never finds that bigram.
# Where it was met: TF-IDF is the baseline among Shelver's text models, and runs in Java as a graph. The project
#   wrote its own exporter, which gives scikit-learn's scores exactly.
# Guess before running: bigrams and sublinear_tf differ, as the design page says. Half right: bigrams of adjacent words agree.
# What it does: converts five vectorizers of scikit-learn 1.9.1 with skl2onnx 1.20.0 (onnx 1.23.2), runs the graphs with
#   onnxruntime 1.28.0 and compares the scores of single titles.
# Output seen (2026-12-01): single words and adjacent bigrams are equal. Of "size 7 shoes for men" the bigram "size shoes" scores
#   0.000 instead of 0.618; with sublinear_tf "red", twice in a title, scores 0.613 instead of 0.623.
set -euo pipefail
. "$(dirname "$0")/common.bash"

python_packages numpy==2.4.6 scikit-learn==1.9.1 onnx==1.23.2 onnxruntime==1.28.0 skl2onnx==1.20.0

run_python <<'PYTHON'
import numpy as np
import onnxruntime
from skl2onnx import to_onnx
from skl2onnx.common.data_types import StringTensorType
from sklearn.feature_extraction.text import TfidfVectorizer

TITLES = ["red steel kettle with lid", "blue cotton shirt for men", "size 7 shoes for men", "kettle lid for red red kettle"]


def compare(name, title, **options):
    """Prints what the graph and scikit-learn give for one title where they differ, or `equal`."""
    vectorizer = TfidfVectorizer(lowercase=False, **options).fit(TITLES)
    graph = to_onnx(vectorizer, initial_types=[("text", StringTensorType([None, 1]))])
    session = onnxruntime.InferenceSession(graph.SerializeToString())
    given = session.run(None, {"text": np.array([[title]], dtype=object)})[0][0]
    expected = vectorizer.transform([title]).toarray()[0]
    differing = [f"{term} {given[i]:.3f} not {expected[i]:.3f}"
                 for i, term in enumerate(vectorizer.get_feature_names_out()) if abs(given[i] - expected[i]) > 1e-4]
    print(f"{name}={', '.join(differing) or 'equal'}")


compare("words", "size 7 shoes for men")
compare("adjacent_bigrams", "red steel kettle with lid", ngram_range=(2, 2))
compare("bigrams", "size 7 shoes for men", ngram_range=(2, 2))
compare("bigrams_stop_words", "size 7 shoes for men", ngram_range=(2, 2), stop_words=["for"])
compare("sublinear", "kettle lid for red red kettle", sublinear_tf=True)
PYTHON

check words equal
check adjacent_bigrams equal
check bigrams "for men 0.619 not 0.487, shoes for 0.785 not 0.618, size shoes 0.000 not 0.618"
check bigrams_stop_words "shoes men 0.000 not 0.707, size shoes 0.000 not 0.707"
check sublinear "for 0.313 not 0.298, kettle 0.613 not 0.623, lid 0.387 not 0.368, red 0.613 not 0.623"
