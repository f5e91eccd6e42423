/**
 * What all workers know together: the replayed config and status topics, their writers, and whose work is whose.
 *
 * <p>Floor: above log. Threads: the tables are filled by the log's reading thread and read by any.
 */
package io.millrace.connect.worker.cluster;
