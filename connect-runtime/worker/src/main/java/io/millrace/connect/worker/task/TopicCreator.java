package io.millrace.connect.worker.task;

import io.millrace.connect.worker.topics.MissingTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Creates the topics of a source by the {@code topic.creation.*} groups of its connector (KIP-158). */
final class TopicCreator implements AutoCloseable {

    private static final String PREFIX = "topic.creation.";
    private static final String DEFAULT_GROUP = "default";
    private static final Set<String> OWN_KEYS = Set.of("include", "exclude", "partitions", "replication.factor");
    private static final int NUMBER_OF_BROKER = -1;

    private final Admin admin;
    private final List<Group> groups;
    /** Topics that are there; bounded by the topics that the connector writes. */
    private final Set<String> known = new HashSet<>();

    private TopicCreator(Admin admin, List<Group> groups) {
        this.admin = admin;
        this.groups = groups;
    }

    private record Group(
            List<Pattern> include,
            List<Pattern> exclude,
            int partitions,
            short replication,
            Map<String, String> extra) {
        boolean takes(String topic) {
            return include.stream().anyMatch(pattern -> pattern.matcher(topic).matches())
                    && exclude.stream()
                            .noneMatch(pattern -> pattern.matcher(topic).matches());
        }
    }

    /** Whether the connector says how its topics are made; otherwise the broker makes them on first use. */
    static boolean wanted(Map<String, String> config) {
        return config.containsKey(PREFIX + "default.partitions")
                && config.containsKey(PREFIX + "default.replication.factor");
    }

    static TopicCreator open(Map<String, Object> adminConfig, Map<String, String> config) {
        List<Group> groups = new ArrayList<>();
        for (String name : config.getOrDefault(PREFIX + "groups", "").split(",")) {
            if (!name.isBlank() && !DEFAULT_GROUP.equals(name.strip())) {
                groups.add(group(config, name.strip()));
            }
        }
        groups.add(group(config, DEFAULT_GROUP));
        return new TopicCreator(Admin.create(adminConfig), groups);
    }

    private static Group group(Map<String, String> config, String name) {
        String prefix = PREFIX + name + ".";
        Map<String, String> extra = new HashMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith(prefix) && !OWN_KEYS.contains(key.substring(prefix.length()))) {
                extra.put(key.substring(prefix.length()), value);
            }
        });
        String everything = DEFAULT_GROUP.equals(name) ? ".*" : "";
        return new Group(
                patterns(config.getOrDefault(prefix + "include", everything)),
                patterns(config.getOrDefault(prefix + "exclude", "")),
                Integer.parseInt(config.getOrDefault(prefix + "partitions", Integer.toString(NUMBER_OF_BROKER))),
                Short.parseShort(
                        config.getOrDefault(prefix + "replication.factor", Integer.toString(NUMBER_OF_BROKER))),
                extra);
    }

    private static List<Pattern> patterns(String list) {
        List<Pattern> patterns = new ArrayList<>();
        for (String expression : list.split(",")) {
            if (!expression.isBlank()) {
                patterns.add(Pattern.compile(expression.strip()));
            }
        }
        return patterns;
    }

    /** Makes sure that the topic is there; blocks the first time. */
    void ensure(String topic) {
        if (known.contains(topic)) {
            return;
        }
        Group group =
                groups.stream().filter(one -> one.takes(topic)).findFirst().orElse(groups.get(groups.size() - 1));
        NewTopic wanted = new NewTopic(topic, group.partitions(), group.replication()).configs(group.extra());
        new MissingTopic(wanted, "topic").ensure(admin);
        known.add(topic);
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ZERO);
    }
}
