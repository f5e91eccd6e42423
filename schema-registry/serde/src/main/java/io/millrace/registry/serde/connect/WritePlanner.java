package io.millrace.registry.serde.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.errors.DataException;

/** Maps one Connect schema to Avro, with the writers for its values. One use, one thread. */
final class WritePlanner {
    /** A record whose fields are not known yet: what recursive schemas refer to. */
    private static final class Pending {
        private final int depth;
        private final org.apache.kafka.connect.data.Schema struct;
        private final Schema record;
        private ValueWriter writer;

        Pending(int depth, org.apache.kafka.connect.data.Schema struct, Schema record) {
            this.depth = depth;
            this.struct = struct;
            this.record = record;
        }
    }

    private final MappingConfig config;
    private final NameScrubber names;
    private final ConnectProps props;
    private final AvroDocs docs;
    private final SumTypes sums;
    private final Map<String, Pending> pending = new LinkedHashMap<>();
    private final SharedTypes<org.apache.kafka.connect.data.Schema, WritePlan> structs = SharedTypes.byIdentity();
    /** By their full names. */
    private final Map<String, Schema> mapEntries = new LinkedHashMap<>();

    private int unnamedRecords;

    WritePlanner(MappingConfig config) {
        this.config = config;
        this.names = new NameScrubber(config.scrubNames());
        this.docs = new AvroDocs(config);
        this.sums = new SumTypes(config);
        this.props = new ConnectProps(config, names, docs);
    }

    WritePlan plan(org.apache.kafka.connect.data.Schema connect) {
        try {
            WritePlan plan = whole(connect);
            Namesakes.refuse(plan.avro());
            return plan;
        } catch (AvroRuntimeException e) {
            throw new DataException("the schema cannot be written in Avro: " + e.getMessage(), e);
        }
    }

    private WritePlan whole(org.apache.kafka.connect.data.Schema connect) {
        if (ConnectShapes.isUnion(connect)) {
            return union(connect);
        }
        WritePlan base = base(connect);
        Object defaultValue = connect.defaultValue();
        if (!connect.isOptional()) {
            return new WritePlan(base.avro(), Writers.required(base.writer(), defaultValue));
        }
        boolean defaultFirst = defaultValue != null;
        Schema nothing = Schema.create(Schema.Type.NULL);
        Schema avro =
                defaultFirst ? Schema.createUnion(base.avro(), nothing) : Schema.createUnion(nothing, base.avro());
        Object forNull = config.ignoreDefaultForNullables() ? null : defaultValue;
        return new WritePlan(avro, Writers.nullable(base.writer(), forNull, defaultFirst));
    }

    private WritePlan base(org.apache.kafka.connect.data.Schema connect) {
        return switch (connect.type()) {
            case INT8, INT16, INT32 -> primitive(connect, Schema.Type.INT);
            case INT64 -> primitive(connect, Schema.Type.LONG);
            case FLOAT32 -> primitive(connect, Schema.Type.FLOAT);
            case FLOAT64 -> primitive(connect, Schema.Type.DOUBLE);
            case BOOLEAN -> primitive(connect, Schema.Type.BOOLEAN);
            case STRING ->
                sums.enumKey(connect)
                        .map(key -> enumeration(connect, key))
                        .orElseGet(() -> primitive(connect, Schema.Type.STRING));
            case BYTES -> isFixed(connect) ? fixed(connect) : primitive(connect, Schema.Type.BYTES);
            case ARRAY -> array(connect);
            case MAP -> map(connect);
            case STRUCT -> struct(connect);
        };
    }

    private WritePlan primitive(org.apache.kafka.connect.data.Schema connect, Schema.Type type) {
        return finish(Schema.create(type), connect, Writers.primitive(connect));
    }

    private WritePlan finish(Schema avro, org.apache.kafka.connect.data.Schema connect, ValueWriter writer) {
        props.addTo(avro, connect);
        return new WritePlan(avro, writer);
    }

    private WritePlan enumeration(org.apache.kafka.connect.data.Schema connect, String key) {
        String fullName = ConnectShapes.parameter(connect, key);
        String prefix = key + ".";
        List<String> symbols = connect.parameters().keySet().stream()
                .filter(each -> each.startsWith(prefix))
                .map(each -> each.substring(prefix.length()))
                .toList();
        String simpleName = fullName.substring(fullName.lastIndexOf('.') + 1);
        Schema avro = Schema.createEnum(
                names.fullName(fullName),
                docs.ofEnum(connect, simpleName),
                null,
                symbols,
                docs.enumDefault(connect, simpleName));
        return finish(avro, connect, Writers.enumSymbol(avro));
    }

    private static boolean isFixed(org.apache.kafka.connect.data.Schema connect) {
        return connect.name() != null
                && !connect.name().equals(Decimal.LOGICAL_NAME)
                && ConnectShapes.parameter(connect, AvroNames.FIXED_SIZE) != null;
    }

