package io.millrace.registry.server.audit;

/** What became of the records of changes since the start. */
public interface AuditLogMXBean {
    /** Records that are durable. */
    long getWritten();

    /** Records that could not be written although their change went on, or had been made already. */
    long getLost();

    /** Changes that were refused because they could not be written down. */
    long getRefusedChanges();

    /** Refusals for want of a right that were left out, because there were too many of them. */
    long getLostDenials();
}
