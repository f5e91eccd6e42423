package io.millrace.registry.serde.json.connect;

import org.apache.kafka.connect.errors.DataException;

/** Keeps walks through schemas from going too deep. */
final class ConnectDepth {
    private ConnectDepth() {}

    static void check(int depth, int max) {
        if (depth > max) {
            throw new DataException("the schema is nested more than " + max + " levels deep, or contains itself");
        }
    }
}
