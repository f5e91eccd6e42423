package io.millrace.gateway.once;

/**
 * The answer to a request with a key.
 *
 * @param replayed whether it is that of an earlier request
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Answer(byte[] body, boolean replayed) {
    /** What tells the client so. */
    public static final String REPLAYED = "Idempotent-Replayed";
}
