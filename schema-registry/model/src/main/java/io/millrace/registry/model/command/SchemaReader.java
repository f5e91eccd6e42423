package io.millrace.registry.model.command;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.avro.AvroParsing;
import io.millrace.registry.model.avro.AvroParsing.Strictness;
import io.millrace.registry.model.avro.ParsedAvro;
import io.millrace.registry.model.state.RegistryState;

/** Reads contents as Avro, with the types that they refer to. */
public final class SchemaReader {
    private final RegistryState state;
    private final AvroParsing parsing;

    public SchemaReader(RegistryState state, AvroParsing parsing) {
        this.state = state;
        this.parsing = parsing;
    }

    /** Reads the content of a subject. */
    public Decision<ParsedAvro> read(String subject, SchemaContent content, Strictness strictness) {
        if (!content.schemaType().equals(SchemaContent.AVRO)) {
            return Decision.refuse(
                    RegistryErrorCode.INVALID_SCHEMA,
                    "Invalid schema: type " + content.schemaType()
                            + " is not built yet; this registry reads schemas of type AVRO");
        }
        if (content.text().isBlank()) {
            return Decision.refuse(RegistryErrorCode.INVALID_SCHEMA, "Invalid schema: it is empty");
        }
        return References.resolve(state, subject, content).then(source -> parsing.parse(source, strictness));
    }

    RegistryState state() {
        return state;
    }
}
