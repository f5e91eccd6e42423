package io.millrace.registry.serde.protobuf;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/** Under which subject a file is registered that another one imports. */
enum ReferenceSubjectNameStrategy {
    /** Its path, such as {@code shop/common.proto}. */
    PATH("DefaultReferenceSubjectNameStrategy"),
    /** Its path as a name, such as {@code shop.common}. */
    QUALIFIED("QualifiedReferenceSubjectNameStrategy");

    private static final String KEY = "reference.subject.name.strategy";
    private static final String SUFFIX = ".proto";

    private final String className;

    ReferenceSubjectNameStrategy(String className) {
        this.className = className;
    }

    /** Finds the strategy by the class name that people's configs carry; the class itself is never loaded. */
    static ReferenceSubjectNameStrategy of(Map<String, ?> configs) {
        Object written = configs.get(KEY);
        if (written == null) {
            return PATH;
        }
        String name = written.toString();
        String simple = name.substring(name.lastIndexOf('.') + 1);
        for (ReferenceSubjectNameStrategy strategy : values()) {
            if (strategy.className.equals(simple)) {
                return strategy;
            }
        }
        throw new ConfigException(
                KEY,
                name,
                "must be " + Stream.of(values()).map(each -> each.className).collect(Collectors.joining(" or ")));
    }

    String subject(String path) {
        return switch (this) {
            case PATH -> path;
            case QUALIFIED ->
                (path.endsWith(SUFFIX) ? path.substring(0, path.length() - SUFFIX.length()) : path).replace('/', '.');
        };
    }
}
