package io.millrace.registry.server.audit;

/**
 * Where changes are written down.
 *
 * @param topic empty for nowhere
 * @param required whether a change that cannot be written down is refused; otherwise it goes on and is counted
 * @param timeoutMs how long a record may take to be durable
 * @param queueRecords how many records may wait where changes do not wait for them
 * @param deniedPerMinute how many refusals for want of a right are written in a minute; further ones are counted
 */
public record AuditConfig(String topic, boolean required, int timeoutMs, int queueRecords, int deniedPerMinute) {
    /** Whether anything is written down. */
    public boolean isOn() {
        return !topic.isEmpty();
    }
}
