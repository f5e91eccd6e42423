package io.millrace.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;

/** The result of one object of a stream, now or later. */
public interface Pending {
    /** Whether it can be written; true for ever once it is. Any thread. */
    boolean done();

    /** Writes the result as JSON without an end of line, once it is done. */
    void write(ResultBuffer out);

    /** A result that is known already. */
    static Pending of(JsonNode document) {
        return new Pending() {
            @Override
            public boolean done() {
                return true;
            }

            @Override
            public void write(ResultBuffer out) {
                out.json(document);
            }
        };
    }
}
