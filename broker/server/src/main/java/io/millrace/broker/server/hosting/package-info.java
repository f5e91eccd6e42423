/**
 * Runs the pure parts: partitions and coordinator shards on the loops that own them, and the requests that wait there.
 *
 * <p>Floor 4. Thread: each host belongs to one {@link io.millrace.broker.network.NetworkLoop}; what other threads may
 * call says so.
 */
package io.millrace.broker.server.hosting;
