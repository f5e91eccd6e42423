package io.millrace.registry.serde.connect;

import java.io.IOException;
import org.apache.avro.io.Decoder;

/** Reads values of one Avro schema as Connect's. */
@FunctionalInterface
interface ValueReader {
    Object read(Decoder in) throws IOException;
}
