package io.millrace.connectors.hdfs.store;

import java.util.UUID;
import org.apache.hadoop.fs.Path;

/**
 * Where things are below the root: {@code <topic>/...} final files, {@code +tmp/<topic>/<partition>} unfinished ones,
 * {@code +millrace/<topic>/<partition>} manifests. A plus sign never starts an encoded name, so nothing collides.
 *
 * @param root the folder of all topics
 */
public record Layout(Path root) {

    /** The folder of the final files of a topic. */
    public Path topic(String topic) {
        return new Path(root, SafeName.encode(topic));
    }

    /** A folder for the final files of a topic in one part of it; the parts are encoded names with slashes. */
    public Path folder(String topic, String encodedPartition) {
        return encodedPartition.isEmpty() ? topic(topic) : new Path(topic(topic), encodedPartition);
    }

    /** The folder of everything unfinished of a partition. */
    public Path unfinished(String topic, int partition) {
        return new Path(root, "+tmp/" + SafeName.encode(topic) + "/" + partition);
    }

    /** A new name for something unfinished. */
    public Path newUnfinished(String topic, int partition, String extension) {
        return new Path(unfinished(topic, partition), UUID.randomUUID() + "_tmp" + extension);
    }

    /** The folder of the manifests of a partition. */
    public Path manifests(String topic, int partition) {
        return new Path(root, "+millrace/" + SafeName.encode(topic) + "/" + partition);
    }

    /** The path below the root, for manifests that survive a move of the whole tree. */
    public String relative(Path path) {
        String prefix = root.toUri().getPath() + "/";
        String full = path.toUri().getPath();
        if (!full.startsWith(prefix)) {
            throw new IllegalArgumentException(full + " is not below " + prefix);
        }
        return full.substring(prefix.length());
    }

    /** The reverse of {@link #relative}. */
    public Path absolute(String relative) {
        return new Path(root, relative);
    }
}