    private WritePlan fixed(org.apache.kafka.connect.data.Schema connect) {
        int sizeBytes = Integer.parseInt(ConnectShapes.parameter(connect, AvroNames.FIXED_SIZE));
        return finish(
                Schema.createFixed(names.fullName(connect.name()), null, null, sizeBytes),
                connect,
                Writers.fixed(sizeBytes));
    }

    private WritePlan array(org.apache.kafka.connect.data.Schema connect) {
        WritePlan items = whole(connect.valueSchema());
        return finish(Schema.createArray(items.avro()), connect, Writers.array(items.writer()));
    }

    private WritePlan map(org.apache.kafka.connect.data.Schema connect) {
        if (ConnectShapes.hasStringKeys(connect, config.optionalMapKeys())) {
            WritePlan values = whole(connect.valueSchema());
            return finish(Schema.createMap(values.avro()), connect, Writers.map(values.writer()));
        }
        WritePlan keys = whole(connect.keySchema());
        WritePlan values = whole(connect.valueSchema());
        Schema entry = mapEntry(connect, keys.avro(), values.avro());
        return finish(Schema.createArray(entry), connect, Writers.entries(keys.writer(), values.writer()));
    }

    private Schema mapEntry(org.apache.kafka.connect.data.Schema connect, Schema key, Schema value) {
        String name = connect.name() == null
                ? AvroNames.NAMESPACE + "." + AvroNames.MAP_ENTRY
                : names.fullName(connect.name());
        for (int i = 0; i <= mapEntries.size(); i++) {
            // Entries of different types cannot share one name, so the later ones are numbered.
            Schema entry = Schema.createRecord(i == 0 ? name : name + (i + 1), null, null, false);
            entry.setFields(List.of(field("key", key), field("value", value)));
            if (connect.name() != null || i > 0) {
                entry.addProp(AvroNames.INTERNAL_TYPE, AvroNames.MAP_ENTRY);
            }
            Schema known = mapEntries.putIfAbsent(entry.getFullName(), entry);
            if (known == null || known.equals(entry)) {
                return known == null ? entry : known;
            }
        }
        throw new IllegalStateException("the loop always returns");
    }

    private static Schema.Field field(String name, Schema schema) {
        boolean nullFirst = schema.getType() == Schema.Type.UNION
                && schema.getTypes().get(0).getType() == Schema.Type.NULL;
        return new Schema.Field(name, schema, null, nullFirst ? JsonProperties.NULL_VALUE : null);
    }

    private WritePlan struct(org.apache.kafka.connect.data.Schema connect) {
        return structs.get(connect, () -> newStruct(connect));
    }

    private WritePlan newStruct(org.apache.kafka.connect.data.Schema connect) {
        String fullName = connect.name() == null ? unnamedRecord() : names.fullName(connect.name());
        Pending open = pending.get(fullName);
        if (open != null) {
            Namesakes.requireSame(fullName, open.struct, connect);
            structs.refersTo(open.depth);
            return new WritePlan(open.record, (value, out) -> open.writer.write(value, out));
        }
        Pending opened = new Pending(
                structs.depth() - 1, connect, Schema.createRecord(fullName, docs.ofRecord(connect), null, false));
        pending.put(fullName, opened);
        List<Schema.Field> fields = new ArrayList<>();
        ValueWriter[] writers = new ValueWriter[connect.fields().size()];
        for (Field field : connect.fields()) {
            WritePlan plan = whole(field.schema());
            fields.add(new Schema.Field(
                    names.name(field.name()), plan.avro(), docs.ofField(connect, field), fieldDefault(field.schema())));
            writers[field.index()] = plan.writer();
        }
        opened.record.setFields(fields);
        opened.writer = Writers.struct(connect, writers);
        pending.remove(fullName);
        return finish(opened.record, connect, opened.writer);
    }

    private String unnamedRecord() {
        structs.isSingle();
        unnamedRecords++;
        String number = unnamedRecords == 1 ? "" : Integer.toString(unnamedRecords);
        return AvroNames.NAMESPACE + "." + AvroNames.DEFAULT_RECORD + number;
    }

    private Object fieldDefault(org.apache.kafka.connect.data.Schema schema) {
        if (schema.defaultValue() != null) {
            return AvroValues.toJson(schema, schema.defaultValue(), names);
        }
        return schema.isOptional() ? JsonProperties.NULL_VALUE : null;
    }

    private WritePlan union(org.apache.kafka.connect.data.Schema connect) {
        List<Schema> branches = new ArrayList<>();
        if (connect.isOptional()) {
            branches.add(Schema.create(Schema.Type.NULL));
        }
        String[] fieldNames = new String[connect.fields().size()];
        ValueWriter[] writers = new ValueWriter[fieldNames.length];
        for (Field field : connect.fields()) {
            WritePlan branch = base(field.schema());
            branches.add(branch.avro());
            fieldNames[field.index()] = field.name();
            writers[field.index()] = branch.writer();
        }
        return new WritePlan(Schema.createUnion(branches), Writers.union(fieldNames, writers, connect.isOptional()));
    }
}
