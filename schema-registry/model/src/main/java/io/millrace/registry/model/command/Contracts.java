package io.millrace.registry.model.command;

import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.contract.Metadata;
import io.millrace.registry.model.contract.RuleSet;
import io.millrace.registry.model.state.RegistryState;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * Which metadata and rules a new version gets: those that the client sends, else those of the latest version; over the
 * defaults of its scope, and under the overrides.
 */
public final class Contracts {
    private Contracts() {}

    /** The content with the metadata and rules that it would be registered with. */
    public static SchemaContent complete(RegistryState state, String subject, SchemaContent content) {
        Optional<SchemaContent> previous = state.latest(subject).map(SchemaVersion::content);
        Optional<String> metadata = content.metadata().or(() -> previous.flatMap(SchemaContent::metadata));
        Optional<String> ruleSet = content.ruleSet().or(() -> previous.flatMap(SchemaContent::ruleSet));
        return content.withContract(
                merged(
                        metadata(state, subject, "default"),
                        metadata,
                        metadata(state, subject, "override"),
                        Metadata::merge),
                merged(rules(state, subject, "default"), ruleSet, rules(state, subject, "override"), RuleSet::merge));
    }

    private static Optional<String> metadata(RegistryState state, String subject, String which) {
        return Scopes.setting(state, subject, which + "Metadata").map(Metadata::canonical);
    }

    private static Optional<String> rules(RegistryState state, String subject, String which) {
        return Scopes.setting(state, subject, which + "RuleSet").map(RuleSet::canonical);
    }

    private static Optional<String> merged(
            Optional<String> under, Optional<String> own, Optional<String> over, BinaryOperator<String> merge) {
        return merged(merged(under, own, merge), over, merge);
    }

    private static Optional<String> merged(
            Optional<String> under, Optional<String> over, BinaryOperator<String> merge) {
        return under.isPresent() && over.isPresent()
                ? Optional.of(merge.apply(under.get(), over.get()))
                : over.or(() -> under);
    }
}
