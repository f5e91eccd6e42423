package io.millrace.broker.metadata.decision;

/**
 * How large a cluster may become. Constant per metadata version, because all nodes must refuse alike.
 *
 * @param partitionsPerTopic and {@code partitions} bound what one request, and all of them, may ask every broker to host
 */
public record MetadataLimits(int topics, int partitionsPerTopic, int partitions, int topicNameLength) {
    public static final MetadataLimits OF_VERSION_1 = new MetadataLimits(50_000, 10_000, 200_000, 249);
}
