package io.millrace.broker.server.node;

import io.millrace.broker.log.LogDirectoryConfig.UpkeepSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where data lies and how it is looked after.
 *
 * @param logDirectory the one data directory
 * @param metadataDirectory what the metadata quorum stores
 * @param clusterId the cluster that the data must belong to, if the operator says so
 * @param upkeep the background work
 */
record StorageSettings(Path logDirectory, Path metadataDirectory, Optional<String> clusterId, UpkeepSettings upkeep) {

    static StorageSettings from(PropertyReader properties) {
        String fallback = properties.text("log.dir", "data/broker");
        String directories = properties.text("log.dirs", fallback);
        if (directories.contains(",")) {
            throw new ConfigException(
                    "log.dirs",
                    directories,
                    "must be one directory: one write-ahead log serves all data of a broker. Join several disks below one file system, such as LVM or RAID");
        }
        Path root = Path.of(directories);
        Path metadata = Path.of(
                properties.text("metadata.log.dir", root.resolve("metadata").toString()));
        UpkeepSettings defaults = UpkeepSettings.DEFAULT;
        var upkeep = new UpkeepSettings(
                properties.number("log.retention.check.interval.ms", defaults.retentionCheckMs(), 1, Long.MAX_VALUE),
                properties.number(
                        "log.flush.offset.checkpoint.interval.ms", defaults.checkpointMs(), 1, Long.MAX_VALUE),
                properties.number("producer.id.expiration.ms", defaults.producerIdExpirationMs(), 1, Long.MAX_VALUE),
                defaults.maxProducersPerPartition(),
                defaults.maxOpenFiles());
        return new StorageSettings(root.resolve("logs"), metadata, properties.find("cluster.id"), upkeep);
    }
}
