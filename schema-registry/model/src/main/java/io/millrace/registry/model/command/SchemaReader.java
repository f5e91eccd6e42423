package io.millrace.registry.model.command;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.schema.ParsedSchema;
import io.millrace.registry.model.schema.ReadSchema;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.model.state.RegistryState;

/** Reads contents as what their type says they are, with the schemas that they refer to. */
public final class SchemaReader {
    private final RegistryState state;
    private final SchemaKinds kinds;

    public SchemaReader(RegistryState state, SchemaKinds kinds) {
        this.state = state;
        this.kinds = kinds;
    }

    /** Reads the content of a subject. */
    public Decision<ReadSchema<?>> read(String subject, SchemaContent content, Strictness strictness) {
        return kinds.find(content.schemaType()).then(kind -> readAs(kind, subject, content, strictness));
    }

    /** Reads a new content as a client sends it, where a reference may mean the latest version. */
    public Decision<ReadSchema<?>> readSent(String subject, SchemaContent content) {
        return References.pin(state, subject, content).then(pinned -> read(subject, pinned, Strictness.STRICT));
    }

    private <S extends ParsedSchema> Decision<ReadSchema<?>> readAs(
            SchemaKind<S> kind, String subject, SchemaContent content, Strictness strictness) {
        return read(kind, subject, content, strictness).map(parsed -> new ReadSchema<S>(kind, parsed));
    }

    /** Reads the content of a subject, which is of the given kind. */
    <S extends ParsedSchema> Decision<S> read(
            SchemaKind<S> kind, String subject, SchemaContent content, Strictness strictness) {
        if (content.text().isBlank()) {
            return Decision.refuse(RegistryErrorCode.INVALID_SCHEMA, "Invalid schema: it is empty");
        }
        return References.resolve(state, subject, content).then(source -> kind.parse(source, strictness));
    }

    RegistryState state() {
        return state;
    }
}
