/**
 * Who clients are: SASL requests where they have no place, and the SCRAM credentials that administrators keep.
 *
 * <p>Floor 4. Thread: handlers are called on the loop of the connection; answers come from any thread.
 */
package io.millrace.broker.server.api.credentials;
