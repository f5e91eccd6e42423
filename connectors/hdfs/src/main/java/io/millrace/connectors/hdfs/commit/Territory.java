package io.millrace.connectors.hdfs.commit;

import io.millrace.connectors.hdfs.store.Layout;
import io.millrace.connectors.hdfs.store.Store;

/**
 * Where a task writes.
 *
 * @param store the file system
 * @param layout the folders in it
 * @param connector the name under which it writes
 */
public record Territory(Store store, Layout layout, String connector) {}
