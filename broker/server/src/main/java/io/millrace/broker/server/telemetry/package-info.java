/**
 * The metrics that clients push (KIP-714): who is asked for which, what was pushed last, and where an operator sees it.
 *
 * <p>Floor 4. Thread: any; what changes is guarded by the object that holds it.
 */
package io.millrace.broker.server.telemetry;
