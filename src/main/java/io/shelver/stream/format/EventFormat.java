// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.events.ProductUploaded;
import org.apache.avro.specific.SpecificRecord;

/** Turns events into the value of a record and back. Used by several threads at once. */
public interface EventFormat {

    byte[] write(String topic, SpecificRecord event);

    /**
     * @throws RefusedException
     *             if the bytes are at fault; any other exception is our fault
     */
    ProductUploaded readUpload(String topic, byte[] bytes) throws RefusedException;

    /** Reads an event that Shelver wrote. */
    <T extends SpecificRecord> T read(String topic, byte[] bytes, Class<T> type) throws RefusedException;
}
