// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * What a model bundle is, and whether to trust it. Enter at {@link io.shelver.bundle.Bundle#open}, which believes
 * nothing in the folder before its signature, where keys are given, and its checksums agree. Runs no model: the golden listings are read here and tried elsewhere.
 */
@NullMarked
package io.shelver.bundle;

import org.jspecify.annotations.NullMarked;
