package io.millrace.broker.metadata;

import io.millrace.broker.metadata.command.AlterConfigs;
import io.millrace.broker.metadata.command.CommandEnvelope;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.ConfigChange;
import io.millrace.broker.metadata.command.ConfigOperation;
import io.millrace.broker.metadata.command.ConfigsAltered;
import io.millrace.broker.metadata.command.CreateTopics;
import io.millrace.broker.metadata.command.FoundCluster;
import io.millrace.broker.metadata.command.MetadataCommand;
import io.millrace.broker.metadata.command.NewTopic;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.RegisterBroker;
import io.millrace.broker.metadata.command.TopicsCreated;
import io.millrace.broker.metadata.config.ConfigSchema;
import io.millrace.broker.metadata.image.BrokerEndpoint;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.MetadataVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** A cluster that is nothing but its metadata log. */
public final class MetadataDriver {
    public MetadataImage image = MetadataImage.EMPTY;
    private final MetadataMachine machine = new MetadataMachine(ConfigSchema.topicsOnly());
    private long lastIndex;
    private long lastId;

    /** A founded cluster with brokers 1 to {@code brokers}. */
    public static MetadataDriver withBrokers(int brokers) {
        MetadataDriver driver = new MetadataDriver();
        driver.submit(new FoundCluster("cluster", MetadataVersion.LATEST));
        for (int brokerId = 1; brokerId <= brokers; brokerId++) {
            driver.submit(driver.registration(brokerId));
        }
        return driver;
    }

    public CommandResponse submit(MetadataCommand command) {
        return submit(freshId(), command);
    }

    public CommandResponse submit(Uuid commandId, MetadataCommand command) {
        lastIndex++;
        byte[] bytes = new CommandEnvelope(commandId, 1_000, command).encode();
        MetadataMachine.Applied applied = machine.apply(image, lastIndex, CommandEnvelope.decode(bytes));
        image = applied.image();
        return applied.response();
    }

    public RegisterBroker registration(int brokerId) {
        return new RegisterBroker(
                brokerId,
                freshId(),
                List.of(new BrokerEndpoint("PLAINTEXT", "PLAINTEXT", "127.0.0.1", 9_000 + brokerId)),
                Optional.empty());
    }

    public Uuid freshId() {
        lastId++;
        return new Uuid(7, lastId);
    }

    public NewTopic topic(String name, int partitions, int replicationFactor) {
        return new NewTopic(freshId(), name, partitions, replicationFactor, Map.of());
    }

    public Outcome create(NewTopic topic) {
        return createAll(false, topic).topics().get(0).outcome();
    }

    public TopicsCreated createAll(boolean validateOnly, NewTopic... topics) {
        return (TopicsCreated) submit(new CreateTopics(List.of(topics), 3, 1, validateOnly));
    }

    public Outcome alter(ConfigTarget target, ConfigOperation... operations) {
        AlterConfigs command = new AlterConfigs(List.of(new ConfigChange(target, List.of(operations))), false, false);
        return ((ConfigsAltered) submit(command)).targets().get(0).outcome();
    }
}
