// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Generators of records that strangers may send to do harm. {@link io.shelver.poison.Corpus} has them all by kind, each with the
 * outcome that it must have. They are drawn from fixed seeds, so that a failure repeats.
 */
package io.shelver.poison;
