// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * What strangers may send to do harm, as generators: {@link io.shelver.poison.Corpus} has all of it by kind, each with what
 * must become of it. Everything is drawn from fixed seeds, so that a failure comes back.
 */
package io.shelver.poison;
