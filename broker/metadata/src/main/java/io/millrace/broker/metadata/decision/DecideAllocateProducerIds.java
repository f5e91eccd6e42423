package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.AllocateProducerIds;
import io.millrace.broker.metadata.command.ProducerIdsAllocated;
import io.millrace.broker.metadata.image.BrokerImage;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.record.ProducerIdsRecord;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/** Gives a broker a block of producer ids that nobody had before. */
final class DecideAllocateProducerIds {
    static final int BLOCK_COUNT = 1000;

    private DecideAllocateProducerIds() {}

    static Decision decide(MetadataImage image, AllocateProducerIds command) {
        BrokerImage broker = image.brokers().get(command.brokerId());
        if (broker == null) {
            return Decision.refused(
                    Errors.BROKER_ID_NOT_REGISTERED, "Broker " + command.brokerId() + " is not registered.");
        }
        if (broker.brokerEpoch() != command.brokerEpoch()) {
            return Decision.refused(
                    Errors.STALE_BROKER_EPOCH,
                    "Broker " + command.brokerId() + " has broker epoch " + broker.brokerEpoch() + ", not "
                            + command.brokerEpoch() + ".");
        }
        long first = image.nextProducerId();
        if (first > Long.MAX_VALUE - BLOCK_COUNT) {
            return Decision.refused(Errors.UNKNOWN_SERVER_ERROR, "All producer ids are used up.");
        }
        return new Decision(
                List.of(new ProducerIdsRecord(first + BLOCK_COUNT)), new ProducerIdsAllocated(first, BLOCK_COUNT));
    }
}
