package io.millrace.registry.model.schema;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import java.util.List;
import java.util.Optional;

/**
 * A kind of schema. Implementations keep no state between calls and may be called by any thread; they read nothing but
 * what they are given, neither files nor the network, and load no classes that a schema names.
 *
 * @param <S> its parsed form
 */
public interface SchemaKind<S extends ParsedSchema> {
    /** Its name in {@code schemaType}: AVRO, JSON or PROTOBUF. */
    String type();

    /**
     * Reads a text, or says what is wrong with it: INVALID_SCHEMA, or SCHEMA_TOO_LARGE. What is accepted strictly is
     * accepted leniently, and parsed to the same.
     */
    Decision<S> parse(SchemaSource source, Strictness strictness);

    /** What {@link #parse} would say, if that is known without parsing. */
    default Optional<Decision<S>> known(SchemaSource source, Strictness strictness) {
        return Optional.empty();
    }

    /** What the reader cannot read of what the writer may write, in a fixed order; empty if it reads everything. */
    List<Incompatibility> incompatibilities(S reader, S writer, CompatibilityPolicy policy, Sides sides);

    /** An incompatibility as one line of a verdict, in the form that clients of a Confluent registry know. */
    default String message(Incompatibility found) {
        return "{errorType:\"" + found.rule() + "\", description:\"" + found.description() + "\"}";
    }

    /** The text as the query parameter {@code format} asks for it; the canonical text for a format that is unknown. */
    default String formatted(S schema, String format) {
        return schema.canonicalText();
    }

    /** What the schema says, as {@link ParsedSchema#meaning} has it; that may take a while. */
    default String meaning(S schema) {
        return schema.meaning();
    }

    /** The tags inside the schema, in the order of its text. */
    default List<SchemaTags> tags(S schema) {
        return List.of();
    }

    /** The text with further tags inside, of which those for parts that the schema does not have are passed over. */
    default String withTagsWhereDefined(S schema, List<SchemaTags> tags) {
        return schema.canonicalText();
    }

    /** Whether a field of this name stands at the top of the schema. */
    default boolean hasTopLevelField(S schema, String name) {
        return false;
    }

    /** The text with other tags inside; refuses a part that the schema does not have, or tags as such. */
    default Decision<String> withTags(S schema, SchemaTags.Change change) {
        return Decision.refuse(
                RegistryErrorCode.INVALID_SCHEMA, "Tags cannot be changed inside schemas of type " + type());
    }
}
