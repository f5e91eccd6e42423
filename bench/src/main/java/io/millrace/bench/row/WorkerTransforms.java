package io.millrace.bench.row;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Chains of the transformations that come with Kafka Connect. */
final class WorkerTransforms {

    private static final String PACKAGE = "org.apache.kafka.connect.transforms.";

    private WorkerTransforms() {}

    /** Settings of a connector that has the first {@code count} of four. */
    static Map<String, String> first(int count) {
        String[] names = {"origin", "rename", "mask", "header"};
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("transforms", String.join(",", Arrays.copyOf(names, count)));
        put(settings, count > 0, "origin", "InsertField$Value", "static.field", "origin", "static.value", "bench");
        put(settings, count > 1, "rename", "ReplaceField$Value", "renames", "name:title");
        put(settings, count > 2, "mask", "MaskField$Value", "fields", "title");
        put(settings, count > 3, "header", "InsertHeader", "header", "origin", "value.literal", "bench");
        return settings;
    }

    private static void put(
            Map<String, String> settings, boolean wanted, String name, String className, String... config) {
        if (wanted) {
            String prefix = "transforms." + name + ".";
            settings.put(prefix + "type", PACKAGE + className);
            for (int i = 0; i < config.length; i += 2) {
                settings.put(prefix + config[i], config[i + 1]);
            }
        }
    }
}
