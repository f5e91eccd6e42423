package io.millrace.connectors.hdfs.format;

import java.io.IOException;
import org.apache.kafka.connect.data.Schema;

/** A file that is being written. */
public interface FileWriter {

    /**
     * Appends a value.
     *
     * @throws org.apache.kafka.connect.errors.DataException when the value cannot be written; the file stays good
     */
    void write(Schema schema, Object value) throws IOException;

    /** About how many bytes the file has by now. */
    long bytes();

    /** Ends the file and forces it to disk. */
    void finish() throws IOException;

    /** Gives the file up without caring for its content. */
    void abandon();
}
