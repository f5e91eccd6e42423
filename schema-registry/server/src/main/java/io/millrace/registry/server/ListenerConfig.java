package io.millrace.registry.server;

/** Where the REST interface listens and how much it takes in at once. */
record ListenerConfig(String host, int port, String advertisedHost, long requestBytes, int blockingThreads) {}
