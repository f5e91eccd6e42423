package io.millrace.connect.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class EventTimeTest {

    private static final Schema SOURCE =
            SchemaBuilder.struct().field("ts_ms", Schema.INT64_SCHEMA).build();
    private static final Schema CHANGE =
            SchemaBuilder.struct().field("source", SOURCE).build();

    @Test
    void takesTheTimeOfTheDatabaseFromAChangeEvent() {
        assertThat(EventTime.newest(List.of(record(change(7), 99L)))).isEqualTo(OptionalLong.of(7));
    }

    @Test
    void takesTheTimestampOfAnyOtherRecord() {
        assertThat(EventTime.newest(List.of(record("text", 99L)))).isEqualTo(OptionalLong.of(99));
        Struct other = new Struct(SchemaBuilder.struct()
                        .field("source", Schema.STRING_SCHEMA)
                        .build())
                .put("source", "a column of this name");
        assertThat(EventTime.newest(List.of(record(other, 99L)))).isEqualTo(OptionalLong.of(99));
    }

    @Test
    void looksPastTombstonesForTheNewestRecordThatHasATime() {
        assertThat(EventTime.newest(List.of(record(change(6), null), record(change(7), null), record(null, null))))
                .isEqualTo(OptionalLong.of(7));
        assertThat(EventTime.newest(List.of(record(null, null)))).isEmpty();
        assertThat(EventTime.newest(List.of())).isEmpty();
    }

    private static Struct change(long timeMs) {
        return new Struct(CHANGE).put("source", new Struct(SOURCE).put("ts_ms", timeMs));
    }

    private static SourceRecord record(Object value, Long timestampMs) {
        Schema schema = value instanceof Struct struct ? struct.schema() : null;
        return new SourceRecord(Map.of(), Map.of(), "t", null, null, null, schema, value, timestampMs);
    }
}
