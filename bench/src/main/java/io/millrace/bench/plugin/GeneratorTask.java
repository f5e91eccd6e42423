package io.millrace.bench.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Rows with growing ids. */
public final class GeneratorTask extends SourceTask {

    private static final long IDLE_MS = 1_000;
    private static final Schema ROW = SchemaBuilder.struct()
            .name("bench.Row")
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field("amount", Schema.FLOAT64_SCHEMA)
            .field("at", Schema.INT64_SCHEMA)
            .build();

    private final CountDownLatch stopped = new CountDownLatch(1);
    private String topic;
    private Map<String, String> partition;
    private int batchRecords;
    private long next;

    @Override
    public void start(Map<String, String> properties) {
        topic = properties.get(GeneratorConnector.TOPIC);
        partition = Map.of("task", properties.get(GeneratorConnector.TASK));
        batchRecords = Integer.parseInt(properties.getOrDefault(GeneratorConnector.BATCH_RECORDS, "500"));
    }

    /** Null when it is idle. */
    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        if (batchRecords == 0) {
            stopped.await(IDLE_MS, TimeUnit.MILLISECONDS);
            return null;
        }
        long nowMs = System.currentTimeMillis();
        List<SourceRecord> records = new ArrayList<>(batchRecords);
        for (int i = 0; i < batchRecords; i++) {
            Struct row = new Struct(ROW)
                    .put("id", next)
                    .put("name", "customer of the bench")
                    .put("amount", 0.25 * (next % 1_000))
                    .put("at", nowMs);
            next++;
            records.add(new SourceRecord(partition, Map.of("next", next), topic, ROW, row));
        }
        return records;
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public String version() {
        return "1";
    }
}
