package io.millrace.connect.worker.observe;

import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * When the thing happened that a source record tells of: {@code source.ts_ms} where a change event of Debezium says it,
 * else the record's timestamp.
 */
final class EventTime {

    /** How many records at the end of a batch are looked at; tombstones and the like carry no time. */
    private static final int LOOK_BACK_MAX = 8;

    private EventTime() {}

    /** The time of the newest record that has one, in milliseconds since 1970. */
    static OptionalLong newest(List<SourceRecord> batch) {
        int oldestLookedAt = Math.max(0, batch.size() - LOOK_BACK_MAX);
        for (int i = batch.size() - 1; i >= oldestLookedAt; i--) {
            OptionalLong time = of(batch.get(i));
            if (time.isPresent()) {
                return time;
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong of(SourceRecord record) {
        OptionalLong atSource = atSource(record.value());
        if (atSource.isPresent()) {
            return atSource;
        }
        Long timestamp = record.timestamp();
        return timestamp == null || timestamp < 0 ? OptionalLong.empty() : OptionalLong.of(timestamp);
    }

    private static OptionalLong atSource(Object value) {
        if (!(value instanceof Struct event)) {
            return OptionalLong.empty();
        }
        Field source = event.schema().field("source");
        if (source == null || !(event.get(source) instanceof Struct origin)) {
            return OptionalLong.empty();
        }
        Field time = origin.schema().field("ts_ms");
        boolean readable = time != null && time.schema().type() == Schema.Type.INT64;
        return readable && origin.get(time) instanceof Long millis ? OptionalLong.of(millis) : OptionalLong.empty();
    }
}
