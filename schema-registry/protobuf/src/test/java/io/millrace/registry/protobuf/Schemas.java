package io.millrace.registry.protobuf;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;

/** Reads schemas for tests. */
final class Schemas {
    static final ProtobufKind KIND = new ProtobufKind(ProtobufLimits.standard());

    private Schemas() {}

    /** Reads a text that is right. */
    static ParsedProtobuf read(String text, Dependency... dependencies) {
        return decide(Strictness.STRICT, text, dependencies).fold(parsed -> parsed, refused -> {
            throw new AssertionError(refused.message() + "\n" + text);
        });
    }

    /** What is said of a text; "accepted" if nothing is wrong. */
    static String complaint(Strictness strictness, String text, Dependency... dependencies) {
        return decide(strictness, text, dependencies).fold(parsed -> "accepted", Decision.Refused::message);
    }

    private static Decision<ParsedProtobuf> decide(Strictness strictness, String text, Dependency... dependencies) {
        return KIND.parse(new SchemaSource(text, List.of(dependencies)), strictness);
    }
}
