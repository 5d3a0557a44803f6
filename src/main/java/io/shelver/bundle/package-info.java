// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * What a model bundle is, and whether to trust it. Enter at {@link io.shelver.bundle.Bundle#open}, which checks the signature, if
 * the operator configured keys, and the checksums before it uses anything in the folder. It runs no model: the golden listings are
 * read here and run elsewhere.
 */
@NullMarked
package io.shelver.bundle;

import org.jspecify.annotations.NullMarked;
