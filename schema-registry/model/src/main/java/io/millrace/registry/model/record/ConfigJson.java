package io.millrace.registry.model.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.SubjectConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The settings of a scope as JSON. */
public final class ConfigJson {
    private static final String LEVEL = "compatibilityLevel";

    /** The settings beside the level that clients may change, in the order in which they are written. */
    public static final List<String> OTHERS = List.of(
            "alias",
            "aliasForDeks",
            "normalize",
            "validateFields",
            "validateNewSchemas",
            "validateRules",
            "compatibilityPolicy",
            "compatibilityGroup",
            "defaultMetadata",
            "overrideMetadata",
            "defaultRuleSet",
            "overrideRuleSet");

    private ConfigJson() {}

    /** Writes what is set, and nothing else; last what only peers know. */
    public static ObjectNode write(SubjectConfig config) {
        ObjectNode node = RecordCodec.object();
        for (String name : OTHERS) {
            if (config.others().containsKey(name)) {
                node.set(name, RecordCodec.tree(config.others().get(name)));
            }
        }
        config.compatibilityLevel().ifPresent(level -> node.put(LEVEL, level.name()));
        config.others().forEach((name, json) -> {
            if (!node.has(name)) {
                node.set(name, RecordCodec.tree(json));
            }
        });
        return node;
    }

    /** Reads a stored config. */
    static SubjectConfig read(JsonNode node) {
        Map<String, String> others = new TreeMap<>();
        node.properties().forEach(each -> {
            boolean own = each.getKey().equals("subject") || each.getKey().equals(LEVEL);
            if (!own && !each.getValue().isNull()) {
                others.put(each.getKey(), each.getValue().toString());
            }
        });
        Optional<CompatibilityLevel> level = CompatibilityLevel.find(RecordCodec.text(node, LEVEL));
        return new SubjectConfig(level, others);
    }
}
