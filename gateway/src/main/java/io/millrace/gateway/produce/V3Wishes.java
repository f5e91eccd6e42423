package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.registry.serde.SubjectNameStrategy;
import io.millrace.registry.serde.any.AnySchema;
import java.util.Arrays;
import java.util.List;

/** Which schema the key or the value of a record in REST Proxy v3 means. */
final class V3Wishes {
    private static final int BAD_REQUEST = 400;
    private static final String SUBJECT = "subject";
    private static final String STRATEGY = "subject_name_strategy";
    private static final String ID = "schema_id";
    private static final String VERSION = "schema_version";
    private static final String TEXT = "schema";
    private static final String MESSAGE = "message_name";

    private V3Wishes() {}

    /** Refuses words about a schema where data have none. */
    static void refuse(JsonNode written, V3Type type) {
        for (String each : List.of(SUBJECT, STRATEGY, ID, VERSION, TEXT, MESSAGE)) {
            if (written.hasNonNull(each)) {
                throw wrong("data of the type " + type + " have no schema, so that " + each + " says nothing");
            }
        }
    }

    /** {@code type} is null where the schema shall say it. */
    static SchemaWish read(JsonNode written, String topic, boolean isKey, V3Type type) {
        requireOne(written, ID, VERSION, TEXT);
        requireOne(written, SUBJECT, STRATEGY);
        String text = text(written, TEXT);
        // A text does not say what it is, and was Avro before there were others.
        AnySchema.Type schemas = type == null ? (text == null ? null : AnySchema.Type.AVRO) : type.schemas();
        return new SchemaWish(
                topic,
                isKey,
                schemas,
                text(written, SUBJECT),
                strategy(written),
                number(written, ID, 0),
                number(written, VERSION, 1),
                text,
                text(written, MESSAGE));
    }

    private static void requireOne(JsonNode written, String... names) {
        List<String> there = Arrays.stream(names).filter(written::hasNonNull).toList();
        if (there.size() > 1) {
            throw wrong(String.join(" and ", there) + " do not go together: say one of them");
        }
    }

    private static String text(JsonNode written, String name) {
        JsonNode value = written.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw wrong(name + " is a string");
        }
        return value.textValue();
    }

    private static Integer number(JsonNode written, String name, int min) {
        JsonNode value = written.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isInt() || value.intValue() < min) {
            throw wrong(name + " is a number from " + min);
        }
        return value.intValue();
    }

    private static SubjectNameStrategy strategy(JsonNode written) {
        String name = text(written, STRATEGY);
        if (name == null) {
            return null;
        }
        return Arrays.stream(SubjectNameStrategy.values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong(STRATEGY + " is one of " + Arrays.toString(SubjectNameStrategy.values())));
    }

    private static HttpProblemException wrong(String message) {
        return new HttpProblemException(BAD_REQUEST, message);
    }
}
