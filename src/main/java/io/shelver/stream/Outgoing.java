// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.Door;

import org.apache.kafka.streams.processor.api.Record;

/** An outcome that is ready to be written: a record that fits its topic, and the door that leads there. */
public record Outgoing(Door door, Record<byte[], byte[]> record) {}
