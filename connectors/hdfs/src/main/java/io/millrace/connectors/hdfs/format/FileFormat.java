package io.millrace.connectors.hdfs.format;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.kafka.connect.data.Schema;

/** A kind of file. */
public interface FileFormat {

    /** The ending of its files, with the dot. */
    String extension();

    /** Starts a file whose values all have one schema; null where there is none. The file closes the stream. */
    FileWriter start(FSDataOutputStream out, Schema schema) throws IOException;
}
