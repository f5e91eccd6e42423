package io.millrace.connect.rest.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which role a route asks for. What is not named here and changes something is for admins: new routes are closed. */
public final class Rights {
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    /** Letters are records, and records are what viewers of states need not see. */
    private static final Set<String> READ_BY_OPERATORS = Set.of("/connectors/{connector}/dead-letters/{partition}");

    private static final Map<String, Set<String>> OPERATED = Map.of(
            "POST",
            Set.of(
                    "/connectors/{connector}/restart",
                    "/connectors/{connector}/tasks/{task}/restart",
                    "/connectors/{connector}/dead-letters/redrive",
                    "/connectors/{connector}/offsets/rollback",
                    "/connectors/{connector}/offsets/reset"),
            "PUT",
            Set.of(
                    "/connectors/{connector}/pause",
                    "/connectors/{connector}/resume",
                    "/connectors/{connector}/stop",
                    "/connectors/{connector}/topics/reset"),
            "PATCH",
            Set.of("/connectors/{connector}/offsets"),
            "DELETE",
            Set.of("/connectors/{connector}/offsets"));

    /** Of the cluster, yet no more than names: whoever has any role may ask, and sees what is his. */
    private static final Set<String> ABOUT_NOBODY =
            Set.of("/", "/connectors", "/connector-plugins", "/connector-plugins/{plugin}/config");

    private Rights() {}

    /** The role that a route asks for; {@code pattern} are its segments. */
    public static Role needed(String method, List<String> pattern) {
        String path = "/" + String.join("/", pattern);
        if (READS.contains(method)) {
            return READ_BY_OPERATORS.contains(path) ? Role.OPERATOR : Role.VIEWER;
        }
        return OPERATED.getOrDefault(method, Set.of()).contains(path) ? Role.OPERATOR : Role.ADMIN;
    }

    /**
     * Whether a caller may use a route; {@code connector} is the one in its path. To create one is judged by the handler
     * too, who knows its name.
     */
    public static boolean allow(Caller caller, String method, List<String> pattern, Optional<String> connector) {
        Role needed = needed(method, pattern);
        if (connector.isPresent()) {
            return caller.is(needed, connector.get());
        }
        String path = "/" + String.join("/", pattern);
        boolean named = method.equals("POST") && path.equals("/connectors");
        boolean validated = method.equals("PUT") && path.equals("/connector-plugins/{plugin}/config/validate");
        boolean aboutNobody = READS.contains(method) && ABOUT_NOBODY.contains(path);
        return (named || validated || aboutNobody) ? caller.isSomewhere(needed) : caller.is(needed);
    }
}
