package io.millrace.broker.consensus;

import io.millrace.broker.metadata.command.CreateTopics;
import io.millrace.broker.metadata.command.NewTopic;
import io.millrace.broker.metadata.command.RegisterBroker;
import io.millrace.broker.metadata.command.TopicsCreated;
import io.millrace.broker.metadata.config.ConfigSchema;
import io.millrace.broker.metadata.image.BrokerEndpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** What the tests of this package ask a quorum. */
final class QuorumCommands {
    private QuorumCommands() {}

    static QuorumConfig loneVoter(Path directory) {
        return QuorumConfig.loneVoter(directory, 1, ConfigSchema.topicsOnly());
    }

    static RegisterBroker registration(int brokerId) {
        return new RegisterBroker(
                brokerId,
                Uuid.randomUuid(),
                List.of(new BrokerEndpoint("PLAINTEXT", "PLAINTEXT", "127.0.0.1", 9092)),
                Optional.empty());
    }

    static CreateTopics creation(String topic) {
        return new CreateTopics(List.of(new NewTopic(Uuid.randomUuid(), topic, 1, 1, Map.of())), 1, 1, false);
    }

    /** Waits for the answer and insists on success. */
    static void create(MetadataQuorum quorum, String topic) {
        TopicsCreated created = (TopicsCreated) quorum.submit(creation(topic)).join();
        if (!created.topics().get(0).outcome().done()) {
            throw new AssertionError(created.toString());
        }
    }
}
