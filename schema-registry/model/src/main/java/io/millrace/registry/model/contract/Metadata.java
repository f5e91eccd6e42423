package io.millrace.registry.model.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Metadata of a schema: {@code tags} by the path of what they are put on, {@code properties}, and the names of those
 * that are {@code sensitive}. Two metadata are the same if and only if their canonical texts are equal.
 */
public final class Metadata {
    /** Metadata that say nothing. */
    public static final String NONE = "{}";

    private static final List<String> FIELDS = List.of("tags", "properties", "sensitive");

    private Metadata() {}

    /** The one text for all orders of the same metadata; fields that are unknown stay. */
    public static String canonical(JsonNode written) {
        ObjectNode canonical = ContractJson.object();
        ContractJson.putIfAny(canonical, "tags", tags(written));
        ContractJson.putIfAny(canonical, "properties", ContractJson.sortedStrings(written.path("properties")));
        ContractJson.putIfAny(canonical, "sensitive", ContractJson.sortedSet(written.path("sensitive")));
        ContractJson.putUnknown(canonical, written, FIELDS);
        return canonical.toString();
    }

    private static ObjectNode tags(JsonNode... all) {
        Map<String, JsonNode> byPath = new TreeMap<>();
        for (JsonNode written : all) {
            written.path("tags")
                    .properties()
                    .forEach(each -> byPath.merge(
                            each.getKey(), ContractJson.sortedSet(each.getValue()), ContractJson::sortedSet));
        }
        ObjectNode tags = ContractJson.object();
        tags.setAll(byPath);
        return tags;
    }

    /** What is wrong with the shape of metadata that a client wrote, if anything. */
    public static Optional<String> problem(JsonNode written) {
        if (!written.isObject()) {
            return Optional.of("metadata must be an object");
        }
        JsonNode properties = written.path("properties");
        if (!isAbsent(properties) && (!properties.isObject() || hasContainers(properties))) {
            return Optional.of("metadata.properties must be an object of strings");
        }
        JsonNode tags = written.path("tags");
        if (!isAbsent(tags) && (!tags.isObject() || !areArrays(tags))) {
            return Optional.of("metadata.tags must be an object of arrays of strings");
        }
        JsonNode sensitive = written.path("sensitive");
        if (!isAbsent(sensitive) && (!sensitive.isArray() || hasContainers(sensitive))) {
            return Optional.of("metadata.sensitive must be an array of strings");
        }
        return Optional.empty();
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static boolean hasContainers(JsonNode node) {
        for (JsonNode each : node) {
            if (!each.isValueNode() || each.isNull()) {
                return true;
            }
        }
        return false;
    }

    private static boolean areArrays(JsonNode node) {
        for (JsonNode each : node) {
            if (!each.isArray() || hasContainers(each)) {
                return false;
            }
        }
        return true;
    }

    /** Both together: tags and sensitive names of both, and of two properties of one name that of the upper one. */
    public static String merge(String under, String over) {
        JsonNode first = ContractJson.tree(under);
        JsonNode second = ContractJson.tree(over);
        ObjectNode merged = ContractJson.object();
        ContractJson.putIfAny(merged, "tags", tags(first, second));
        ContractJson.putIfAny(
                merged, "properties", ContractJson.sortedStrings(first.path("properties"), second.path("properties")));
        ContractJson.putIfAny(
                merged, "sensitive", ContractJson.sortedSet(first.path("sensitive"), second.path("sensitive")));
        ContractJson.putUnknown(merged, first, FIELDS);
        ContractJson.putUnknown(merged, second, FIELDS);
        return merged.toString();
    }

    /** One property of canonical metadata. */
    public static Optional<String> property(String canonical, String name) {
        JsonNode value = ContractJson.tree(canonical).path("properties").path(name);
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    /** Adds canonical metadata to the guid of a schema. */
    public static void hash(String canonical, MessageDigest digest) {
        JsonNode node = ContractJson.tree(canonical);
        node.path("tags").properties().forEach(each -> {
            ContractJson.hashName(digest, each.getKey());
            ContractJson.hashAll(digest, each.getValue());
        });
        node.path("properties").properties().forEach(each -> {
            ContractJson.hashName(digest, each.getKey());
            ContractJson.hash(digest, each.getValue());
        });
        ContractJson.hashAll(digest, node.path("sensitive"));
    }
}
