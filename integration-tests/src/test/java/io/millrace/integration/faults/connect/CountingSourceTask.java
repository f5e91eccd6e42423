package io.millrace.integration.faults.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Counts on from its source offsets. */
public final class CountingSourceTask extends SourceTask {

    static final String SOURCE = "source";
    static final String NEXT = "next";
    static final String NUMBER = "number";

    private static final Schema ROW = SchemaBuilder.struct()
            .name("faults.Count")
            .field(SOURCE, Schema.INT32_SCHEMA)
            .field(NUMBER, Schema.INT64_SCHEMA)
            .build();

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Map<Integer, Long> next = new TreeMap<>();
    private String topic;
    private int batchRecords;
    private long pauseMs;

    @Override
    public void start(Map<String, String> properties) {
        topic = properties.get(CountingSourceConnector.TOPIC);
        batchRecords = Integer.parseInt(properties.getOrDefault(CountingSourceConnector.BATCH_RECORDS, "10"));
        pauseMs = Long.parseLong(properties.getOrDefault(CountingSourceConnector.PAUSE_MS, "20"));
        for (String own : properties.get(CountingSourceConnector.OWN_SOURCES).split(",")) {
            int source = Integer.parseInt(own);
            Map<String, Object> offset = context.offsetStorageReader().offset(partition(source));
            next.put(source, offset == null ? 0 : (Long) offset.get(NEXT));
        }
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        if (stopped.await(pauseMs, TimeUnit.MILLISECONDS)) {
            return null;
        }
        List<SourceRecord> batch = new ArrayList<>();
        next.replaceAll((source, first) -> {
            for (long number = first; number < first + batchRecords; number++) {
                batch.add(record(source, number));
            }
            return first + batchRecords;
        });
        return batch;
    }

    private SourceRecord record(int source, long number) {
        Struct row = new Struct(ROW).put(SOURCE, source).put(NUMBER, number);
        return new SourceRecord(partition(source), Map.of(NEXT, number + 1), topic, source, ROW, row);
    }

    private static Map<String, String> partition(int source) {
        return Map.of(SOURCE, Integer.toString(source));
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
