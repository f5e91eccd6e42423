package io.millrace.registry.serde;

import io.millrace.registry.model.avro.AvroKind;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/** Avro schemas, as Avro's own library has them. Any thread. */
public final class AvroFormat implements SchemaFormat<Schema> {
    /** It has no state. */
    public static final AvroFormat AVRO = new AvroFormat();

    private static final String TYPE = "AVRO";

    private AvroFormat() {}

    @Override
    public String type(Schema schema) {
        return TYPE;
    }

    /** Whatever the registry holds must be readable, so names and defaults are not judged again. */
    @Override
    public Schema read(String type, StoredSchema stored) {
        if (!type.equals(TYPE)) {
            throw RegistryException.ofOtherType(type, TYPE);
        }
        Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
        // One type may be there under two names; to say it twice is an error in Avro.
        Set<String> texts = new LinkedHashSet<>();
        for (Dependency dependency : stored.dependencies()) {
            if (texts.add(dependency.text())) {
                parser.parse(dependency.text());
            }
        }
        return parser.parse(stored.text());
    }

    @Override
    public Object identity(Schema schema) {
        return new AvroIdentity(schema);
    }

    @Override
    public StoredSchema write(Schema schema) {
        return StoredSchema.of(schema.toString());
    }

    @Override
    public String recordName(Schema schema) {
        Schema named = schema;
        if (schema.getType() == Schema.Type.UNION) {
            named = schema.getTypes().stream()
                    .filter(branch -> branch.getType() == Schema.Type.RECORD)
                    .findFirst()
                    .orElse(schema);
        }
        if (named.getType() != Schema.Type.RECORD) {
            throw new SerializationException(
                    "the subject's strategy needs records, but the schema is of type " + schema.getType());
        }
        return named.getFullName();
    }

    @Override
    public List<String> incompatibilities(Schema reader, Schema writer) {
        return AvroKind.incompatibilities(reader, writer, CompatibilityPolicy.STRICT, Sides.NEW_READS_OLD).stream()
                .map(each -> each.rule() + " at " + each.path() + ": " + each.description())
                .toList();
    }
}
