package io.millrace.gateway.instances;

import io.millrace.gateway.http.HttpProblemException;

/** REST Proxy's refusals about consumers. */
final class InstanceProblems {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private InstanceProblems() {}

    static HttpProblemException notFound() {
        return new HttpProblemException(NOT_FOUND, 40403, "Consumer instance not found.");
    }

    static HttpProblemException formatMismatch() {
        return new HttpProblemException(
                406,
                40601,
                "The requested embedded data format does not match the deserializer for this consumer instance");
    }

    static HttpProblemException exists() {
        return new HttpProblemException(
                CONFLICT, 40902, "Consumer with specified consumer ID already exists in the specified consumer group.");
    }

    static HttpProblemException illegalState(String message) {
        return new HttpProblemException(CONFLICT, 40903, "Illegal state: " + message);
    }
}
