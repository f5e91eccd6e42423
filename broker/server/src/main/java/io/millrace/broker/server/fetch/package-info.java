/**
 * Incremental fetch sessions (KIP-227): a client that asks for many partitions names them once, and later only what
 * changed; the answers hold only what moved.
 *
 * <p>Floor 4. Thread: any; a session serves one request at a time.
 */
package io.millrace.broker.server.fetch;
