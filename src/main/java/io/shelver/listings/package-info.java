// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Listings and outcomes on disk, as JSON Lines. Enter at {@link io.shelver.listings.ListingReader} and
 * {@link io.shelver.listings.OutcomeWriter}. The package knows no model and no Kafka.
 */
@NullMarked
package io.shelver.listings;

import org.jspecify.annotations.NullMarked;
