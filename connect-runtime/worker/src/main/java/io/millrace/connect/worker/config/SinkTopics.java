package io.millrace.connect.worker.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/** The topics that a sink reads: {@code topics}, or {@code topics.regex}. */
public record SinkTopics(List<String> names, Optional<Pattern> pattern) {

    public static SinkTopics parse(Map<String, String> config) {
        String topics = config.get("topics");
        String regex = config.get("topics.regex");
        boolean hasTopics = topics != null && !topics.isBlank();
        boolean hasRegex = regex != null && !regex.isBlank();
        if (hasTopics == hasRegex) {
            throw new ConfigException("A sink names its topics by exactly one of \"topics\" and \"topics.regex\".");
        }
        if (hasRegex) {
            return new SinkTopics(List.of(), Optional.of(Pattern.compile(regex)));
        }
        return new SinkTopics(
                Arrays.stream(topics.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                Optional.empty());
    }

    public boolean include(String topic) {
        return pattern.map(regex -> regex.matcher(topic).matches()).orElseGet(() -> names.contains(topic));
    }
}
