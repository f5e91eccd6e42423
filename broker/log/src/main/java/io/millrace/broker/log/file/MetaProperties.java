package io.millrace.broker.log.file;

import io.millrace.broker.log.fault.DirectoryRefusedException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.Uuid;

/** {@code meta.properties}: whose directory this is, with Kafka's keys. */
public record MetaProperties(String clusterId, int nodeId, Uuid directoryId) {
    static final int VERSION = 1;
    private static final String FILE_NAME = "meta.properties";

    /** Reads the identity, or gives a new directory one; a stranger's directory is refused. */
    public static MetaProperties claim(FileStore store, Path directory, String clusterId, int nodeId)
            throws IOException {
        Path path = directory.resolve(FILE_NAME);
        if (!Files.exists(path)) {
            MetaProperties fresh = new MetaProperties(clusterId, nodeId, Uuid.randomUuid());
            AtomicFile.write(store, path, fresh.toText());
            return fresh;
        }
        Properties properties = new Properties();
        properties.load(new StringReader(TextFile.read(path)));
        requireKnownVersion(path, properties.getProperty("version", ""));
        MetaProperties found = new MetaProperties(
                properties.getProperty("cluster.id", ""),
                number(path, "node.id", properties.getProperty("node.id", "")),
                directoryId(path, properties.getProperty("directory.id", "")));
        found.requireOwner(path, clusterId, nodeId);
        return found;
    }

    /** Whether a directory has an identity already. */
    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(FILE_NAME));
    }

    private void requireOwner(Path path, String wantedClusterId, int wantedNodeId) {
        if (!clusterId.equals(wantedClusterId)) {
            throw new DirectoryRefusedException(path + " belongs to cluster " + clusterId + ", this broker to cluster "
                    + wantedClusterId + ": wrong data directory, or wrong cluster.id");
        }
        if (nodeId != wantedNodeId) {
            throw new DirectoryRefusedException(path + " belongs to node " + nodeId + ", this broker is node "
                    + wantedNodeId + ": wrong data directory, or wrong node.id");
        }
    }

    private static void requireKnownVersion(Path path, String text) {
        int version = number(path, "version", text);
        if (version > VERSION) {
            throw new DirectoryRefusedException(path + " has version " + version + ", this Millrace knows up to "
                    + VERSION + ": the directory was written by a newer release");
        }
        if (version < VERSION) {
            throw new DirectoryRefusedException(path + " has version " + version + ", which was never in use here");
        }
    }

    private static Uuid directoryId(Path path, String text) {
        try {
            return Uuid.fromString(text.trim());
        } catch (IllegalArgumentException unreadable) {
            throw new DirectoryRefusedException(
                    path + " has no readable directory.id: '" + text + "'; bring the file back from a copy",
                    unreadable);
        }
    }

    private static int number(Path path, String key, String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException unreadable) {
            throw new DirectoryRefusedException(path + " has no readable " + key + ": '" + text + "'", unreadable);
        }
    }

    private String toText() {
        return "version=" + VERSION + "\ncluster.id=" + clusterId + "\nnode.id=" + nodeId + "\ndirectory.id="
                + directoryId + "\n";
    }
}
