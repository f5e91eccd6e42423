package io.millrace.registry.serde;

import java.util.List;

/**
 * What a registry's client has to know of schemas of one type, or of several. Any thread.
 *
 * @param <S> a schema
 */
public interface SchemaFormat<S> {
    /** What a schema is called in {@code schemaType}: AVRO, JSON or PROTOBUF. */
    String type(S schema);

    /**
     * A schema as the registry holds it, whatever an earlier registry let in; refused if it cannot be understood, or is of a
     * type that this is not for.
     */
    S read(String type, StoredSchema stored);

    /** What stands for a schema where something is remembered of it: equal ones are registered once. */
    default Object identity(S schema) {
        return schema;
    }

    /** A schema as it is sent to a registry. */
    StoredSchema write(S schema);

    /** The name of what the schema describes, for strategies that name subjects by it; refused if it has none. */
    String recordName(S schema);

    /** Why the reader does not take all that the writer may write, in words; empty if it does. */
    List<String> incompatibilities(S reader, S writer);
}
