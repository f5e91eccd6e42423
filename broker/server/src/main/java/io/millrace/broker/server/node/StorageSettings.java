package io.millrace.broker.server.node;

import io.millrace.broker.log.LogDirectoryConfig.UpkeepSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where data lies and how it is looked after.
 *
 * @param logDirectories the data directories, {@code logs} in each folder of {@code log.dirs}
 * @param metadataDirectory what the metadata quorum stores
 * @param clusterId the cluster that the data must belong to, if the operator says so
 * @param upkeep the background work
 */
record StorageSettings(
        List<Path> logDirectories, Path metadataDirectory, Optional<String> clusterId, UpkeepSettings upkeep) {

    private static final String LOGS = "logs";
    private static final String METADATA = "metadata";

    /** Which data directories there have been; beside the metadata, of which there is one as well. */
    private static final String KNOWN_DIRECTORIES = "log-directories";

    Path knownDirectories() {
        return metadataDirectory.resolve(KNOWN_DIRECTORIES);
    }

    /** Whether the metadata is on the same disk as this data directory, as far as the folders tell. */
    boolean holdsMetadata(Path logDirectory) {
        return absolute(metadataDirectory).startsWith(absolute(logDirectory).getParent());
    }

    /** Where the metadata is, if each folder of {@code log.dirs} in turn were named first. */
    List<Path> usualMetadataDirectories() {
        return logDirectories.stream()
                .map(directory -> directory.resolveSibling(METADATA))
                .toList();
    }

    static StorageSettings from(PropertyReader properties) {
        String fallback = properties.text("log.dir", "data/broker");
        List<Path> roots = roots(properties.text("log.dirs", fallback));
        Path metadata = Path.of(properties.text(
                "metadata.log.dir", roots.get(0).resolve(METADATA).toString()));
        UpkeepSettings defaults = UpkeepSettings.DEFAULT;
        var upkeep = new UpkeepSettings(
                properties.number("log.retention.check.interval.ms", defaults.retentionCheckMs(), 1, Long.MAX_VALUE),
                properties.number(
                        "log.flush.offset.checkpoint.interval.ms", defaults.checkpointMs(), 1, Long.MAX_VALUE),
                properties.number("producer.id.expiration.ms", defaults.producerIdExpirationMs(), 1, Long.MAX_VALUE),
                defaults.maxProducersPerPartition(),
                defaults.maxOpenFiles(),
                defaults.indexCacheBytes());
        List<Path> logs = roots.stream().map(root -> root.resolve(LOGS)).toList();
        return new StorageSettings(logs, metadata, properties.find("cluster.id"), upkeep);
    }

    /** Kafka's list: separated by commas, blanks around them mean nothing. */
    private static List<Path> roots(String value) {
        List<Path> roots = new ArrayList<>();
        for (String name : value.split(",", -1)) {
            if (name.isBlank()) {
                throw new ConfigException("log.dirs", value, "must name a folder before and after each comma");
            }
            roots.add(Path.of(name.strip()));
        }
        for (int index = 0; index < roots.size(); index++) {
            List<Path> others = new ArrayList<>(roots);
            Path root = others.remove(index);
            for (Path other : others) {
                if (absolute(root).startsWith(absolute(other))) {
                    throw new ConfigException(
                            "log.dirs",
                            value,
                            "must be folders apart from each other, but " + root + " is "
                                    + (absolute(root).equals(absolute(other)) ? "named twice" : "inside " + other));
                }
            }
        }
        return roots;
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
