package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.server.RestCaller.Reply;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** An instance that does not lead. */
class RegistryFollowerIT {
    private static final String SCHEMA = "{\"type\":\"record\",\"name\":\"F\",\"fields\":[]}";

    private final String topic = SharedKafka.freshTopic();

    private long endOffset() throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedKafka.bootstrapServers()))) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    @Test
    void answersForASchemaThatIsRegisteredAlreadyWithoutLeader() throws Exception {
        // Given
        try (RegistryServer follower = SharedKafka.startRegistry(topic)) {
            RestCaller rest = new RestCaller(follower.url());
            rest.register("a", SCHEMA);
            SharedKafka.startRegistry(topic).close(); // it led last, and nobody leads now
            long end = endOffset();

            // When
            Reply known = rest.register("a", SCHEMA);

            // Then
            assertThat(known.json().path("version").asInt()).isEqualTo(1);
            assertThat(endOffset()).as("nobody has claimed the writes").isEqualTo(end);
            assertThat(rest.register("b", SCHEMA).json().path("id").asInt())
                    .isEqualTo(known.json().path("id").asInt());
            assertThat(endOffset()).isGreaterThan(end + 1);
        }
    }

    @Test
    void plansWithoutLeader() throws Exception {
        // Given
        try (RegistryServer follower = SharedKafka.startRegistry(topic)) {
            RestCaller rest = new RestCaller(follower.url());
            SharedKafka.startRegistry(topic).close();
            long end = endOffset();

            // When
            Reply planned = rest.post("/subjects/a/versions?dryRun=true", RestCaller.schemaBody(SCHEMA));

            // Then
            assertThat(planned.json().path("id").asInt()).isEqualTo(1);
            assertThat(endOffset()).isEqualTo(end);
        }
    }
}
