package io.millrace.connect.rest;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.config.SecretResolver;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.worker.ConnectWorker;
import java.net.URI;
import java.util.Map;

/** Starts the worker behind a REST server whose address is already known. */
@FunctionalInterface
interface WorkerLauncher {
    ConnectWorker launch(Map<String, String> properties, Surroundings surroundings);

    /** What a worker shares with its REST server. */
    record Surroundings(Plugins plugins, SecretResolver secrets, ConnectorValidator validator, URI advertised) {}
}
