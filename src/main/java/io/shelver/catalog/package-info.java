// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * What a listing is, and which labels it can get. Enter at {@link io.shelver.catalog.Listing} and
 * {@link io.shelver.catalog.Taxonomy}. Pure: it uses the JDK alone, and knows no file, no model and no Kafka.
 */
@NullMarked
package io.shelver.catalog;

import org.jspecify.annotations.NullMarked;
