// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * What a listing is, and where it can stand. Enter at {@link io.shelver.catalog.Listing} and
 * {@link io.shelver.catalog.Taxonomy}. Pure: knows the JDK only, no file, no model, no Kafka.
 */
@NullMarked
package io.shelver.catalog;

import org.jspecify.annotations.NullMarked;
