package io.millrace.connectors.hdfs.store;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** How a file gets its final name without ever replacing another. */
interface Publication {

    boolean publish(Path source, Path target) throws IOException;
}
