package io.millrace.registry.server;

import io.millrace.acls.PrincipalNames;
import io.millrace.http.listen.ListenAddress;
import java.util.Optional;

/**
 * Where the REST interface listens and how much it takes in at once.
 *
 * @param names makes names of the distinguished names of certificates
 * @param instanceSecret by which instances believe each other on whose behalf they hand writes on
 * @param requestBytes the largest body
 * @param bodiesBytes the largest sum of bodies that are in memory
 * @param connections beyond so many a new one is closed
 */
record ListenerConfig(
        ListenAddress address,
        PrincipalNames names,
        Optional<String> instanceSecret,
        int requestBytes,
        int bodiesBytes,
        int connections,
        int blockingThreads) {}
