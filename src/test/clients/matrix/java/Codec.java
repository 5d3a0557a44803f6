// Writes an upload and reads events with Avro's own Java library. Usage: see ../matrix.py
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.generic.*;
import org.apache.avro.io.*;
import org.apache.avro.message.*;

public class Codec {
    public static void main(String[] args) throws Exception {
        Schema schema = new Schema.Parser().parse(new File(args[1]));
        if (args[0].startsWith("write")) {
            GenericRecord upload = new GenericRecordBuilder(schema).set("listing_id", args[2]).set("title", args[3])
                    .set("uploaded_at", System.currentTimeMillis()).build();
            var bytes = new ByteArrayOutputStream();
            if (args[0].equals("write-single")) {
                new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema).encode(upload, bytes);
            } else {
                Encoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
                new GenericDatumWriter<GenericRecord>(schema).write(upload, encoder);
            }
            System.out.println(HexFormat.of().formatHex(bytes.toByteArray()));
        } else {
            byte[] value = HexFormat.of().parseHex(args[2]);
            GenericRecord event = args[0].equals("read-single")
                    ? new BinaryMessageDecoder<GenericRecord>(GenericData.get(), schema).decode(value)
                    : new GenericDatumReader<GenericRecord>(schema).read(null, DecoderFactory.get().binaryDecoder(value, null));
            System.out.println(event.get("listing_id"));
        }
    }
}
