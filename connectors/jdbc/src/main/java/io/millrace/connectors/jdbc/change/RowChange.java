package io.millrace.connectors.jdbc.change;

import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/** What one record does to one table. */
public sealed interface RowChange {

    /** The record that asks for it. */
    SinkRecord origin();

    /** The table it is done to. */
    TableName table();

    /** Stands for a value that the source did not send because it did not change. */
    Object UNAVAILABLE = new Object() {
        @Override
        public String toString() {
            return "unavailable";
        }
    };

    /**
     * A row as it is after the change.
     *
     * @param shape its columns
     * @param values one per column of the shape; null, or {@link #UNAVAILABLE}
     * @param oldKey the key that the row had before a change of key, or null
     */
    record Put(SinkRecord origin, RowShape shape, List<Object> values, List<Object> oldKey) implements RowChange {
        @Override
        public TableName table() {
            return shape.table();
        }
    }

    /**
     * The row of a key is gone.
     *
     * @param shape the key's columns
     * @param key their values
     * @param newKey the key under which the row comes back, or null
     */
    record Removal(SinkRecord origin, RowShape shape, List<Object> key, List<Object> newKey) implements RowChange {
        @Override
        public TableName table() {
            return shape.table();
        }
    }

    /** Every row is gone. */
    record Truncation(SinkRecord origin, TableName table) implements RowChange {}
}
