package io.millrace.registry.model.command;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.contract.Metadata;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import java.util.List;
import java.util.Optional;

/**
 * What a new schema of a subject is measured by.
 *
 * @param group the metadata property that parts the versions of a subject into groups which need not be compatible
 * @param validateFields whether {@link ReservedFields} are kept free
 */
public record CompatibilityRules(
        CompatibilityLevel level, CompatibilityPolicy policy, Optional<String> group, boolean validateFields) {
    /** A level under the rules that every registry follows. */
    public static CompatibilityRules of(CompatibilityLevel level) {
        return new CompatibilityRules(level, CompatibilityPolicy.STRICT, Optional.empty(), false);
    }

    /** Those of the earlier versions that are of the same group as the newer content. */
    public List<SchemaVersion> comparable(SchemaContent newer, List<SchemaVersion> earlier) {
        if (group.isEmpty()) {
            return earlier;
        }
        Optional<String> own = groupOf(newer);
        return earlier.stream()
                .filter(version -> groupOf(version.content()).equals(own))
                .toList();
    }

    private Optional<String> groupOf(SchemaContent content) {
        return content.metadata().flatMap(metadata -> Metadata.property(metadata, group.orElseThrow()));
    }
}
