// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A protobuf message, written field by field, so that it can be one that no library would write. */
public final class ProtobufMessage {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private interface Written {
        void to(CodedOutputStream out) throws IOException;
    }

    public ProtobufMessage number(int field, long value) {
        return with(out -> out.writeInt64(field, value));
    }

    public ProtobufMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    public ProtobufMessage bytes(int field, byte[] value) {
        return with(out -> out.writeByteArray(field, value));
    }

    public ProtobufMessage message(int field, ProtobufMessage value) {
        return bytes(field, value.encoded());
    }

    /** Adds the tag of a field, with any wire type, and no value. */
    public ProtobufMessage tag(int field, int wireType) {
        return with(out -> out.writeTag(field, wireType));
    }

    private ProtobufMessage with(Written written) {
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            written.to(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public byte[] encoded() {
        return bytes.toByteArray();
    }
}
