package io.millrace.registry.server.decision;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.ParsedSchema;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaTags;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.server.storage.WouldWaitException;
import java.util.List;

/**
 * A kind of schema that knows what was parsed before and does nothing else: whatever else it is asked for ends with {@link
 * WouldWaitException}.
 *
 * @param <S> its parsed form
 */
public record PromptKind<S extends ParsedSchema>(SchemaKind<S> kind) implements SchemaKind<S> {
    /** All kinds in this form. */
    public static SchemaKinds all(SchemaKinds kinds) {
        return kinds.each(PromptKind::new);
    }

    @Override
    public String type() {
        return kind.type();
    }

    @Override
    public Decision<S> parse(SchemaSource source, Strictness strictness) {
        return kind.known(source, strictness).orElseThrow(WouldWaitException::new);
    }

    @Override
    public List<Incompatibility> incompatibilities(
            S reader, S writer, CompatibilityPolicy policy, Incompatibility.Sides sides) {
        throw new WouldWaitException();
    }

    @Override
    public String message(Incompatibility found) {
        throw new WouldWaitException();
    }

    @Override
    public String formatted(S schema, String format) {
        throw new WouldWaitException();
    }

    @Override
    public String meaning(S schema) {
        throw new WouldWaitException();
    }

    @Override
    public List<SchemaTags> tags(S schema) {
        throw new WouldWaitException();
    }

    @Override
    public String withTagsWhereDefined(S schema, List<SchemaTags> tags) {
        throw new WouldWaitException();
    }

    @Override
    public boolean hasTopLevelField(S schema, String name) {
        throw new WouldWaitException();
    }

    @Override
    public Decision<String> withTags(S schema, SchemaTags.Change change) {
        throw new WouldWaitException();
    }
}
