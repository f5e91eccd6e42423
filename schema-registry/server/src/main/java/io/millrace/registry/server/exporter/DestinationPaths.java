package io.millrace.registry.server.exporter;

import io.millrace.registry.model.VersionKey;

/** Where a destination has what is copied to it. */
final class DestinationPaths {
    private DestinationPaths() {}

    static String versions(String subject) {
        return "/subjects/" + Destination.encoded(subject) + "/versions";
    }

    static String version(VersionKey key) {
        return versions(key.subject()) + "/" + key.version();
    }

    static String config(String subject) {
        return "/config/" + Destination.encoded(subject);
    }

    /** Of a subject or a context; of the default context if the scope is empty. */
    static String mode(String scope) {
        return "/mode" + (scope.isEmpty() ? "" : "/" + Destination.encoded(scope));
    }
}
