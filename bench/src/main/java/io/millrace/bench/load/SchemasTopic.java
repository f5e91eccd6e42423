package io.millrace.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic of a registry with many schemas, written as Confluent's registry writes it. */
public final class SchemasTopic {

    private static final String TOPIC = "_schemas";
    private static final int VERSIONS = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemasTopic() {}

    /** Appends so many versions, ten of each subject, to the topic, which exists. */
    @SuppressWarnings("FutureReturnValueIgnored") // The callback hears of failures.
    public static void fill(ServerProcess broker, int versions) throws IOException {
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < versions; i++) {
                producer.send(record(i), (metadata, broken) -> {
                    if (broken != null) {
                        failure.set(broken);
                    }
                });
            }
        }
        if (failure.get() != null) {
            throw new IOException("a schema was not acknowledged", failure.get());
        }
    }

    /** How many subjects that makes. */
    public static int subjects(int versions) {
        return (versions + VERSIONS - 1) / VERSIONS;
    }

    private static ProducerRecord<byte[], byte[]> record(int index) {
        int subject = index / VERSIONS;
        int version = index % VERSIONS + 1;
        String name = RegistryRequests.name(subject);
        ObjectNode key = JSON.createObjectNode()
                .put("keytype", "SCHEMA")
                .put("subject", name)
                .put("version", version)
                .put("magic", 1);
        ObjectNode value = JSON.createObjectNode()
                .put("subject", name)
                .put("version", version)
                .put("id", index + 1)
                .put("schema", SchemaTexts.version(subject, version))
                .put("deleted", false);
        return new ProducerRecord<>(TOPIC, 0, bytes(key), bytes(value));
    }

    private static byte[] bytes(ObjectNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
