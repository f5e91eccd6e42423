package io.millrace.registry.serde.connect;

import java.io.IOException;
import org.apache.avro.io.Encoder;

/** Writes values of one Connect schema as Avro. */
@FunctionalInterface
interface ValueWriter {
    void write(Object value, Encoder out) throws IOException;
}
