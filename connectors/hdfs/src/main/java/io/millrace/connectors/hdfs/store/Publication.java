package io.millrace.connectors.hdfs.store;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** How a file gets its final name without ever replacing another. */
interface Publication {

    /** Makes a folder, with those above it. */
    void makeFolder(Path folder) throws IOException;

    boolean publish(Path source, Path target) throws IOException;

    /** How many names the file has that is found under this one; 0 when there is none. */
    int nameCount(Path path) throws IOException;
}
