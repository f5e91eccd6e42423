package io.millrace.connect.worker;

import io.millrace.connect.worker.control.ConnectControl;

/** A running Connect worker. */
public interface ConnectWorker extends AutoCloseable {

    ConnectControl control();

    /** {@code host:port} as it stands in the status topic. */
    String workerId();

    @Override
    void close();
}
