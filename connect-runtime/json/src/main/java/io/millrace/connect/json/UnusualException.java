package io.millrace.connect.json;

/** Data that only Kafka's own converter knows what to do with. It steers and is never seen, so it has no stack trace. */
final class UnusualException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnusualException() {
        super(null, null, false, false);
    }
}
