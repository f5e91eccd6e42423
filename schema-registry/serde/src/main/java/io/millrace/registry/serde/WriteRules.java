package io.millrace.registry.serde;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a schema for values that are written under it. Confluent's serializers run them, as to encrypt fields, and do
 * not write where they lack what a rule needs, unless the rule's action for failures is {@code NONE}. Nothing here runs rules, so
 * that what a rule would encrypt or refuse would go out as it is.
 */
final class WriteRules {
    private static final List<String> LISTS = List.of("domainRules", "encodingRules");
    private static final List<String> MODES = List.of("WRITE", "WRITEREAD");
    private static final String DEFAULT_MODE = "WRITEREAD";
    private static final String NO_ACTION = "NONE";

    private WriteRules() {}

    /** Why nobody may write by the schema of an answer who runs no rules; empty if everybody may. */
    static Optional<String> objection(JsonNode answer) {
        for (String list : LISTS) {
            for (JsonNode rule : answer.path("ruleSet").path(list)) {
                if (mustRun(rule)) {
                    return Optional.of("schema " + answer.path("id").asText("") + " has the rule '"
                            + rule.path("name").asText() + "' of type "
                            + rule.path("type").asText()
                            + " for values that are written, and rules are not run here: what it would change or refuse"
                            + " would go out as it is. Write by a client that runs it, or disable it, or set its onFailure"
                            + " to NONE");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean mustRun(JsonNode rule) {
        // Of two actions the first is for writing.
        String onFailure = rule.path("onFailure").asText("").split(",", -1)[0].trim();
        return MODES.contains(rule.path("mode").asText(DEFAULT_MODE))
                && !rule.path("disabled").asBoolean(false)
                && !onFailure.equals(NO_ACTION);
    }
}
