package io.millrace.connect.rest.trouble;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** What plugins say too much of: the two passwords that they were given. */
final class Leak {
    private Leak() {}

    static ConfigDef keys() {
        return new ConfigDef()
                .define("literal", ConfigDef.Type.PASSWORD, ConfigDef.Importance.HIGH, "a password that is written out")
                .define("provided", ConfigDef.Type.PASSWORD, ConfigDef.Importance.HIGH, "one of a config provider")
                .define("leaks", ConfigDef.Type.STRING, "", ConfigDef.Importance.LOW, "the call that fails");
    }

    static boolean in(String call, Map<String, ?> config) {
        return call.equals(config.get("leaks"));
    }

    static String text(Map<String, ?> config) {
        return "cannot log in with " + config.get("literal");
    }

    /** Half of it in the cause, as drivers do. */
    static RuntimeException cause(Map<String, ?> config) {
        return new IllegalArgumentException("nor with " + config.get("provided"));
    }

    static RuntimeException failure(Map<String, ?> config) {
        return new IllegalStateException(text(config), cause(config));
    }
}
