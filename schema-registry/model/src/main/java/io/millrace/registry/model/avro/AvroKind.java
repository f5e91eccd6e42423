package io.millrace.registry.model.avro;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaTags;
import io.millrace.registry.model.schema.Strictness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** Avro: the type that is meant when a client writes none. */
public final class AvroKind implements SchemaKind<ParsedAvro> {
    private static final String RESOLVED = "resolved";

    private final AvroParser parser;

    public AvroKind(AvroLimits limits) {
        this.parser = new AvroParser(limits);
    }

    @Override
    public String type() {
        return SchemaContent.AVRO;
    }

    @Override
    public Decision<ParsedAvro> parse(SchemaSource source, Strictness strictness) {
        return parser.parse(source, strictness);
    }

    @Override
    public List<Incompatibility> incompatibilities(
            ParsedAvro reader, ParsedAvro writer, CompatibilityPolicy policy, Sides sides) {
        return incompatibilities(reader.schema(), writer.schema(), policy, sides);
    }

    /** The same of schemas as Avro's library has them. */
    public static List<Incompatibility> incompatibilities(
            Schema reader, Schema writer, CompatibilityPolicy policy, Sides sides) {
        Schema sound = AvroAliases.withoutOwnNames(reader);
        Optional<Incompatibility> obstacle = AvroFindings.obstacle(sound, writer, AvroCompareLimits.STANDARD, sides);
        if (obstacle.isPresent()) {
            return List.of(obstacle.get());
        }
        List<Incompatibility> found = new ArrayList<>(AvroCompatibility.objections(sound, writer, sides));
        if (policy == CompatibilityPolicy.LOGICAL) {
            found.addAll(AvroLogicalTypes.differences(sound, writer, sides));
        }
        return found;
    }

    /** With the detail that Avro's own checker adds, which clients parse. */
    @Override
    public String message(Incompatibility found) {
        return "{errorType:'" + found.rule() + "', description:'" + found.description() + "', additionalInfo:'"
                + AvroCompatibility.detail(found) + "'}";
    }

    /** {@code resolved}: the types that references bring in are written where they are used first. */
    @Override
    public String formatted(ParsedAvro schema, String format) {
        return format.equals(RESOLVED) ? schema.schema().toString() : schema.canonicalText();
    }

    @Override
    public List<SchemaTags> tags(ParsedAvro schema) {
        return new AvroTags(schema).all();
    }

    @Override
    public String withTagsWhereDefined(ParsedAvro schema, List<SchemaTags> tags) {
        return new AvroTags(schema).withAddedWhereDefined(tags);
    }

    @Override
    public boolean hasTopLevelField(ParsedAvro schema, String name) {
        return schema.schema().getType() == Schema.Type.RECORD
                && schema.schema().getField(name) != null;
    }

    @Override
    public Decision<String> withTags(ParsedAvro schema, SchemaTags.Change change) {
        return new AvroTags(schema).changed(change);
    }
}
