package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.command.ConfigChange;
import io.millrace.registry.model.record.ConfigJson;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes of settings in the bodies of requests: what is absent stays, null clears. */
final class ConfigBody {
    private static final Set<String> FLAGS =
            Set.of("normalize", "validateFields", "validateNewSchemas", "validateRules");
    private static final Set<String> TEXTS = Set.of("alias", "aliasForDeks", "compatibilityGroup");

    private ConfigBody() {}

    static ConfigChange change(JsonNode body) {
        Map<String, String> others = new LinkedHashMap<>();
        List<String> cleared = new ArrayList<>();
        for (String name : ConfigJson.OTHERS) {
            if (body.hasNonNull(name)) {
                requireValid(name, body.get(name));
                others.put(name, body.get(name).toString());
            } else if (body.has(name)) {
                cleared.add(name);
            }
        }
        SchemaBody.requireContract(body, "defaultMetadata", "defaultRuleSet");
        SchemaBody.requireContract(body, "overrideMetadata", "overrideRuleSet");
        JsonNode level = body.path(ConfigChange.LEVEL);
        if (level.isNull()) {
            cleared.add(ConfigChange.LEVEL);
        }
        Optional<CompatibilityLevel> wanted = CompatibilityLevel.find(level.asText(""));
        boolean written = !level.isMissingNode() && !level.isNull();
        if (wanted.isEmpty() && (written || (others.isEmpty() && cleared.isEmpty()))) {
            throw new HttpProblemException(
                    RegistryErrorCode.INVALID_COMPATIBILITY_LEVEL,
                    "Invalid compatibility level. Valid values are NONE, BACKWARD, FORWARD, FULL, BACKWARD_TRANSITIVE,"
                            + " FORWARD_TRANSITIVE, and FULL_TRANSITIVE");
        }
        return new ConfigChange(wanted, others, cleared);
    }

    private static void requireValid(String name, JsonNode value) {
        if (FLAGS.contains(name) && !value.isBoolean()) {
            throw new HttpProblemException(400, "The field " + name + " must be true or false, but is " + value);
        }
        if (TEXTS.contains(name) && !value.isTextual()) {
            throw new HttpProblemException(400, "The field " + name + " must be a string, but is " + value);
        }
        if (name.equals("compatibilityPolicy")
                && CompatibilityPolicy.find(value.asText("")).isEmpty()) {
            throw new HttpProblemException(
                    RegistryErrorCode.INVALID_COMPATIBILITY_LEVEL,
                    "Invalid compatibility policy. Valid values are STRICT, LENIENT and LOGICAL");
        }
    }
}
