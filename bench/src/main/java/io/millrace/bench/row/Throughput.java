package io.millrace.bench.row;

import io.millrace.bench.load.Topics;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records each second of one ordinary producer with its defaults, which are acks=all and idempotence. */
final class Throughput implements Row {

    private static final String KEY = "producer";
    private static final int PARTITIONS = 1;
    private static final int VALUE_BYTES = 100;
    private static final int RECORDS = 3_000_000;
    private static final double GOAL = 1.0;
    private static final double ASYNC_GOAL = 1.3;

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure("one producer, acks=all, 100 B: records per second", "1/s", GOAL, ASYNC_GOAL, true));
    }

    @Override
    public boolean dependsOnFlush() {
        return true;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        ServerProcess broker = visit.shared();
        try (Topics topics = visit.topics(broker)) {
            topics.create(KEY, PARTITIONS);
            Map<String, Object> configs = Map.of("bootstrap.servers", broker.bootstrapServers());
            double seconds;
            try (var producer = new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer())) {
                send(producer, visit.scaled(RECORDS));
                seconds = send(producer, visit.scaled(RECORDS));
            }
            topics.delete(KEY);
            return new double[] {visit.scaled(RECORDS) / seconds};
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback hears of failures.
    private static double send(Producer<byte[], byte[]> producer, int records) throws IOException {
        byte[] value = new byte[VALUE_BYTES];
        AtomicReference<Exception> failure = new AtomicReference<>();
        long startNanos = System.nanoTime();
        for (int i = 0; i < records; i++) {
            producer.send(new ProducerRecord<>(KEY, value), (metadata, broken) -> {
                if (broken != null) {
                    failure.set(broken);
                }
            });
        }
        producer.flush();
        if (failure.get() != null) {
            throw new IOException("a record was not acknowledged", failure.get());
        }
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
