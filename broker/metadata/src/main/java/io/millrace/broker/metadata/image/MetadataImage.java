package io.millrace.broker.metadata.image;

import io.millrace.broker.metadata.acl.AclTable;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole cluster at one point of the metadata log.
 *
 * @param clusterId empty until the first command has founded the cluster
 * @param nextProducerId the first producer id that no broker has been given yet
 * @param position the last entry of the metadata log that is in here
 */
public record MetadataImage(
        String clusterId,
        int metadataVersion,
        SortedMap<Integer, BrokerImage> brokers,
        TopicsImage topics,
        ConfigsImage configs,
        AclTable acls,
        ScramImage scram,
        FeaturesImage features,
        QuotasImage quotas,
        long nextProducerId,
        RecentCommands recentCommands,
        LogPosition position) {

    public static final MetadataImage EMPTY = new MetadataImage(
            "",
            MetadataVersion.FIRST,
            new TreeMap<>(),
            TopicsImage.EMPTY,
            ConfigsImage.EMPTY,
            AclTable.EMPTY,
            ScramImage.EMPTY,
            FeaturesImage.EMPTY,
            QuotasImage.EMPTY,
            0,
            RecentCommands.EMPTY,
            LogPosition.START);

    public MetadataImage {
        brokers = Collections.unmodifiableSortedMap(brokers);
    }

    public boolean founded() {
        return !clusterId.isEmpty();
    }

    public Optional<BrokerImage> broker(int brokerId) {
        return Optional.ofNullable(brokers.get(brokerId));
    }

    public long appliedIndex() {
        return position.appliedIndex();
    }

    public long runningHash() {
        return position.runningHash();
    }

    public MetadataImage at(LogPosition newPosition) {
        return new MetadataImage(
                clusterId,
                metadataVersion,
                brokers,
                topics,
                configs,
                acls,
                scram,
                features,
                quotas,
                nextProducerId,
                recentCommands,
                newPosition);
    }
}
