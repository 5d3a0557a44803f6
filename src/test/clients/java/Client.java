// Sends an upload, then waits for its decision. Usage: java -cp CLASSPATH Client.java BROKER LISTING_ID TITLE
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.*;
import org.apache.avro.message.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.*;

public class Client {
    static Schema schema(String event) throws Exception {
        return new Schema.Parser().parse(new File("schemas/self-contained/" + event + ".avsc"));
    }

    public static void main(String[] args) throws Exception {
        String broker = args[0], listing = args[1], title = args[2];
        Schema schema = schema("ProductUploaded");
        GenericRecord upload = new GenericRecordBuilder(schema).set("listing_id", listing).set("title", title)
                .set("uploaded_at", System.currentTimeMillis()).build();
        byte[] value = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema).encode(upload).array();
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("product-uploads", listing, value)).get();
        }

        var decoder = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), null);
        decoder.addSchema(schema("ProductCategorized"));
        decoder.addSchema(schema("ReviewRequested"));
        Map<String, Object> settings = Map.of("bootstrap.servers", broker, "group.id", "example-" + listing, "enable.auto.commit", false,
                "isolation.level", "read_committed", "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("product-categories", "category-reviews"));
            while (true) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.key().equals(listing)) {
                        System.out.println(record.topic() + " " + decoder.decode(record.value()).get("labels"));
                        return;
                    }
                }
            }
        }
    }
}
