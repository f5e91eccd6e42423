package io.millrace.gateway.produce;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * How large the grammar becomes that Avro's JSON decoder makes of a schema. A record that is a field of another is written
 * out in it each time that it is used: of forty records, each twice in the one before, Avro would make a trillion symbols, and
 * never end. Behind an array, a map or a union begins a part of its own.
 */
final class AvroGrammar {
    /** Some ten megabytes. */
    private static final long SYMBOLS_MAX = 1_000_000;

    private final IdentityHashMap<Schema, Long> inlined = new IdentityHashMap<>();
    private final Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private long total;

    private AvroGrammar() {}

    /** Whether nobody should let Avro read data in JSON by the schema. */
    static boolean isTooLarge(Schema schema) {
        AvroGrammar grammar = new AvroGrammar();
        grammar.addPart(schema);
        return grammar.total > SYMBOLS_MAX;
    }

    private void addPart(Schema part) {
        if (total <= SYMBOLS_MAX) {
            total += size(part);
            addPartsBehind(part);
        }
    }

    private void addPartsBehind(Schema schema) {
        if (!seen.add(schema)) {
            return;
        }
        switch (schema.getType()) {
            case RECORD -> schema.getFields().forEach(field -> addPartsBehind(field.schema()));
            case ARRAY -> addPart(schema.getElementType());
            case MAP -> addPart(schema.getValueType());
            case UNION -> schema.getTypes().forEach(this::addPart);
            case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }

    private long size(Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            return 1;
        }
        Long known = inlined.get(schema);
        if (known != null) {
            return known;
        }
        // A record that is a field of itself has no end, and no data.
        inlined.put(schema, SYMBOLS_MAX + 1);
        long size = 1;
        for (Schema.Field field : schema.getFields()) {
            size = Math.min(SYMBOLS_MAX + 1, size + size(field.schema()));
        }
        inlined.put(schema, size);
        return size;
    }
}
