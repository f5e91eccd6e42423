package io.millrace.bench.peer;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A process that writes the same value to a topic, as fast as one ordinary producer with its defaults can. */
public final class EndlessProducer {

    private EndlessProducer() {}

    /** {@code arguments}: bootstrap servers, topic, value. Ends when it is killed, or with the first failure. */
    @SuppressWarnings("FutureReturnValueIgnored") // The callback hears of failures.
    public static void main(String[] arguments) {
        String topic = arguments[1];
        byte[] value = arguments[2].getBytes(StandardCharsets.UTF_8);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", arguments[0]),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            while (true) {
                producer.send(new ProducerRecord<>(topic, value), (metadata, failure) -> {
                    if (failure != null) {
                        System.err.println("a record was not acknowledged: " + failure);
                        Runtime.getRuntime().halt(1);
                    }
                });
            }
        }
    }
}
