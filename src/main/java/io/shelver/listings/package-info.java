// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * Listings and decisions on disk, one JSON object a line. Enter at {@link io.shelver.listings.ListingReader} and
 * {@link io.shelver.listings.OutcomeWriter}. Knows no model and no Kafka.
 */
@NullMarked
package io.shelver.listings;

import org.jspecify.annotations.NullMarked;
