package io.millrace.registry.model.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One rule of a rule set. */
final class Rule {
    private static final String DEFAULT_KIND = "TRANSFORM";
    private static final String DEFAULT_MODE = "WRITEREAD";
    private static final List<String> KINDS = List.of(DEFAULT_KIND, "CONDITION");
    private static final List<String> MIGRATION_MODES = List.of("UPGRADE", "DOWNGRADE", "UPDOWN");
    private static final List<String> DATA_MODES = List.of("WRITE", "READ", DEFAULT_MODE);
    private static final Map<String, List<String>> MODES =
            Map.of("migrationRules", MIGRATION_MODES, "domainRules", DATA_MODES, "encodingRules", DATA_MODES);
    private static final List<String> FIELDS = List.of(
            "name", "doc", "kind", "mode", "type", "tags", "params", "expr", "onSuccess", "onFailure", "disabled");

    private Rule() {}

    static String name(JsonNode rule) {
        return rule.path("name").asText("");
    }

    /** All fields in one order, with the kind and mode that are meant when none is written. */
    static ObjectNode canonical(JsonNode written) {
        ObjectNode rule = ContractJson.object();
        copy(written, rule, "name");
        copy(written, rule, "doc");
        rule.put("kind", written.path("kind").asText(DEFAULT_KIND));
        rule.put("mode", written.path("mode").asText(DEFAULT_MODE));
        copy(written, rule, "type");
        ContractJson.putIfAny(rule, "tags", ContractJson.sortedSet(written.path("tags")));
        ContractJson.putIfAny(rule, "params", ContractJson.sortedStrings(written.path("params")));
        copy(written, rule, "expr");
        copy(written, rule, "onSuccess");
        copy(written, rule, "onFailure");
        rule.put("disabled", written.path("disabled").asBoolean(false));
        ContractJson.putUnknown(rule, written, FIELDS);
        return rule;
    }

    private static void copy(JsonNode from, ObjectNode to, String field) {
        if (from.hasNonNull(field)) {
            to.put(field, from.get(field).asText());
        }
    }

    static Optional<String> problem(String list, JsonNode rule) {
        if (!rule.isObject()) {
            return Optional.of(list + " has an entry that is not an object");
        }
        String name = name(rule);
        if (name.isEmpty()) {
            return Optional.of(list + " has a rule without a name");
        }
        if (!isName(name)) {
            return Optional.of("the name '" + name
                    + "' of a rule must begin with a letter or _ and go on with letters, digits and _");
        }
        if (!rule.hasNonNull("type")) {
            return Optional.of("the rule '" + name + "' has no type");
        }
        String kind = rule.path("kind").asText(DEFAULT_KIND);
        if (!KINDS.contains(kind)) {
            return Optional.of("the rule '" + name + "' has the kind " + kind + "; a kind is one of " + KINDS);
        }
        String mode = rule.path("mode").asText(DEFAULT_MODE);
        List<String> modes = MODES.get(list);
        if (!modes.contains(mode)) {
            return Optional.of(
                    "the rule '" + name + "' has the mode " + mode + "; in " + list + " a mode is one of " + modes);
        }
        return Optional.empty();
    }

    private static boolean isName(String name) {
        return (Character.isLetter(name.charAt(0)) || name.charAt(0) == '_')
                && name.chars().allMatch(each -> Character.isLetterOrDigit(each) || each == '_');
    }

    static void hash(JsonNode rule, MessageDigest digest) {
        for (String field : List.of("name", "doc", "kind", "mode", "type")) {
            ContractJson.hash(digest, rule.path(field));
        }
        ContractJson.hashAll(digest, rule.path("tags"));
        rule.path("params").properties().forEach(each -> {
            ContractJson.hashName(digest, each.getKey());
            ContractJson.hash(digest, each.getValue());
        });
        for (String field : List.of("expr", "onSuccess", "onFailure")) {
            ContractJson.hash(digest, rule.path(field));
        }
        if (rule.path("disabled").asBoolean()) {
            digest.update((byte) 1);
        }
    }
}
