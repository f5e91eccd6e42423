package io.millrace.connectors.jdbc.change;

import io.millrace.connectors.jdbc.change.RowShape.Column;
import io.millrace.connectors.jdbc.config.RowConfig;
import io.millrace.connectors.jdbc.config.TableConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Decides what a sink record does to which row: the one place that knows the forms in which records arrive. */
public final class RecordDecoder {
    private static final String OLD_KEY_HEADER = "__debezium.oldkey";
    private static final String NEW_KEY_HEADER = "__debezium.newkey";
    private static final String DELETED_FIELD = "__deleted";
    private static final String REMOVAL = "removal";

    private final RowConfig config;
    private final boolean keepCase;
    private final TableNaming naming;
    private final KeySource keys;
    private final FieldValues fields;
    private final Unavailable unavailable;
    private final ShapeCache shapes = new ShapeCache();

    /** A decoder for one task. */
    public RecordDecoder(RowConfig config, TableConfig tables) {
        this.config = config;
        this.keepCase = tables.quoteIdentifiers();
        this.naming = new TableNaming(tables);
        this.keys = new KeySource(config, keepCase);
        this.fields = new FieldValues(config.replaceNullWithDefault());
        this.unavailable = new Unavailable(config.unavailablePlaceholder());
    }

    /**
     * What the record does, or empty when it does nothing.
     *
     * @throws RowRejected when it can never be applied
     */
    public Optional<RowChange> decode(SinkRecord origin) {
        try {
            if (origin.value() == null) {
                return tombstone(origin);
            }
            if (Envelope.isAboutCapture(origin.valueSchema())) {
                return Optional.empty();
            }
            if (!(origin.value() instanceof Struct value)) {
                throw new DataException("its value is not a structure with a schema; use a converter that keeps schemas"
                        + " (Avro, or JSON with value.converter.schemas.enable=true)");
            }
            return Envelope.isEnvelope(value.schema()) ? envelope(origin, value) : flat(origin, value);
        } catch (RowRejected rejected) {
            throw rejected;
        } catch (DataException wrong) {
            throw new RowRejected(origin, wrong.getMessage(), wrong);
        }
    }

    private Optional<RowChange> tombstone(SinkRecord origin) {
        if (!config.deleteEnabled() || !keys.knowsKeyOfTombstone(origin)) {
            return Optional.empty();
        }
        return naming.table(origin.topic(), null).map(table -> removal(origin, table, null));
    }

    private Optional<RowChange> envelope(SinkRecord origin, Struct value) {
        String operation = value.getString("op");
        TableName table = naming.table(origin.topic(), Envelope.part(value, "source"))
                .orElseThrow(() -> new DataException("the envelope has no source, which table.name.format asks for"));
        return switch (operation == null ? "" : operation) {
            case "c", "r", "u" -> {
                Struct after = Envelope.part(value, "after");
                if (after == null) {
                    throw new DataException("the envelope's \"after\" is empty");
                }
                yield Optional.of(put(origin, table, after));
            }
            case "d" ->
                config.deleteEnabled()
                        ? Optional.of(removal(origin, table, Envelope.part(value, "before")))
                        : Optional.empty();
            case "t" ->
                config.truncateEnabled() ? Optional.of(new RowChange.Truncation(origin, table)) : Optional.empty();
            case "m" -> Optional.empty();
            default -> throw new DataException("the envelope's operation \"" + operation + "\" is not known");
        };
    }

    private Optional<RowChange> flat(SinkRecord origin, Struct value) {
        TableName table = naming.table(origin.topic(), null)
                .orElseThrow(
                        () -> new DataException("table.name.format asks for ${source...}, which only envelopes have"));
        if (config.deleteEnabled() && value.schema().field(DELETED_FIELD) != null) {
            if ("true".equals(String.valueOf(value.get(DELETED_FIELD)))) {
                return Optional.of(removal(origin, table, value));
            }
        }
        return Optional.of(put(origin, table, value));
    }

    private RowChange put(SinkRecord origin, TableName table, Struct row) {
        RowShape shape = shapes.get(
                table, origin.keySchema(), row.schema(), names(origin), () -> shape(origin, table, row.schema()));
        List<Object> values = new ArrayList<>(shape.size());
        values.addAll(keys.values(origin, row, shape.keyColumns()));
        for (Column column : shape.valueColumns()) {
            Object value = fields.of(row, row.schema().field(column.field()));
            values.add(unavailable.is(value) ? RowChange.UNAVAILABLE : value);
        }
        List<Object> oldKey = config.keyed() ? KeySource.otherKey(origin, OLD_KEY_HEADER, shape.keyColumns()) : null;
        return new RowChange.Put(origin, shape, values, oldKey);
    }

    private RowChange removal(SinkRecord origin, TableName table, Struct before) {
        Schema beforeSchema = before == null ? null : before.schema();
        RowShape shape = shapes.get(
                table,
                origin.keySchema(),
                beforeSchema,
                removalNames(origin),
                () -> removalShape(origin, table, beforeSchema));
        List<Object> key = keys.values(origin, before, shape.keyColumns());
        return new RowChange.Removal(
                origin, shape, key, KeySource.otherKey(origin, NEW_KEY_HEADER, shape.keyColumns()));
    }

    private RowShape removalShape(SinkRecord origin, TableName table, Schema before) {
        Schema holder = before != null ? before : origin.key() instanceof Struct key ? key.schema() : null;
        return new RowShape(table, keys.columns(origin, holder), List.of(), true);
    }

    private RowShape shape(SinkRecord origin, TableName table, Schema row) {
        List<Column> keyColumns = keys.columns(origin, row);
        Set<String> taken = keyColumns.stream().map(Column::name).collect(Collectors.toSet());
        List<Column> columns = new ArrayList<>();
        for (Field field : row.fields()) {
            boolean mark = config.deleteEnabled() && field.name().equals(DELETED_FIELD);
            if (mark || !config.fields().accepts(origin.topic(), table.name(), field.name())) {
                continue;
            }
            String name = Identifier.checked(field.name(), keepCase);
            if (taken.add(name)) {
                columns.add(new Column(field.name(), name, field.schema(), field.schema()));
            } else if (keyColumns.stream().noneMatch(key -> key.field().equals(field.name()))) {
                throw new DataException("two fields become the same column \"" + name + "\"");
            }
        }
        return new RowShape(table, keyColumns, List.copyOf(columns), false);
    }

    private List<String> removalNames(SinkRecord origin) {
        List<String> names = new ArrayList<>(names(origin));
        names.add(REMOVAL);
        return names;
    }

    /** Headers are part of a shape only where the key is made of them. */
    private List<String> names(SinkRecord origin) {
        return switch (config.primaryKeyMode()) {
            case NONE, KAFKA, RECORD_KEY, RECORD_VALUE -> List.of();
            case RECORD_HEADER -> {
                List<String> names = new ArrayList<>();
                origin.headers().forEach(header -> names.add(header.key()));
                yield names;
            }
        };
    }
}
