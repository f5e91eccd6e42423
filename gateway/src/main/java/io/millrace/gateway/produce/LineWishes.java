package io.millrace.gateway.produce;

import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.registry.serde.any.AnySchema;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which schema the keys or the values of lines mean, which stands in the query. */
final class LineWishes {
    private static final String ID = "_schema_id";
    private static final String VERSION = "_schema_version";
    private static final String SUBJECT = "_subject";
    private static final String MESSAGE = "_message_name";

    /** All that the query may say of lines, with their formats. */
    static final Set<String> PARAMETERS = Set.of(
            "key_format",
            "key" + ID,
            "key" + VERSION,
            "key" + SUBJECT,
            "key" + MESSAGE,
            "value_format",
            "value" + ID,
            "value" + VERSION,
            "value" + SUBJECT,
            "value" + MESSAGE);

    private LineWishes() {}

    /** Refuses words about a schema where the data of a side have none. */
    static void refuse(Exchange exchange, String side, String format) {
        for (String each : List.of(ID, VERSION, SUBJECT, MESSAGE)) {
            if (exchange.query(side + each).isPresent()) {
                throw new HttpProblemException(
                        400, side + "_format is " + format + ", which has no schema: leave " + side + each + " out");
            }
        }
    }

    /** What the query says; without an id and a version it is the latest schema of the subject. */
    static SchemaWish read(Exchange exchange, String topic, boolean isKey, AnySchema.Type type) {
        String side = isKey ? "key" : "value";
        Optional<Integer> id = number(exchange, side + ID, 0);
        Optional<Integer> version = number(exchange, side + VERSION, 1);
        if (id.isPresent() && version.isPresent()) {
            throw new HttpProblemException(
                    400, side + ID + " and " + side + VERSION + " do not go together: say one of them");
        }
        return new SchemaWish(
                topic,
                isKey,
                type,
                text(exchange, side + SUBJECT),
                null,
                id.orElse(null),
                version.orElse(null),
                null,
                text(exchange, side + MESSAGE));
    }

    private static Optional<Integer> number(Exchange exchange, String name, int min) {
        return exchange.query(name).map(written -> (int) exchange.number(name, min, min, Integer.MAX_VALUE));
    }

    private static String text(Exchange exchange, String name) {
        return exchange.query(name)
                .map(written -> {
                    if (written.isEmpty()) {
                        throw new HttpProblemException(400, "The query parameter " + name + " is empty");
                    }
                    return written;
                })
                .orElse(null);
    }
}
