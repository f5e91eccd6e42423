package io.millrace.registry.model.avro;

import io.millrace.registry.model.Decision;

/** Reads Avro texts; a port so that the host may remember what it has read before. */
public interface AvroParsing {
    /** How closely a text is looked at. */
    enum Strictness {
        /** Names and defaults must be right: for schemas that are new. */
        STRICT,
        /** Whatever an earlier registry took stays readable. */
        LENIENT
    }

    /** Reads a text, or says what is wrong with it. */
    Decision<ParsedAvro> parse(AvroSource source, Strictness strictness);
}
