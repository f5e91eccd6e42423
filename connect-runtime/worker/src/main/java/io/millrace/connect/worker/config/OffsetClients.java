package io.millrace.connect.worker.config;

import java.util.Map;

/** What the clients of a connector's own offset topic are configured with. */
public record OffsetClients(Map<String, Object> admin, Map<String, Object> consumer, Map<String, Object> producer) {}
