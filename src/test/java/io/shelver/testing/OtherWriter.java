// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import io.shelver.events.ProductUploaded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;

/** A pipeline of another release, whose uploads have one field more or two fields fewer than ours. */
public final class OtherWriter {
    private OtherWriter() {
    }

    public static Schema newer() {
        return newer("colour");
    }

    public static Schema newer(String field) {
        return SchemaParser.parseSingle(ProductUploaded.getClassSchema().toString().replaceFirst("\"fields\":\\[",
                "\"fields\":[{\"name\":\"" + field + "\",\"type\":\"string\",\"doc\":\"new\",\"default\":\"\"},"));
    }

    /** A writer without {@code revision} and {@code upload_id}. */
    public static Schema older() {
        Schema today = ProductUploaded.getClassSchema();
        return Schema.createRecord(today.getName(), today.getDoc(), today.getNamespace(), false,
                today.getFields().stream().filter(field -> !field.name().matches("revision|upload_id"))
                        .map(field -> new Schema.Field(field, field.schema())).toList());
    }

    /** An upload with the title {@code boots}, in single-object encoding. */
    public static byte[] upload(Schema writers, String id) {
        try {
            ByteBuffer buffer = new BinaryMessageEncoder<>(GenericData.get(), writers).encode(record(writers, id));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static GenericData.Record record(Schema writers, String id) {
        return new GenericRecordBuilder(writers).set("listing_id", id).set("title", "boots").set("uploaded_at", 1L)
                .build();
    }
}
