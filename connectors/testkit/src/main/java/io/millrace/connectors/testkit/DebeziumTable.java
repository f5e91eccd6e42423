package io.millrace.connectors.testkit;

import io.millrace.connectors.testkit.InMemoryTopics.Datum;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;

/** Builds records shaped as Debezium shapes the changes of one table: keys, envelopes, tombstones, key change headers. */
public final class DebeziumTable {
    private static final Schema SOURCE = SchemaBuilder.struct()
            .name("io.debezium.connector.postgresql.Source")
            .field("db", Schema.STRING_SCHEMA)
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    private final String table;
    private final List<String> keyFields;
    private final Schema rowSchema;
    private final Schema keySchema;
    private final Schema envelopeSchema;

    /** A table with the given row schema, some of whose fields are the key. */
    public DebeziumTable(String table, Schema rowSchema, String... keyFields) {
        this.table = table;
        this.keyFields = List.of(keyFields);
        this.rowSchema = rowSchema;
        SchemaBuilder key = SchemaBuilder.struct().name("server.public." + table + ".Key");
        this.keyFields.forEach(field -> key.field(field, rowSchema.field(field).schema()));
        this.keySchema = key.build();
        this.envelopeSchema = SchemaBuilder.struct()
                .name("server.public." + table + ".Envelope")
                .field("before", optional(rowSchema))
                .field("after", optional(rowSchema))
                .field("source", SOURCE)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
    }

    /** A row from values in the order of the schema's fields. */
    public Struct row(Object... values) {
        Schema schema = envelopeSchema.field("after").schema();
        Struct row = new Struct(schema);
        List<Field> fields = schema.fields();
        for (int i = 0; i < values.length; i++) {
            row.put(fields.get(i), values[i]);
        }
        return row;
    }

    /** The key of a row. */
    public Struct keyStruct(Struct row) {
        Struct key = new Struct(keySchema);
        keyFields.forEach(field -> key.put(field, row.get(field)));
        return key;
    }

    /** The key of a row with its schema. */
    public Datum key(Struct row) {
        return new Datum(keySchema, keyStruct(row));
    }

    /** An insert. */
    public Datum create(Struct after) {
        return envelope("c", null, after);
    }

    /** A row that a snapshot read. */
    public Datum read(Struct after) {
        return envelope("r", null, after);
    }

    /** An update. */
    public Datum update(Struct after) {
        return envelope("u", null, after);
    }

    /** A delete. */
    public Datum delete(Struct before) {
        return envelope("d", before, null);
    }

    /** A truncate, whose record has no key. */
    public Datum truncate() {
        return envelope("t", null, null);
    }

    /** The row by itself, as a flattening transform leaves it. */
    public Datum flat(Struct row) {
        return new Datum(row.schema(), row);
    }

    /** The header that a delete carries when the row comes back under a new key. */
    public Headers newKey(Struct newRow) {
        return new ConnectHeaders().add("__debezium.newkey", keyStruct(newRow), keySchema);
    }

    /** The header that a create carries when the row had another key. */
    public Headers oldKey(Struct oldRow) {
        return new ConnectHeaders().add("__debezium.oldkey", keyStruct(oldRow), keySchema);
    }

    /** The schema of rows. */
    public Schema rowSchema() {
        return rowSchema;
    }

    private Datum envelope(String operation, Struct before, Struct after) {
        Struct source = new Struct(SOURCE)
                .put("db", "shop")
                .put("schema", "public")
                .put("table", table)
                .put("lsn", 1L);
        Struct envelope = new Struct(envelopeSchema)
                .put("before", before)
                .put("after", after)
                .put("source", source)
                .put("op", operation)
                .put("ts_ms", 1_700_000_000_000L);
        return new Datum(envelopeSchema, envelope);
    }

    private static Schema optional(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.struct().name(schema.name()).optional();
        schema.fields().forEach(field -> builder.field(field.name(), field.schema()));
        return builder.build();
    }
}
