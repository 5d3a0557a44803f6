// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import io.shelver.classify.Door;

import org.apache.kafka.streams.processor.api.Record;

/** What is written, and where: it fits its topic. */
public record Outgoing(Door door, Record<byte[], byte[]> record) {}
