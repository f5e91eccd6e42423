package io.millrace.gateway.produce;

import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import io.millrace.registry.serde.AvroFormat;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.SubjectNameStrategy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Schemas by their ids, their texts or their subjects, of the registry if there is one. Blocks. Any thread. */
public final class Schemas {
    static final int INVALID_SCHEMA = 42205;

    /** Longer texts are for the registry's own interface. */
    private static final int TEXT_LENGTH_MAX = 1 << 20;

    /** A schema under its id. */
    record Known(int id, Schema schema) {}

    private final Optional<RegistryClient<Schema>> registry;

    public Schemas(Optional<RegistryClient<Schema>> registry) {
        this.registry = registry;
    }

    /** The schema of an id. */
    Known byId(int id) {
        return new Known(id, client().schema(id));
    }

    /** Registers a schema for the keys or the values of a topic, or finds it. */
    Known byText(String topic, boolean isKey, String text) {
        Schema schema = parsed(text);
        return new Known(client().register(subject(topic, isKey), schema, false), schema);
    }

    /** The latest schema for the keys or the values of a topic. */
    Known latest(String topic, boolean isKey) {
        var latest = client().latest(subject(topic, isKey));
        return new Known(latest.id(), latest.schema());
    }

    private static String subject(String topic, boolean isKey) {
        return SubjectNameStrategy.TOPIC_NAME.subject(topic, isKey, AvroFormat.AVRO, null);
    }

    private RegistryClient<Schema> client() {
        return registry.orElseThrow(() -> new HttpProblemException(
                422, INVALID_SCHEMA, "This gateway has no schema registry; set its schema.registry.url"));
    }

    private static Schema parsed(String text) {
        if (text.length() > TEXT_LENGTH_MAX) {
            throw new HttpProblemException(422, INVALID_SCHEMA, "Invalid schema: it is longer than " + TEXT_LENGTH_MAX);
        }
        // Bounds how deep it goes, before Avro follows it by recursion; a bare name is no JSON and not deep.
        if (text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")) {
            Json.read(text.getBytes(StandardCharsets.UTF_8), "The schema");
        }
        try {
            return new Schema.Parser().parse(text);
        } catch (AvroRuntimeException e) {
            throw new HttpProblemException(422, INVALID_SCHEMA, "Invalid schema: " + e.getMessage());
        }
    }
}
