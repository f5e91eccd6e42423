package io.millrace.connectors.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.jdbc.config.InsertMode;
import io.millrace.connectors.jdbc.config.PrimaryKeyMode;
import io.millrace.connectors.jdbc.config.RowConfig;
import io.millrace.connectors.jdbc.config.RowConfig.FieldFilter;
import io.millrace.connectors.jdbc.config.TableConfig;
import io.millrace.connectors.testkit.DebeziumTable;
import io.millrace.connectors.testkit.InMemoryTopics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {
    private static final TableConfig TABLES = new TableConfig("${topic}", Map.of(), true, true, false, true);
    private static final DebeziumTable TABLE = new DebeziumTable(
            "t",
            SchemaBuilder.struct()
                    .field("id", Schema.INT64_SCHEMA)
                    .field("code", Schema.STRING_SCHEMA)
                    .field("n", SchemaBuilder.int32().optional().defaultValue(7).build())
                    .build(),
            "id",
            "code");

    @ParameterizedTest
    @ValueSource(strings = {"plain", "it's a \u2603 [key]", "12", "true", "", "null", " space "})
    void readsKeysOfHeadersThatWentThroughTheSimpleHeaderConverter(String code) throws IOException {
        // Given
        Struct old = TABLE.row(5L, code, 1);
        Header header = TABLE.oldKey(old).iterator().next();

        // When
        RowChange change = decoder(RowConfigs.keyed(FieldFilter.ALL))
                .decode(record(old, throughConverter(header)))
                .orElseThrow();

        // Then
        List<Object> oldKey = ((RowChange.Put) change).oldKey();
        assertThat(oldKey).extracting(Object::toString).containsExactly("5", code);
    }

    @Test
    void keepsANullThatTheSourceWroteInAColumnWithADefault() {
        // When
        RowChange change = decoder(RowConfigs.keyed(FieldFilter.ALL))
                .decode(record(TABLE.row(5L, "c", null), new ConnectHeaders()))
                .orElseThrow();

        // Then
        assertThat(((RowChange.Put) change).values()).containsExactly(5L, "c", null);
    }

    @Test
    void sharesOneShapeAmongRowsOfEqualSchemas() {
        // Given
        RecordDecoder decoder = decoder(RowConfigs.keyed(FieldFilter.ALL));
        DebeziumTable twin = new DebeziumTable("t", TABLE.rowSchema(), "id", "code");

        // When
        RowChange.Put one = (RowChange.Put) decoder.decode(record(TABLE.row(1L, "a", 1), new ConnectHeaders()))
                .orElseThrow();
        Struct row = twin.row(2L, "b", 2);
        RowChange.Put two =
                (RowChange.Put) decoder.decode(new InMemoryTopics().append("a.t", 0, twin.key(row), twin.update(row)))
                        .orElseThrow();

        // Then
        assertThat(two.shape()).isSameAs(one.shape());
        assertThat(one.shape().table()).isEqualTo(new TableName(null, "a_t"));
    }

    @Test
    void leavesOutFieldsThatAreNotWanted() {
        // Given
        FieldFilter filter = new FieldFilter(Set.of(), Set.of("n"));

        // When
        RowChange.Put put = (RowChange.Put) decoder(RowConfigs.keyed(filter))
                .decode(record(TABLE.row(1L, "a", 1), new ConnectHeaders()))
                .orElseThrow();

        // Then
        assertThat(put.values()).containsExactly(1L, "a");
    }

    private static RecordDecoder decoder(RowConfig config) {
        return new RecordDecoder(config, TABLES);
    }

    private static SinkRecord record(Struct row, Iterable<Header> headers) {
        return new InMemoryTopics().append("a.t", 0, TABLE.key(row), TABLE.create(row), headers);
    }

    private static Iterable<Header> throughConverter(Header header) throws IOException {
        try (SimpleHeaderConverter converter = new SimpleHeaderConverter()) {
            byte[] bytes = converter.fromConnectHeader("a.t", header.key(), header.schema(), header.value());
            SchemaAndValue read = converter.toConnectHeader("a.t", header.key(), bytes);
            return new ConnectHeaders().add(header.key(), read);
        }
    }

    /** Configurations of rows. */
    private static final class RowConfigs {
        static RowConfig keyed(FieldFilter filter) {
            return new RowConfig(
                    InsertMode.UPSERT,
                    PrimaryKeyMode.RECORD_KEY,
                    List.of(),
                    filter,
                    true,
                    true,
                    false,
                    "__debezium_unavailable_value");
        }
    }
}
