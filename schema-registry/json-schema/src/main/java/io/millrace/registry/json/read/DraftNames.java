package io.millrace.registry.json.read;

import com.fasterxml.jackson.databind.JsonNode;

/** Which draft a text is of, by the name that every library knows it under. */
public final class DraftNames {
    private DraftNames() {}

    /** The {@code $schema} to say for a text that is on its own. */
    public static String of(JsonNode text) {
        return Draft.named(text.path("$schema").asText(""))
                .orElse(Draft.UNNAMED)
                .schemaUri();
    }

    /** The {@code $schema} to say for a text that a schema uses: what says nothing is read as the schema that uses it. */
    public static String of(JsonNode text, JsonNode usedBy) {
        return Draft.named(text.path("$schema").asText(""))
                .map(Draft::schemaUri)
                .orElseGet(() -> of(usedBy));
    }
}
