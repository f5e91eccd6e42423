package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.BrokerRegistered;
import io.millrace.broker.metadata.command.RegisterBroker;
import io.millrace.broker.metadata.image.BrokerImage;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.metadata.record.BrokerRecord;
import io.millrace.broker.metadata.record.MetadataRecord;
import io.millrace.broker.metadata.record.PartitionRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/**
 * A new process of a broker replaces the former one. Where that one led, the new one leads with a new leader epoch: an
 * unclean stop may have cost the log a tail, and the same offset must not mean two records in one epoch.
 */
final class DecideRegisterBroker {
    private DecideRegisterBroker() {}

    static Decision decide(MetadataImage image, long index, RegisterBroker command) {
        if (command.brokerId() < 0) {
            return Decision.refused(Errors.INVALID_REQUEST, "The broker id " + command.brokerId() + " is negative.");
        }
        if (command.endpoints().isEmpty()) {
            return Decision.refused(
                    Errors.INVALID_REGISTRATION, "Broker " + command.brokerId() + " names no listener.");
        }
        BrokerImage known = image.brokers().get(command.brokerId());
        if (known != null && known.incarnationId().equals(command.incarnationId())) {
            return Decision.unchanged(new BrokerRegistered(known.brokerEpoch()));
        }
        List<MetadataRecord> records = new ArrayList<>();
        records.add(new BrokerRecord(new BrokerImage(
                command.brokerId(), index, command.incarnationId(), command.endpoints(), command.rack(), false)));
        for (TopicImage topic : image.topics().byName().values()) {
            for (PartitionImage partition : topic.partitions()) {
                if (leadsFromNow(partition, command.brokerId())) {
                    records.add(new PartitionRecord(topic.id(), partition.withNewTermOf(command.brokerId())));
                }
            }
        }
        return new Decision(records, new BrokerRegistered(index));
    }

    /** It led before, or nobody leads and it has every acknowledged record. */
    private static boolean leadsFromNow(PartitionImage partition, int brokerId) {
        return partition.leader() == brokerId
                || (partition.leader() == PartitionImage.NO_LEADER
                        && partition.isr().contains(brokerId));
    }
}
