package io.millrace.broker.consensus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.Uuid;

/**
 * Who owns a quorum directory, as stored in {@code quorum.properties}. Once {@code founded}, the log must be there:
 * an empty one would make a new cluster under an old name.
 */
record QuorumIdentity(String clusterId, int nodeId, boolean founded) {
    private static final String FILE_NAME = "quorum.properties";
    private static final int FORMAT = 1;

    /** Reads the identity of a directory or gives it one. */
    static QuorumIdentity claim(QuorumConfig config) throws IOException {
        Files.createDirectories(config.directory());
        Optional<QuorumIdentity> stored = read(config.directory());
        if (stored.isEmpty()) {
            String clusterId =
                    config.clusterId().orElseGet(() -> Uuid.randomUuid().toString());
            QuorumIdentity fresh = new QuorumIdentity(clusterId, config.nodeId(), false);
            fresh.write(config.directory());
            return fresh;
        }
        QuorumIdentity identity = stored.get();
        if (identity.nodeId() != config.nodeId()) {
            throw new QuorumStorageException("The metadata in " + config.directory() + " belongs to node "
                    + identity.nodeId() + ", but this is node " + config.nodeId() + ".");
        }
        if (config.clusterId().isPresent() && !config.clusterId().get().equals(identity.clusterId())) {
            throw new QuorumStorageException("The metadata in " + config.directory() + " belongs to cluster "
                    + identity.clusterId() + ", but this node is configured for cluster "
                    + config.clusterId().get() + ".");
        }
        return identity;
    }

    static boolean isStored(Path directory) {
        return Files.exists(directory.resolve(FILE_NAME));
    }

    QuorumIdentity markFounded(Path directory) throws IOException {
        QuorumIdentity next = new QuorumIdentity(clusterId, nodeId, true);
        if (!founded) {
            next.write(directory);
        }
        return next;
    }

    private static Optional<QuorumIdentity> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        try {
            int format = Integer.parseInt(required(properties, "format", file));
            if (format != FORMAT) {
                throw new QuorumStorageException("The file " + file + " has format " + format
                        + ", this build knows format " + FORMAT
                        + ". Start the newer build of Millrace that wrote it; nothing was changed.");
            }
            return Optional.of(new QuorumIdentity(
                    required(properties, "cluster.id", file),
                    Integer.parseInt(required(properties, "node.id", file)),
                    Boolean.parseBoolean(required(properties, "founded", file))));
        } catch (NumberFormatException e) {
            throw new QuorumStorageException("The file " + file + " holds something that is not a number", e);
        }
    }

    private static String required(Properties properties, String key, Path file) {
        String value = properties.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new QuorumStorageException("The file " + file + " is damaged: it has no " + key);
        }
        return value.trim();
    }

    private void write(Path directory) throws IOException {
        String text = "format=" + FORMAT + "\ncluster.id=" + clusterId + "\nnode.id=" + nodeId + "\nfounded=" + founded
                + "\n";
        DurableFiles.replace(directory.resolve(FILE_NAME), text.getBytes(StandardCharsets.UTF_8));
    }
}
