package io.millrace.registry.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a registry of these tests writes down of changes. */
final class AuditTopic {
    private AuditTopic() {}

    /** Of a registry that must write changes down, however slow the machine is. */
    static Map<String, String> properties(String schemasTopic, String auditTopic) {
        Map<String, String> properties = KeysTopic.properties(SharedKafka.bootstrapServers(), schemasTopic);
        properties.put("audit.topic", auditTopic);
        properties.put("audit.timeout.ms", "60000");
        return properties;
    }

    /** All that is written down by now. */
    static List<String> records(String auditTopic) {
        return TopicRecords.all(SharedKafka.bootstrapServers(), auditTopic).stream()
                .map(each -> new String(each.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
