package io.millrace.connectors.hdfs;

import io.millrace.connectors.hdfs.format.FileWriter;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.connect.data.Schema;

/** A file that takes records, and the range of offsets that it has by now. */
final class OpenFile {

    private final Path temporary;
    private final FileWriter writer;
    private final Schema schema;
    private final long firstOffset;
    private long lastOffset;

    OpenFile(Path temporary, FileWriter writer, Schema schema, long firstOffset) {
        this.temporary = temporary;
        this.writer = writer;
        this.schema = schema;
        this.firstOffset = firstOffset;
        this.lastOffset = firstOffset;
    }

    Path temporary() {
        return temporary;
    }

    FileWriter writer() {
        return writer;
    }

    Schema schema() {
        return schema;
    }

    long firstOffset() {
        return firstOffset;
    }

    long lastOffset() {
        return lastOffset;
    }

    void advanceTo(long offset) {
        lastOffset = offset;
    }
}
