// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
/**
 * What every room of the stream needs of Kafka: the settings of its clients, the names and limits of the topics, the place of a
 * record, readers outside any group, and what a failure means. It must not know the events or the flow.
 */
@NullMarked
package io.shelver.stream.kafka;

import org.jspecify.annotations.NullMarked;
