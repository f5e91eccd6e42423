package io.millrace.gateway.produce;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Reads the key or the value of a record from where a parser stands. One thread at a time. */
@FunctionalInterface
interface LineSide {
    /**
     * Null for null. The parser stands at the first token of the data and is left at their last one.
     *
     * @param source what the parser reads, from {@code from} on
     */
    byte[] read(JsonParser parser, byte[] source, int from) throws IOException;
}
