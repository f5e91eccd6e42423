package io.millrace.connect.plugins.loader;

import java.util.List;

/** The rules of sharing: which names come from the hub, and which a plugin may bring itself. */
final class SharedClasses {
    /** Always the hub's where the hub has them: types that cross between runtime and plugin. */
    private static final List<String> HUB_FIRST = List.of("org.apache.kafka.", "org.slf4j.");

    /** The JDK's where the JDK has them; some of these packages are also published as jars of their own. */
    private static final List<String> PLATFORM_FIRST =
            List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "org.w3c.dom.", "org.xml.sax.", "org.ietf.jgss.");

    /** The hub's where a plugin does not carry them. */
    private static final List<String> HUB_FALLBACK = List.of("javax.ws.rs.", "jakarta.ws.rs.");

    /** Below org.apache.kafka, yet plugins themselves: a location that carries them uses its own. */
    private static final List<String> PLUGINS_OF_KAFKA = List.of(
            "org.apache.kafka.connect.transforms.",
            "org.apache.kafka.connect.json.",
            "org.apache.kafka.connect.file.",
            "org.apache.kafka.connect.mirror.",
            "org.apache.kafka.connect.converters.",
            // A plugin that carries the stock runtime itself needs all of it from one place.
            "org.apache.kafka.connect.runtime.",
            "org.apache.kafka.connect.util.TopicAdmin",
            "org.apache.kafka.connect.util.KafkaBasedLog",
            "org.apache.kafka.connect.util.Callback");

    /** In a package of {@link #PLUGINS_OF_KAFKA}, yet part of the API. */
    private static final List<String> API_AMONG_PLUGINS = List.of(
            "org.apache.kafka.connect.transforms.Transformation",
            "org.apache.kafka.connect.transforms.predicates.Predicate",
            "org.apache.kafka.connect.runtime.InternalSinkRecord",
            "org.apache.kafka.connect.runtime.errors.ProcessingContext",
            "org.apache.kafka.connect.runtime.errors.Stage");

    private SharedClasses() {}

    static boolean platformFirst(String className) {
        return startsWithAny(className, PLATFORM_FIRST);
    }

    static boolean hubFirst(String className) {
        if (API_AMONG_PLUGINS.contains(className)) {
            return true;
        }
        return startsWithAny(className, HUB_FIRST) && !startsWithAny(className, PLUGINS_OF_KAFKA);
    }

    static boolean visibleToPlugins(String className) {
        return startsWithAny(className, HUB_FIRST) || startsWithAny(className, HUB_FALLBACK);
    }

    static boolean resourceVisibleToPlugins(String resourceName) {
        return resourceName.startsWith("org/apache/kafka/") || resourceName.startsWith("kafka/");
    }

    private static boolean startsWithAny(String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
