package io.millrace.registry.model.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules of a schema, in lists by what they are for. This registry keeps and checks them; serializers run them. Two
 * rule sets are the same if and only if their canonical texts are equal.
 */
public final class RuleSet {
    /** No rules. */
    public static final String NONE = "{}";

    private static final List<String> LISTS = List.of("migrationRules", "domainRules", "encodingRules");
    private static final String ENABLE_AT = "enableAt";
    private static final List<String> FIELDS =
            Stream.concat(LISTS.stream(), Stream.of(ENABLE_AT)).toList();

    private RuleSet() {}

    /** The one text for all spellings of the same rules; fields that are unknown stay. */
    public static String canonical(JsonNode written) {
        ObjectNode canonical = ContractJson.object();
        for (String list : LISTS) {
            ArrayNode rules = canonical.arrayNode();
            written.path(list).forEach(rule -> rules.add(Rule.canonical(rule)));
            ContractJson.putIfAny(canonical, list, rules);
        }
        if (written.hasNonNull(ENABLE_AT)) {
            canonical.set(ENABLE_AT, written.get(ENABLE_AT));
        }
        ContractJson.putUnknown(canonical, written, FIELDS);
        return canonical.toString();
    }

    /** What is wrong with rules that a client wrote, if anything. */
    public static Optional<String> problem(JsonNode written) {
        if (!written.isObject()) {
            return Optional.of("ruleSet must be an object");
        }
        for (String list : LISTS) {
            JsonNode rules = written.path(list);
            if (!rules.isMissingNode() && !rules.isNull() && !rules.isArray()) {
                return Optional.of(list + " must be an array of rules");
            }
            Set<String> names = new LinkedHashSet<>();
            for (JsonNode rule : rules) {
                Optional<String> problem = Rule.problem(list, rule);
                if (problem.isPresent()) {
                    return problem;
                }
                if (!names.add(Rule.name(rule))) {
                    return Optional.of(list + " has two rules with the name '" + Rule.name(rule) + "'");
                }
            }
        }
        return Optional.empty();
    }

    /** Both together; a rule replaces one of its name in the same list, which then comes last. */
    public static String merge(String under, String over) {
        JsonNode first = ContractJson.tree(under);
        JsonNode second = ContractJson.tree(over);
        ObjectNode merged = ContractJson.object();
        for (String list : LISTS) {
            Map<String, JsonNode> rules = new LinkedHashMap<>();
            first.path(list).forEach(rule -> rules.put(Rule.name(rule), rule));
            second.path(list).forEach(rule -> rules.remove(Rule.name(rule)));
            second.path(list).forEach(rule -> rules.put(Rule.name(rule), rule));
            ContractJson.putIfAny(merged, list, merged.arrayNode().addAll(rules.values()));
        }
        ContractJson.putUnknown(merged, first, LISTS);
        ContractJson.putUnknown(merged, second, LISTS);
        return merged.toString();
    }

    /** The rules without those of the given names. */
    public static String without(String canonical, Set<String> names) {
        ObjectNode kept = (ObjectNode) ContractJson.tree(canonical);
        for (String list : LISTS) {
            ArrayNode rules = kept.arrayNode();
            kept.path(list).forEach(rule -> {
                if (!names.contains(Rule.name(rule))) {
                    rules.add(rule);
                }
            });
            kept.remove(list);
            ContractJson.putIfAny(kept, list, rules);
        }
        return canonical(kept);
    }

    /** Whether there is a rule of the given type. */
    public static boolean hasType(String canonical, String type) {
        JsonNode node = ContractJson.tree(canonical);
        for (String list : LISTS) {
            for (JsonNode rule : node.path(list)) {
                if (rule.path("type").asText().equals(type)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Adds canonical rules to the identity of a schema. */
    public static void hash(String canonical, MessageDigest digest) {
        JsonNode node = ContractJson.tree(canonical);
        for (String list : LISTS) {
            node.path(list).forEach(rule -> Rule.hash(rule, digest));
        }
        ContractJson.hash(digest, node.path(ENABLE_AT));
    }
}
