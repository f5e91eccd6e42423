package io.millrace.broker.server.quota;

/**
 * Over what time a rate is taken: so many windows of so many seconds each.
 *
 * @param count {@code quota.window.num} or {@code controller.quota.window.num}
 * @param windowMs {@code quota.window.size.seconds} or {@code controller.quota.window.size.seconds}
 */
public record QuotaWindows(int count, long windowMs) {

    /** Kafka's: eleven windows of a second. */
    public static final QuotaWindows DEFAULT = new QuotaWindows(11, 1_000);
}
