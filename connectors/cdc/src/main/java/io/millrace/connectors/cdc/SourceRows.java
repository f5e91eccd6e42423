package io.millrace.connectors.cdc;

import org.apache.kafka.connect.data.Struct;

/** The source database as it is now. */
interface SourceRows extends AutoCloseable {

    /** The end of the write-ahead log. */
    long currentPosition();

    /** Whether the row with this key is known to be gone; false where the key cannot be looked up. */
    boolean isGone(String schema, String table, Struct key);

    @Override
    void close();
}
