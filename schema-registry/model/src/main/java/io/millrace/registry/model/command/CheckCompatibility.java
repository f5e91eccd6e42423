package io.millrace.registry.model.command;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.avro.AvroCompatibility;
import io.millrace.registry.model.avro.AvroParsing.Strictness;
import io.millrace.registry.model.avro.CompatibilityVerdict;
import io.millrace.registry.model.avro.ParsedAvro;
import java.util.ArrayList;
import java.util.List;

/** Tells whether a schema may follow the versions that a subject holds. */
public final class CheckCompatibility {
    private CheckCompatibility() {}

    /** Compares with the given versions, oldest first; a level that is not transitive looks at the last one only. */
    public static Decision<CompatibilityVerdict> check(
            SchemaReader reader, ParsedAvro newer, List<SchemaVersion> earlier, CompatibilityLevel level) {
        if (level == CompatibilityLevel.NONE || earlier.isEmpty()) {
            return Decision.accept(CompatibilityVerdict.yes());
        }
        int oldest = level.transitive() ? 0 : earlier.size() - 1;
        for (int i = earlier.size() - 1; i >= oldest; i--) {
            SchemaVersion version = earlier.get(i);
            if (!version.content().schemaType().equals(SchemaContent.AVRO)) {
                return Decision.accept(refused(
                        List.of("the schema type differs: AVRO follows "
                                + version.content().schemaType()),
                        version,
                        level));
            }
            Decision<List<String>> objections = reader.read(version.subject(), version.content(), Strictness.LENIENT)
                    .map(older -> AvroCompatibility.objections(newer.schema(), older.schema(), level));
            if (!objections.isAccepted()) {
                return objections.map(none -> CompatibilityVerdict.yes());
            }
            List<String> found = objections.fold(all -> all, refusal -> List.of());
            if (!found.isEmpty()) {
                return Decision.accept(refused(found, version, level));
            }
        }
        return Decision.accept(CompatibilityVerdict.yes());
    }

    private static CompatibilityVerdict refused(
            List<String> objections, SchemaVersion version, CompatibilityLevel level) {
        List<String> messages = new ArrayList<>(objections);
        messages.add("{oldSchemaVersion: " + version.version() + "}");
        messages.add("{oldSchema: '" + version.content().text() + "'}");
        messages.add("{validateFields: 'false', compatibility: '" + level + "'}");
        return new CompatibilityVerdict(false, messages);
    }
}
