package io.millrace.broker.server.request;

import io.millrace.broker.metadata.command.FeatureRange;
import io.millrace.broker.metadata.image.FeaturesImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Which levels of Kafka's features this broker can work with. What needs an api key is supported when the table serves
 * that key, so a feature appears with its handlers.
 */
public final class SupportedFeatures {

    /** Kafka's number of 4.3-IV0, whose client protocol this broker speaks; there is no older form of its metadata. */
    private static final short METADATA_4_3_IV0 = 30;

    private static final short TRANSACTIONS_V2 = 2;
    private static final short CONSUMER_PROTOCOL = 1;

    private SupportedFeatures() {}

    /** By name, in order; each is finalized at its highest level unless somebody says otherwise. */
    public static List<FeatureRange> of(ApiTable table) {
        List<FeatureRange> features = new ArrayList<>();
        if (serves(table, ApiKeys.CONSUMER_GROUP_HEARTBEAT, 0) && serves(table, ApiKeys.CONSUMER_GROUP_DESCRIBE, 0)) {
            features.add(new FeatureRange(FeaturesImage.GROUP_VERSION, (short) 0, CONSUMER_PROTOCOL));
        }
        // The voters of the quorum do not change while it runs, which is what level 0 says.
        features.add(new FeatureRange(FeaturesImage.KRAFT_VERSION, (short) 0, (short) 0));
        features.add(new FeatureRange(FeaturesImage.METADATA_VERSION, METADATA_4_3_IV0, METADATA_4_3_IV0));
        // Clients of version 2 end transactions with EndTxn 5 and enrol partitions by Produce 12 and TxnOffsetCommit 5.
        if (serves(table, ApiKeys.END_TXN, 5)
                && serves(table, ApiKeys.PRODUCE, 12)
                && serves(table, ApiKeys.TXN_OFFSET_COMMIT, 5)) {
            features.add(new FeatureRange(FeaturesImage.TRANSACTION_VERSION, (short) 0, TRANSACTIONS_V2));
        }
        return features;
    }

    /** Empty when this broker can work with everything that the cluster has finalized. */
    public static Optional<String> complaint(FeaturesImage finalized, List<FeatureRange> supported) {
        return finalized.levels().entrySet().stream()
                .filter(entry -> entry.getValue() > 0
                        && supported.stream()
                                .noneMatch(range ->
                                        range.feature().equals(entry.getKey()) && range.holds(entry.getValue())))
                .map(entry -> "The cluster has finalized the feature " + entry.getKey() + " at level "
                        + entry.getValue()
                        + ", which this build does not support. Start the newer build that finalized it.")
                .findFirst();
    }

    private static boolean serves(ApiTable table, ApiKeys key, int version) {
        return table.find(key).filter(entry -> entry.serves((short) version)).isPresent();
    }
}
