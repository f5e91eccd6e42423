/**
 * Load: requests encoded once and sent over and over, so that the broker and not the client is what is measured.
 *
 * <p>Top floor. Thread: one for each connection.
 */
package io.millrace.bench.load;
