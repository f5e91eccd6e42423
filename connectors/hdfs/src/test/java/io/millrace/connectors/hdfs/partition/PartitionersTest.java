package io.millrace.connectors.hdfs.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionersTest {

    private static final long AT = Instant.parse("2026-03-29T01:30:00Z").toEpochMilli();

    private static final Schema MICROS =
            SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build();

    private static final Schema NESTED = SchemaBuilder.struct()
            .field("country", Schema.OPTIONAL_STRING_SCHEMA)
            .field("at", Schema.STRING_SCHEMA)
            .field("micros", MICROS)
            .build();

    private static final Schema VALUE = SchemaBuilder.struct()
            .field("id", Schema.INT32_SCHEMA)
            .field("after", NESTED)
            .build();

    @ParameterizedTest
    @CsvSource({
        "default, partition=3",
        "io.confluent.connect.storage.partitioner.DefaultPartitioner, partition=3",
        "field, id=7/after.country=a%2F..%2Fb",
        "io.confluent.connect.hdfs.partitioner.FieldPartitioner, id=7/after.country=a%2F..%2Fb",
        "daily, year=2026/month=03/day=29",
        "io.confluent.connect.storage.partitioner.HourlyPartitioner, year=2026/month=03/day=29/hour=03",
        "io.confluent.connect.storage.partitioner.TimeBasedPartitioner, 2026/Sun/03-30"
    })
    void namesFoldersAsExistingConfigurationsExpect(String name, String folder) {
        assertThat(partitioner(name, "Record").encodedPartition(given(value("a/../b"), AT), 0))
                .isEqualTo(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "Record, after.at",
        "RecordField, after.at",
        "RecordField, after.micros",
        "io.confluent.connect.storage.partitioner.TimeBasedPartitioner$RecordFieldTimestampExtractor, after.at",
        "Wallclock, none"
    })
    void takesEventTimeFromWhereItIsTold(String extractor, String field) {
        assertThat(TimestampExtractor.of(extractor, field).orElseThrow().timestampMs(given(value("x"), AT), AT))
                .isEqualTo(AT);
    }

    @Test
    void keepsTheYearAtTheEndOfDecember() {
        // Given: a week that belongs to the next year already
        long newYearsEve = Instant.parse("2025-12-31T12:00:00Z").toEpochMilli();

        // Then
        assertThat(new TimePartitioner(
                                (given, nowMs) -> newYearsEve,
                                "'year'=YYYY/'month'=MM",
                                Locale.US,
                                ZoneId.of("UTC"),
                                3_600_000)
                        .encodedPartition(given(value("x"), 0L), 0))
                .isEqualTo("year=2025/month=12");
    }

    @Test
    void refusesRecordsThatLackWhatNamesTheirFolder() {
        // Given
        SinkRecord plain = new SinkRecord("t", 0, null, null, Schema.STRING_SCHEMA, "text", 0);
        SinkRecord wrong = given(Map.of("id", List.of(1), "after", Map.of("country", "x")), AT);

        // Then
        assertThatThrownBy(() -> partitioner("field", "Record").encodedPartition(plain, 0))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> partitioner("field", "Record").encodedPartition(wrong, 0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("not a scalar");
        assertThatThrownBy(() -> partitioner("daily", "Record").encodedPartition(plain, 0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no timestamp");
    }

    @Test
    void readsFieldsOfMapsAndNullsAsWell() {
        assertThat(partitioner("field", "Record")
                        .encodedPartition(given(Map.of("id", 1, "after", Map.of("country", "de")), AT), 0))
                .isEqualTo("id=1/after.country=de");
        assertThat(partitioner("field", "Record").encodedPartition(given(value(null), AT), 0))
                .isEqualTo("id=7/after.country=null");
    }

    private static Partitioner partitioner(String name, String extractor) {
        return Partitioners.of(new PartitionerSettings(
                name,
                List.of("id", "after.country"),
                900_000,
                "YYYY/EEE/HH-mm",
                Locale.US,
                ZoneId.of("Europe/Berlin"),
                TimestampExtractor.of(extractor, "after.at").orElseThrow()));
    }

    private static Struct value(String country) {
        Struct nested = new Struct(NESTED)
                .put("country", country)
                .put("at", "2026-03-29T03:30:00+02:00")
                .put("micros", AT * 1_000);
        return new Struct(VALUE).put("id", 7).put("after", nested);
    }

    private static SinkRecord given(Object value, Long timestampMs) {
        Schema schema = value instanceof Struct struct ? struct.schema() : null;
        return new SinkRecord("t", 3, null, null, schema, value, 0, timestampMs, TimestampType.CREATE_TIME);
    }
}
