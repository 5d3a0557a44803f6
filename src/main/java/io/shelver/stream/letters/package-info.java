// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Dead letters: uploads that cannot be processed, as they came, with the cause in headers; and their replay into the
 * uploads, each once. Must not know the flow.
 */
@NullMarked
package io.shelver.stream.letters;

import org.jspecify.annotations.NullMarked;
