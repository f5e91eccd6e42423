package io.millrace.registry.serde.connect;

import io.millrace.registry.serde.connect.ConnectMeta.FieldNotes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/** Maps one Avro schema to Connect, with the readers for its values. One use, one thread. */
final class ReadPlanner {
    /** A record that is being mapped; references to it from inside become cyclic schemas. */
    private static final class Open {
        private final int depth;
        private final List<CyclicSchema> references = new ArrayList<>();
        private ValueReader[] fields;

        Open(int depth) {
            this.depth = depth;
        }
    }

    /** A record in one of its places. */
    private record Use(String fullName, boolean optional, FieldNotes notes) {}

    private final MappingConfig config;
    private final AvroDocs docs;
    private final SumTypes sums;
    private final ConnectMeta meta;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final SharedTypes<Use, ReadPlan> records = new SharedTypes<>();
    private int unions;

    ReadPlanner(MappingConfig config) {
        this.config = config;
        this.docs = new AvroDocs(config);
        this.sums = new SumTypes(config);
        this.meta = new ConnectMeta(docs, sums);
    }

    ReadPlan plan(Schema avro) {
        if (avro.getType() == Schema.Type.RECORD && avro.getFullName().equals(AvroNames.ANYTHING)) {
            return new ReadPlan(null, AnythingCodec.reader());
        }
        return plan(avro, false, FieldNotes.NONE);
    }

    private ReadPlan plan(Schema avro, boolean optional, FieldNotes notes) {
        return switch (avro.getType()) {
            case NULL -> throw new DataException("a schema of type null alone has no counterpart in Connect");
            case UNION -> union(avro, optional, notes);
            case RECORD -> record(avro, optional, notes);
            case ARRAY -> isMap(avro) ? entries(avro, optional, notes) : array(avro, optional, notes);
            case MAP -> map(avro, optional, notes);
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTES, ENUM, FIXED -> primitive(avro, optional, notes);
        };
    }

    private org.apache.kafka.connect.data.Schema finish(
            SchemaBuilder builder, Schema avro, boolean optional, FieldNotes notes) {
        if (optional) {
            builder.optional();
        }
        meta.addTo(builder, avro, notes);
        return builder.build();
    }

    private ReadPlan primitive(Schema avro, boolean optional, FieldNotes notes) {
        String logical = ConnectMeta.logicalName(avro);
        SchemaBuilder builder = config.logicalTypeNames()
                .builder(avro)
                .orElseGet(() ->
                        logical.isEmpty() ? new SchemaBuilder(type(avro)) : ConnectMeta.logicalBuilder(logical, avro));
        // A decimal on a fixed type is a decimal first: Connect insists on the name of its logical types.
        Schema described = logical.equals(Decimal.LOGICAL_NAME) && avro.getType() == Schema.Type.FIXED
                ? Schema.create(Schema.Type.BYTES)
                : avro;
        org.apache.kafka.connect.data.Schema connect = finish(builder, described, optional, notes);
        return new ReadPlan(connect, Readers.primitive(avro, connect));
    }

    private static org.apache.kafka.connect.data.Schema.Type type(Schema avro) {
        return switch (avro.getType()) {
            case INT -> integer(avro);
            case LONG -> org.apache.kafka.connect.data.Schema.Type.INT64;
            case FLOAT -> org.apache.kafka.connect.data.Schema.Type.FLOAT32;
            case DOUBLE -> org.apache.kafka.connect.data.Schema.Type.FLOAT64;
            case BOOLEAN -> org.apache.kafka.connect.data.Schema.Type.BOOLEAN;
            case STRING, ENUM -> org.apache.kafka.connect.data.Schema.Type.STRING;
            case BYTES, FIXED -> org.apache.kafka.connect.data.Schema.Type.BYTES;
            case RECORD, ARRAY, MAP, UNION, NULL ->
                throw new IllegalArgumentException(avro.getType().getName());
        };
    }

    private static org.apache.kafka.connect.data.Schema.Type integer(Schema avro) {
        String type = avro.getProp(AvroNames.TYPE);
        if ("int8".equals(type)) {
            return org.apache.kafka.connect.data.Schema.Type.INT8;
        }
        return "int16".equals(type)
                ? org.apache.kafka.connect.data.Schema.Type.INT16
                : org.apache.kafka.connect.data.Schema.Type.INT32;
    }

    private ReadPlan array(Schema avro, boolean optional, FieldNotes notes) {
        ReadPlan items = plan(avro.getElementType(), false, FieldNotes.NONE);
        return new ReadPlan(
                finish(SchemaBuilder.array(items.connect()), avro, optional, notes), Readers.array(items.reader()));
    }

