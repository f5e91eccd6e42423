package io.millrace.connectors.jdbc.store;

import org.apache.kafka.connect.errors.ConnectException;

/** Another task took the partition over; whatever this one was about to write has been rolled back. */
public final class OwnershipLost extends ConnectException {
    private static final long serialVersionUID = 1L;

    OwnershipLost(String message) {
        super(message);
    }
}
