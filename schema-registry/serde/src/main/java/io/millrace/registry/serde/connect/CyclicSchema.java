package io.millrace.registry.serde.connect;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/** A struct inside itself: its fields are those of the struct that is still being built when this is made. */
public final class CyclicSchema implements Schema {
    private final String name;
    private final boolean optional;
    private Schema target;

    /** As it comes again: by name, and optional or not in its own place. */
    public CyclicSchema(String name, boolean optional) {
        this.name = name;
        this.optional = optional;
    }

    /** Says which struct it is, once that is built. */
    public void resolve(Schema resolved) {
        this.target = resolved;
    }

    private Schema target() {
        if (target == null) {
            throw new DataException("the schema " + name + " is not built yet; a default inside it cannot hold it");
        }
        return target;
    }

    @Override
    public Type type() {
        return Type.STRUCT;
    }

    @Override
    public boolean isOptional() {
        return optional;
    }

    @Override
    public Object defaultValue() {
        return null;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Integer version() {
        return target().version();
    }

    @Override
    public String doc() {
        return target().doc();
    }

    @Override
    public Map<String, String> parameters() {
        return target().parameters();
    }

    @Override
    public Schema keySchema() {
        return target().keySchema();
    }

    @Override
    public Schema valueSchema() {
        return target().valueSchema();
    }

    @Override
    public List<Field> fields() {
        return target().fields();
    }

    @Override
    public Field field(String fieldName) {
        return target().field(fieldName);
    }

    @Override
    public Schema schema() {
        return this;
    }

    /** By name only: going into the fields would never end. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CyclicSchema that && optional == that.optional && Objects.equals(name, that.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, optional);
    }
}
