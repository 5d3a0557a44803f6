// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * What every part of the stream needs of Kafka: the settings of its clients, the topics' names and limits, records and where
 * they stand, and what a failure means. Must not know events, nor the flow.
 */
@NullMarked
package io.shelver.stream.kafka;

import org.jspecify.annotations.NullMarked;
