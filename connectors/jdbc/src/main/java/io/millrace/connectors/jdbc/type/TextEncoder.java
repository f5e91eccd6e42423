package io.millrace.connectors.jdbc.type;

/** Writes a value that is not null as the text that PostgreSQL reads for one column. */
@FunctionalInterface
public interface TextEncoder {
    /**
     * The value's text.
     *
     * @throws org.apache.kafka.connect.errors.DataException when the target cannot hold the value
     */
    String encode(Object value);
}
