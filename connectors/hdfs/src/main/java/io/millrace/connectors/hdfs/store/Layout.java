package io.millrace.connectors.hdfs.store;

import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/**
 * Where things are below the root: {@code <topic>/...} final files, {@code +tmp/<topic>/<partition>/<owner>} unfinished
 * ones, {@code +millrace/<topic>/<partition>} manifests. A plus sign never starts an encoded name, so nothing collides.
 *
 * @param root the folder of all topics
 */
public record Layout(Path root) {

    private static final int NUMBER_WIDTH = 20;

    /** The folder of the final files of a topic. */
    public Path topic(String topic) {
        return new Path(root, SafeName.encode(topic));
    }

    /** A folder for the final files of a topic in one part of it; the parts are encoded names with slashes. */
    public Path folder(String topic, String encodedPartition) {
        return encodedPartition.isEmpty() ? topic(topic) : new Path(topic(topic), encodedPartition);
    }

    /** The folder in which each owner of a partition has one for its unfinished files. */
    public Path unfinished(String topic, int partition) {
        return new Path(root, "+tmp/" + SafeName.encode(topic) + "/" + partition);
    }

    /** A new folder for the unfinished files of whoever takes the partition over under a number. */
    public Path newUnfinished(String topic, int partition, long ownerNumber) {
        String name = String.format(Locale.ROOT, "%0" + NUMBER_WIDTH + "d-%s", ownerNumber, UUID.randomUUID());
        return new Path(unfinished(topic, partition), name);
    }

    /** The number in the name of such a folder. */
    public static long ownerNumber(Path unfinished) {
        return Long.parseLong(unfinished.getName().substring(0, NUMBER_WIDTH));
    }

    /** The folder in which each partition of a topic has one for its manifests. */
    public Path manifests(String topic) {
        return new Path(root, "+millrace/" + SafeName.encode(topic));
    }

    /** The folder of the manifests of a partition. */
    public Path manifests(String topic, int partition) {
        return new Path(manifests(topic), Integer.toString(partition));
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
