// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.format;

import io.shelver.events.ProductUploaded;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.AvroTypeException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Serdes of somebody else, with the words and the wrapping of Confluent's; the id says how reading ends. */
public final class OwnSerdes {
    static final int UPLOAD = 1;
    public static final int CONNECTION_REFUSED = 2;
    static final int NEVER_ANSWERS = 3;
    static final int GENERIC = 4;
    static final int ANSWERS_THE_FOURTH_TIME = 5;
    static final int CLASS_REFUSED = 6;
    static final int MALFORMED = 7;
    static final int ENDS_TOO_SOON = 8;
    static final int NONSENSE_OF_OURS = 9;
    /** From here on, the status that the registry answers. */
    static final int STATUS = 400;

    private OwnSerdes() {
    }

    /** Writes any event, with the id {@link #UPLOAD}. */
    public static final class Writer implements Serializer<SpecificRecord> {
        @Override
        public byte[] serialize(String topic, SpecificRecord event) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(UPLOAD).array());
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            try {
                new SpecificDatumWriter<SpecificRecord>(event.getSchema(), SpecificData.getForSchema(event.getSchema()))
                        .write(event, encoder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        }
    }

    /** A registry that does not accept the login. */
    public static final class Denied implements Serializer<Object> {
        @Override
        public byte[] serialize(String topic, Object event) {
            throw Reader.failed(new RestClientException("Unauthorized; error code: 40101"));
        }
    }

    /** Reads uploads. */
    public static final class Reader implements Deserializer<Object> {
        private final AtomicInteger attempts = new AtomicInteger();

        @Override
        public Object deserialize(String topic, byte[] bytes) {
            int id = ByteBuffer.wrap(bytes).getInt(1);
            return switch (id) {
                case UPLOAD -> upload(bytes);
                case CONNECTION_REFUSED -> throw failed(new ConnectException("refused"));
                case NEVER_ANSWERS -> forever();
                case GENERIC -> new GenericData.Record(ProductUploaded.getClassSchema());
                case ANSWERS_THE_FOURTH_TIME -> {
                    if (attempts.incrementAndGet() < 4) {
                        throw failed(new ConnectException("refused"));
                    }
                    yield upload(bytes);
                }
                case CLASS_REFUSED -> throw failed(new SecurityException("Forbidden java.lang.ProcessBuilder"));
                case MALFORMED -> throw failed(new AvroTypeException("Found long, expecting string"));
                case ENDS_TOO_SOON -> throw failed(new EOFException());
                case NONSENSE_OF_OURS -> throw new IllegalStateException("misconfigured");
                default -> throw failed(new RestClientException("It went wrong; error code: " + id + "03"));
            };
        }

        private static SerializationException failed(Exception cause) {
            return new SerializationException("Error retrieving Avro value schema for id 1", cause);
        }

        private static Object forever() {
            try {
                new CountDownLatch(1).await();
                return "never";
            } catch (InterruptedException e) {
                throw failed(e);
            }
        }

        private static ProductUploaded upload(byte[] bytes) {
            try {
                return new SpecificDatumReader<>(ProductUploaded.class).read(null,
                        DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    /** Named and worded as the exception of Confluent's client is. */
    private static final class RestClientException extends Exception {
        private static final long serialVersionUID = 1;

        RestClientException(String message) {
            super(message);
        }
    }
}
