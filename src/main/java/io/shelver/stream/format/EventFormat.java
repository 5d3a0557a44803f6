// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.events.ProductUploaded;
import org.apache.avro.specific.SpecificRecord;

/** How events become the bytes of a record and back. Used by several threads at once. */
public interface EventFormat {

    byte[] write(String topic, SpecificRecord event);

    /**
     * @throws RefusedException
     *             if the bytes are to blame; whoever cannot answer by our fault throws something else
     */
    ProductUploaded readUpload(String topic, byte[] bytes) throws RefusedException;

    /** Reads an event of our own writing. */
    <T extends SpecificRecord> T read(String topic, byte[] bytes, Class<T> type) throws RefusedException;
}