    private ReadPlan map(Schema avro, boolean optional, FieldNotes notes) {
        ReadPlan values = plan(avro.getValueType(), false, FieldNotes.NONE);
        SchemaBuilder builder = SchemaBuilder.map(org.apache.kafka.connect.data.Schema.STRING_SCHEMA, values.connect());
        return new ReadPlan(finish(builder, avro, optional, notes), Readers.map(values.reader()));
    }

    private static boolean isMap(Schema array) {
        Schema items = array.getElementType();
        return items.getType() == Schema.Type.RECORD
                && (AvroNames.MAP_ENTRY.equals(items.getProp(AvroNames.INTERNAL_TYPE))
                        || items.getFullName().equals(AvroNames.NAMESPACE + "." + AvroNames.MAP_ENTRY));
    }

    private ReadPlan entries(Schema avro, boolean optional, FieldNotes notes) {
        Schema entry = avro.getElementType();
        ReadPlan keys = plan(entry.getField("key").schema(), false, FieldNotes.NONE);
        ReadPlan values = plan(entry.getField("value").schema(), false, FieldNotes.NONE);
        return new ReadPlan(
                finish(SchemaBuilder.map(keys.connect(), values.connect()), avro, optional, notes),
                Readers.entries(keys.reader(), values.reader()));
    }

    private ReadPlan record(Schema avro, boolean optional, FieldNotes notes) {
        String fullName = avro.getFullName();
        Open outer = open.get(fullName);
        if (outer != null) {
            CyclicSchema reference = new CyclicSchema(fullName, optional);
            outer.references.add(reference);
            records.refersTo(outer.depth);
            return new ReadPlan(
                    reference, in -> Readers.struct(reference, outer.fields).read(in));
        }
        return records.get(new Use(fullName, optional, notes), () -> newRecord(avro, optional, notes));
    }

    private ReadPlan newRecord(Schema avro, boolean optional, FieldNotes notes) {
        String fullName = avro.getFullName();
        Open opened = new Open(records.depth() - 1);
        opened.fields = new ValueReader[avro.getFields().size()];
        open.put(fullName, opened);
        SchemaBuilder builder = SchemaBuilder.struct();
        for (Schema.Field field : avro.getFields()) {
            ReadPlan plan = plan(field.schema(), false, notes(field));
            builder.field(field.name(), plan.connect());
            opened.fields[field.pos()] = plan.reader();
        }
        open.remove(fullName);
        org.apache.kafka.connect.data.Schema connect = finish(builder, avro, optional, notes);
        opened.references.forEach(reference -> reference.resolve(connect));
        return new ReadPlan(connect, Readers.struct(connect, opened.fields));
    }

    private static FieldNotes notes(Schema.Field field) {
        Object json = field.hasDefaultValue() ? field.defaultVal() : null;
        return new FieldNotes(json == JsonProperties.NULL_VALUE ? null : json, field.doc());
    }

    private ReadPlan union(Schema avro, boolean optional, FieldNotes notes) {
        List<Schema> branches = avro.getTypes();
        boolean hasNull = branches.stream().anyMatch(branch -> branch.getType() == Schema.Type.NULL);
        List<Schema> others = branches.stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        boolean flat = others.size() == 1 && (hasNull || config.flattenSingletonUnions());
        if (flat) {
            ReadPlan inner = plan(others.get(0), optional || hasNull, notes);
            return new ReadPlan(inner.connect(), choice(branches, List.of(inner.reader())));
        }
        if (config.generalizedSumTypes()) {
            // Its name says how many unions came before.
            records.isSingle();
        }
        SchemaBuilder builder = sums.union(unions++);
        docs.addTo(builder, avro, notes.doc());
        List<ValueReader> inner = new ArrayList<>();
        for (Schema branch : others) {
            ReadPlan plan = plan(branch, true, FieldNotes.NONE);
            builder.field(sums.field(branch, branches.indexOf(branch)), plan.connect());
            inner.add(plan.reader());
        }
        if (optional || hasNull) {
            builder.optional();
        }
        org.apache.kafka.connect.data.Schema connect = builder.build();
        List<ValueReader> readers = new ArrayList<>();
        for (Field field : connect.fields()) {
            readers.add(Readers.unionField(connect, field, inner.get(field.index())));
        }
        return new ReadPlan(connect, choice(branches, readers));
    }

    private static ValueReader choice(List<Schema> branches, List<ValueReader> others) {
        ValueReader[] readers = new ValueReader[branches.size()];
        int next = 0;
        for (int i = 0; i < readers.length; i++) {
            readers[i] = branches.get(i).getType() == Schema.Type.NULL ? Readers.nothing() : others.get(next++);
        }
        return Readers.choice(readers);
    }
}
