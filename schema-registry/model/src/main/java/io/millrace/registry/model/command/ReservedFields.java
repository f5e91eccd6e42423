package io.millrace.registry.model.command;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.command.CompatibilityVerdict.Reason;
import io.millrace.registry.model.contract.Metadata;
import io.millrace.registry.model.schema.ReadSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that the metadata property {@code confluent:reserved} keeps free, separated by commas. Where the config says
 * {@code validateFields}, no field at the top of a new schema may have one, and none may cease to be reserved; whatever
 * the level is.
 */
public final class ReservedFields {
    private static final String PROPERTY = "confluent:reserved";

    private ReservedFields() {}

    /**
     * What speaks against a new schema, if anything does.
     *
     * @param complete its content with the metadata that it would be registered with
     * @param earlier the versions that it follows, oldest first
     */
    public static Optional<Decision<CompatibilityVerdict>> check(
            ReadSchema<?> newer, SchemaContent complete, List<SchemaVersion> earlier, CompatibilityRules rules) {
        if (!rules.validateFields()) {
            return Optional.empty();
        }
        List<Reason> reasons = new ArrayList<>();
        Set<String> reserved = names(complete);
        if (!earlier.isEmpty()) {
            names(earlier.get(earlier.size() - 1).content()).stream()
                    .filter(name -> !reserved.contains(name))
                    .forEach(name -> reasons.add(new Reason("/" + name, "RESERVED_FIELD_REMOVED", name, "")));
        }
        reserved.stream()
                .filter(newer::hasTopLevelField)
                .forEach(name -> reasons.add(new Reason("/" + name, "FIELD_CONFLICTS_WITH_RESERVED_FIELD", "", name)));
        return reasons.isEmpty() ? Optional.empty() : Optional.of(Decision.accept(refused(reasons, rules)));
    }

    private static CompatibilityVerdict refused(List<Reason> reasons, CompatibilityRules rules) {
        List<String> messages = new ArrayList<>();
        reasons.forEach(reason ->
                messages.add("{errorType:'" + reason.rule() + "', description:'" + description(reason) + "'}"));
        messages.add("{validateFields: 'true', compatibility: '" + rules.level() + "'}");
        return new CompatibilityVerdict(false, messages, reasons);
    }

    private static String description(Reason reason) {
        return reason.newText().isEmpty()
                ? "The name " + reason.oldText() + " was reserved by the version before and is not any more"
                : "The schema has a field " + reason.newText() + ", a name that its metadata reserve";
    }

    private static Set<String> names(SchemaContent content) {
        Set<String> names = new TreeSet<>();
        content.metadata()
                .flatMap(metadata -> Metadata.property(metadata, PROPERTY))
                .ifPresent(list -> Arrays.stream(list.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .forEach(names::add));
        return names;
    }
}
