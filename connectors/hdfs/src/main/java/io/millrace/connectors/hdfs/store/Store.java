package io.millrace.connectors.hdfs.store;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/** What the sink needs of a file system. */
public interface Store extends AutoCloseable {

    /** Creates a file with its folders; fails when it exists. */
    FSDataOutputStream create(Path path) throws IOException;

    /** Opens a file for reading. */
    FSDataInputStream open(Path path) throws IOException;

    /**
     * Moves a finished file to a name of its own, with its folders; never replaces a file, also in a race.
     *
     * @return whether the name was free
     */
    boolean publish(Path source, Path target) throws IOException;

    /** What the two names of a file that is to be published, or was, say about it. */
    Standing standing(Path source, Path target) throws IOException;

    /** Whether a file or folder is there. */
    boolean exists(Path path) throws IOException;

    /** The files directly in a folder; none when there is no such folder. */
    List<Path> files(Path folder) throws IOException;

    /** The folders directly in a folder; none when there is no such folder. */
    List<Path> folders(Path folder) throws IOException;

    /** The files in a folder and below it; none when there is no such folder. */
    List<Path> filesBelow(Path folder) throws IOException;

    /** Removes a file, or a folder with all that is in it; nothing happens when it is gone already. */
    void delete(Path path) throws IOException;

    @Override
    void close() throws IOException;
}
