package io.millrace.registry.server.decision;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.ParsedSchema;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaTags;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A kind of schema that looks up what a request has parsed and compared, and notes the rest as due.
 *
 * @param <S> its parsed form
 */
final class AheadKind<S extends ParsedSchema> implements SchemaKind<S> {
    /** What is done where work lacks. */
    enum Lack {
        /**
         * A text ends the attempt; two schemas pass for compatible, so that all that a decision compares is found at once
         * and its verdict is worth nothing. What cannot be kept is done at once.
         */
        GUESS,
        /** It ends the attempt. */
        END,
        /** It is done at once. */
        DO
    }

    private final SchemaKind<S> kind;
    private final AheadWork work;
    private final Lack lack;

    AheadKind(SchemaKind<S> kind, AheadWork work, Lack lack) {
        this.kind = kind;
        this.work = work;
        this.lack = lack;
    }

    @Override
    public String type() {
        return kind.type();
    }

    @Override
    public Decision<S> parse(SchemaSource source, Strictness strictness) {
        return work.parsed(kind, source, strictness).orElseGet(() -> {
            if (isLeft(() -> work.parseLater(kind, source, strictness))) {
                throw new WorkDueException();
            }
            return kind.parse(source, strictness);
        });
    }

    @Override
    public List<Incompatibility> incompatibilities(S reader, S writer, CompatibilityPolicy policy, Sides sides) {
        return work.compared(reader, writer, policy, sides).orElseGet(() -> {
            if (!isLeft(() -> work.compareLater(kind, reader, writer, policy, sides))) {
                return kind.incompatibilities(reader, writer, policy, sides);
            }
            if (lack == Lack.END) {
                throw new WorkDueException();
            }
            return List.of();
        });
    }

    /** Whether work is not done now; it is noted then, if its result can be kept. */
    private boolean isLeft(BooleanSupplier note) {
        return lack != Lack.DO && (note.getAsBoolean() || lack == Lack.END);
    }

    @Override
    public String message(Incompatibility found) {
        return kind.message(found);
    }

    @Override
    public String formatted(S schema, String format) {
        return kind.formatted(schema, format);
    }

    @Override
    public List<SchemaTags> tags(S schema) {
        return kind.tags(schema);
    }

    @Override
    public String withTagsWhereDefined(S schema, List<SchemaTags> tags) {
        return kind.withTagsWhereDefined(schema, tags);
    }

    @Override
    public boolean hasTopLevelField(S schema, String name) {
        return kind.hasTopLevelField(schema, name);
    }

    @Override
    public Decision<String> withTags(S schema, SchemaTags.Change change) {
        return kind.withTags(schema, change);
    }
}
