package io.millrace.integration.faults.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A version as a registry shows it.
 *
 * @param content the number of its schema
 */
record StoredVersion(String subject, int version, int id, int content) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NAME = "Content";

    /** The text of the schema with the number: a record of that name without fields. */
    static String schema(int content) {
        return "{\"type\":\"record\",\"name\":\"" + NAME + content + "\",\"fields\":[]}";
    }

    /** From what is answered to a registration and for a version. */
    static StoredVersion of(JsonNode answer) {
        return new StoredVersion(
                answer.path("subject").asText(),
                answer.path("version").asInt(),
                answer.path("id").asInt(),
                contentOf(answer.path("schema").asText()));
    }

    private static int contentOf(String schema) {
        String name = tree(schema).path("name").asText();
        if (!name.startsWith(NAME)) {
            throw new AssertionError("nobody has registered " + schema);
        }
        return Integer.parseInt(name.substring(NAME.length()));
    }

    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
