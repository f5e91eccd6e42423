package io.millrace.connect.rest;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.worker.ConnectWorker;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.SessionKeys;
import java.net.URI;
import java.util.Map;

/** Starts the worker behind a REST server whose address is already known. */
@FunctionalInterface
interface WorkerLauncher {
    Launched launch(Map<String, String> properties, Plugins plugins, URI advertised);

    /** What the REST server sees of a worker. {@code join} waits until it takes changes. */
    record Launched(
            ConnectControl control,
            ConnectorValidator validator,
            SessionKeys sessionKeys,
            String workerId,
            Runnable join,
            Runnable stop)
            implements AutoCloseable {
        @Override
        public void close() {
            stop.run();
        }
    }

    /** The real worker. */
    static Launched realWorker(Map<String, String> properties, Plugins plugins, URI advertised) {
        ConnectWorker worker = ConnectWorker.begin(properties, plugins, advertised);
        return new Launched(
                worker.control(),
                worker.validator(),
                worker.sessionKeys(),
                worker.workerId(),
                worker::awaitJoined,
                worker::close);
    }
}
