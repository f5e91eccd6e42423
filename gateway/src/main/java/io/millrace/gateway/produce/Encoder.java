package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.JsonNode;

/** Makes a key or a value of a record from what stands for it in JSON. Any thread. */
@FunctionalInterface
interface Encoder {
    /**
     * Null for null. Fails with an {@code HttpProblemException} of 422 when the data are not what the format needs.
     *
     * @param data never null, perhaps JSON's null
     */
    byte[] encode(JsonNode data);
}
