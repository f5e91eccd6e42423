package io.millrace.registry.model.command;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.command.CompatibilityVerdict.Reason;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.ParsedSchema;
import io.millrace.registry.model.schema.ReadSchema;
import io.millrace.registry.model.schema.Strictness;
import java.util.ArrayList;
import java.util.List;

/** Tells whether a schema may follow the versions that a subject holds. */
public final class CheckCompatibility<S extends ParsedSchema> {
    private final SchemaReader reader;
    private final ReadSchema<S> newer;
    private final CompatibilityRules rules;

    private CheckCompatibility(SchemaReader reader, ReadSchema<S> newer, CompatibilityRules rules) {
        this.reader = reader;
        this.newer = newer;
        this.rules = rules;
    }

    /** Compares with the given versions, oldest first; a level that is not transitive looks at the last one only. */
    public static Decision<CompatibilityVerdict> check(
            SchemaReader reader, ReadSchema<?> newer, List<SchemaVersion> earlier, CompatibilityRules rules) {
        return new CheckCompatibility<>(reader, newer, rules).against(earlier);
    }

    private Decision<CompatibilityVerdict> against(List<SchemaVersion> earlier) {
        if (rules.level() == CompatibilityLevel.NONE || earlier.isEmpty()) {
            return Decision.accept(CompatibilityVerdict.yes());
        }
        int oldest = rules.level().transitive() ? 0 : earlier.size() - 1;
        for (int i = earlier.size() - 1; i >= oldest; i--) {
            Decision<CompatibilityVerdict> verdict = against(earlier.get(i));
            if (!verdict.fold(CompatibilityVerdict::compatible, refused -> false)) {
                return verdict;
            }
        }
        return Decision.accept(CompatibilityVerdict.yes());
    }

    private Decision<CompatibilityVerdict> against(SchemaVersion version) {
        String type = version.content().schemaType();
        if (!type.equals(newer.kind().type())) {
            String differs = "the schema type differs: " + newer.kind().type() + " follows " + type;
            return Decision.accept(refused(List.of(differs), List.of(), version));
        }
        return reader.read(newer.kind(), version.subject(), version.content(), Strictness.LENIENT)
                .fold(
                        older -> Decision.accept(compare(older, version)),
                        refused -> Decision.refuse(
                                refused.code(),
                                "version " + version.version() + " of subject " + version.subject()
                                        + " cannot be read: " + refused.message()));
    }

    private CompatibilityVerdict compare(S older, SchemaVersion version) {
        List<String> messages = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        if (rules.level().newReadsOld()) {
            collect(newer.parsed(), older, Sides.NEW_READS_OLD, messages, reasons);
        }
        if (rules.level().oldReadsNew()) {
            collect(older, newer.parsed(), Sides.OLD_READS_NEW, messages, reasons);
        }
        return messages.isEmpty() ? CompatibilityVerdict.yes() : refused(messages, reasons, version);
    }

    private void collect(S readerSide, S writerSide, Sides sides, List<String> messages, List<Reason> reasons) {
        newer.kind()
                .incompatibilities(readerSide, writerSide, rules.policy(), sides)
                .forEach(found -> {
                    messages.add(newer.kind().message(found));
                    reasons.add(Reason.of(found, sides));
                });
    }

    private CompatibilityVerdict refused(List<String> objections, List<Reason> reasons, SchemaVersion version) {
        List<String> messages = new ArrayList<>(objections);
        messages.add("{oldSchemaVersion: " + version.version() + "}");
        messages.add("{oldSchema: '" + version.content().text() + "'}");
        messages.add("{validateFields: '" + rules.validateFields() + "', compatibility: '" + rules.level() + "'}");
        return new CompatibilityVerdict(false, messages, reasons);
    }
}
