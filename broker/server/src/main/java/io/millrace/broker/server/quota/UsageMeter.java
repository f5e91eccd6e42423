package io.millrace.broker.server.quota;

/** Counts what one client uses of one limit. Any thread. */
interface UsageMeter {

    /** So much was used now; a negative value takes back what was not used after all. */
    void record(double value, double limit, long nowMs);

    /** How long the client has to wait until it is within the limit; 0 when it is. */
    long throttleMs(double limit, long nowMs);
}
