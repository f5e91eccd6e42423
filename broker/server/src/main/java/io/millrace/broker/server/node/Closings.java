package io.millrace.broker.server.node;

import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been opened, closed in the opposite order; one that fails to close does not keep the others open. */
final class Closings implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Closings.class);

    private final ArrayDeque<AutoCloseable> opened = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            AutoCloseable resource = opened.pop();
            try {
                resource.close();
            } catch (Exception e) {
                LOGGER.error(
                        "A part of the broker cannot be closed. part={}",
                        resource.getClass().getSimpleName(),
                        e);
            }
        }
    }
}
