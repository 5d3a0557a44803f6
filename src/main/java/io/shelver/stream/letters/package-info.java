// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Dead letters: uploads that cannot be processed, as they came, with the cause in headers. And their replay into the uploads topic,
 * each once. Enter at {@link io.shelver.stream.letters.DeadLetters} and {@link io.shelver.stream.letters.Replay}. It must not know
 * the flow.
 */
@NullMarked
package io.shelver.stream.letters;

import org.jspecify.annotations.NullMarked;
