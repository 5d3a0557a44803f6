// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Map;

/** Lays rows of one kind out as the inputs of a graph. */
interface Rows<R> {

    /** @return input name to tensor, the rows along the first axis; the caller closes them */
    Map<String, OnnxTensor> tensors(OrtEnvironment environment, List<R> rows) throws OrtException;
}
