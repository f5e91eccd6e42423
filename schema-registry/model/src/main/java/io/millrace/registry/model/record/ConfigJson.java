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
    /** The settings of peers that are kept and given back, in the order in which they are written. */
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

    /** Writes what is set, and nothing else. */
    public static ObjectNode write(SubjectConfig config) {
        ObjectNode node = RecordCodec.object();
        for (String name : OTHERS) {
            if (config.others().containsKey(name)) {
                node.set(name, RecordCodec.tree(config.others().get(name)));
            }
        }
        config.compatibilityLevel().ifPresent(level -> node.put("compatibilityLevel", level.name()));
        return node;
    }

    /** Reads a stored config. */
    static SubjectConfig read(JsonNode node) {
        Map<String, String> others = new TreeMap<>();
        for (String name : OTHERS) {
            if (node.hasNonNull(name)) {
                others.put(name, node.get(name).toString());
            }
        }
        Optional<CompatibilityLevel> level = CompatibilityLevel.find(RecordCodec.text(node, "compatibilityLevel"));
        return new SubjectConfig(level, others);
    }
}
