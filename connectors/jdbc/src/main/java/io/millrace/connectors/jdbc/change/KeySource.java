package io.millrace.connectors.jdbc.change;

import io.millrace.connectors.jdbc.change.RowShape.Column;
import io.millrace.connectors.jdbc.config.RowConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/** Where the key of a row is found, by {@code pk.mode}. */
final class KeySource {
    private static final Schema TOPIC = Schema.STRING_SCHEMA;
    private final RowConfig config;
    private final boolean keepCase;

    KeySource(RowConfig config, boolean keepCase) {
        this.config = config;
        this.keepCase = keepCase;
    }

    /** The columns of the key for records like this one; the row's schema may be null. */
    List<Column> columns(SinkRecord origin, Schema row) {
        return switch (config.primaryKeyMode()) {
            case NONE -> List.of();
            case KAFKA -> coordinateColumns();
            case RECORD_KEY -> columns(recordKeySchemas(origin), row);
            case RECORD_VALUE -> columns(valueSchemas(row), row);
            case RECORD_HEADER -> columns(headerSchemas(origin), row);
        };
    }

    /** The values of these columns; the row may be null for a tombstone. */
    List<Object> values(SinkRecord origin, Struct row, List<Column> columns) {
        return switch (config.primaryKeyMode()) {
            case NONE -> List.of();
            case KAFKA ->
                List.of(origin.originalTopic(), origin.originalKafkaPartition(), origin.originalKafkaOffset());
            case RECORD_KEY -> FieldValues.key(origin.key(), columns);
            // A tombstone has no value, but its key may well hold the fields.
            case RECORD_VALUE -> FieldValues.key(row == null ? origin.key() : row, columns);
            case RECORD_HEADER -> FieldValues.key(headerValues(origin), columns);
        };
    }

    /** Whether the key of a tombstone can be known. */
    boolean knowsKeyOfTombstone(SinkRecord origin) {
        return switch (config.primaryKeyMode()) {
            case NONE, KAFKA -> false;
            case RECORD_KEY -> true;
            case RECORD_VALUE ->
                origin.key() instanceof Struct key
                        && !config.primaryKeyFields().isEmpty()
                        && config.primaryKeyFields().stream()
                                .allMatch(field -> key.schema().field(field) != null);
            case RECORD_HEADER -> !headerSchemas(origin).isEmpty();
        };
    }

    private List<Column> coordinateColumns() {
        List<String> names = config.coordinateColumns();
        return List.of(
                column(names.get(0), TOPIC, TOPIC),
                column(names.get(1), Schema.INT32_SCHEMA, Schema.INT32_SCHEMA),
                column(names.get(2), Schema.INT64_SCHEMA, Schema.INT64_SCHEMA));
    }

    private List<Column> columns(Map<String, Schema> schemas, Schema row) {
        List<Column> columns = new ArrayList<>(schemas.size());
        schemas.forEach((field, schema) -> {
            Field inRow = row == null ? null : row.field(field);
            columns.add(column(field, inRow == null ? schema : inRow.schema(), schema));
        });
        if (columns.isEmpty()) {
            throw new DataException("there is no field that pk.mode and pk.fields could take as the key");
        }
        return columns;
    }

    private Column column(String field, Schema schema, Schema valueSchema) {
        return new Column(field, Identifier.checked(field, keepCase), schema, valueSchema);
    }

    private Map<String, Schema> recordKeySchemas(SinkRecord origin) {
        if (origin.key() == null) {
            throw new DataException("the record has no key, and pk.mode is record_key");
        }
        if (origin.key() instanceof Struct key) {
            return structSchemas(key.schema());
        }
        if (config.primaryKeyFields().size() != 1) {
            throw new DataException("the record's key is a single value; pk.fields must name one column for it");
        }
        Schema schema = origin.keySchema() == null ? schemaOf(origin.key()) : origin.keySchema();
        return Map.of(config.primaryKeyFields().get(0), schema);
    }

    private Map<String, Schema> valueSchemas(Schema row) {
        if (row == null) {
            throw new DataException("the record has no value, and pk.mode is record_value");
        }
        return structSchemas(row);
    }

    private Map<String, Schema> structSchemas(Schema struct) {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        if (config.primaryKeyFields().isEmpty()) {
            struct.fields().forEach(field -> schemas.put(field.name(), field.schema()));
            return schemas;
        }
        for (String name : config.primaryKeyFields()) {
            Field field = struct.field(name);
            if (field == null) {
                throw new DataException("the field \"" + name + "\" of pk.fields is not in the record");
            }
            schemas.put(name, field.schema());
        }
        return schemas;
    }

    private Map<String, Schema> headerSchemas(SinkRecord origin) {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        Set<String> wanted = Set.copyOf(config.primaryKeyFields());
        for (Header header : origin.headers()) {
            boolean named = wanted.contains(header.key());
            boolean plain = wanted.isEmpty() && !header.key().startsWith("__");
            if (header.value() != null && (named || plain)) {
                schemas.put(header.key(), header.schema() == null ? schemaOf(header.value()) : header.schema());
            }
        }
        return schemas;
    }

    private static Map<String, Object> headerValues(SinkRecord origin) {
        Map<String, Object> values = new LinkedHashMap<>();
        origin.headers().forEach(header -> values.put(header.key(), header.value()));
        return values;
    }

    private static Schema schemaOf(Object value) {
        if (value instanceof String) {
            return Schema.STRING_SCHEMA;
        }
        if (value instanceof Long) {
            return Schema.INT64_SCHEMA;
        }
        if (value instanceof Integer) {
            return Schema.INT32_SCHEMA;
        }
        throw new DataException("the key has no schema; use a converter that keeps schemas");
    }

    /** The key of a header that names another key of the same table, or null when the record has none. */
    static List<Object> otherKey(SinkRecord origin, String headerName, List<Column> columns) {
        Header header = origin.headers().lastWithName(headerName);
        return header == null || header.value() == null ? null : FieldValues.key(header.value(), columns);
    }
}
