package io.millrace.registry.server.http;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The demand of every route. A route that is not here is closed where callers are judged: nobody forgets one unseen. */
final class Demands {
    private static final Map<String, Demand> ALL = all();

    private Demands() {}

    private static Map<String, Demand> all() {
        Map<String, Demand> all = new HashMap<>();
        for (String each : new String[] {
            "GET /",
            "POST /",
            "GET /v1/metadata/id",
            "GET /v1/metadata/version",
            "GET /v1/metadata/deployment",
            "GET /schemas/types",
            "GET /subjects",
            "GET /schemas",
            "GET /schemas:export",
            "GET /schemas/ids/{id}",
            "GET /schemas/ids/{id}/schema",
            "GET /schemas/ids/{id}/subjects",
            "GET /schemas/ids/{id}/versions",
            "GET /schemas/guids/{guid}",
            "GET /schemas/guids/{guid}/ids",
            "GET /contexts",
        }) {
            all.put(each, Demand.NOTHING);
        }
        addSubjects(all);
        for (String setting : new String[] {"/config", "/mode"}) {
            for (String path : new String[] {setting, setting + "/{subject}"}) {
                all.put("GET " + path, Demand.scope(DESCRIBE_CONFIGS));
                all.put("PUT " + path, Demand.scope(ALTER_CONFIGS));
                all.put("DELETE " + path, Demand.scope(ALTER_CONFIGS));
            }
        }
        all.put("DELETE /contexts/{context}", Demand.cluster(ALTER));
        addAssociations(all);
        addKeks(all);
        addDeks(all);
        for (String each : ExporterHandlers.PATHS) {
            all.put(each, Demand.cluster(each.startsWith("GET ") ? DESCRIBE_CONFIGS : ALTER_CONFIGS));
        }
        return Map.copyOf(all);
    }

    private static void addSubjects(Map<String, Demand> all) {
        String versions = "/subjects/{subject}/versions";
        String version = versions + "/{version}";
        all.put("POST /subjects/{subject}", Demand.subject(READ));
        all.put("DELETE /subjects/{subject}", Demand.subject(DELETE));
        all.put("GET /subjects/{subject}/metadata", Demand.subject(READ));
        all.put("GET " + versions, Demand.subject(READ));
        all.put("POST " + versions, Demand.subject(WRITE));
        all.put("GET " + version, Demand.subject(READ));
        all.put("DELETE " + version, Demand.subject(DELETE));
        all.put("GET " + version + "/schema", Demand.subject(READ));
        all.put("GET " + version + "/referencedby", Demand.subject(READ));
        all.put("POST " + version + "/tags", Demand.subject(WRITE));
        all.put("GET " + version + "/diff/{other}", Demand.subject(READ));
        all.put("POST /compatibility" + versions, Demand.subject(READ));
        all.put("POST /compatibility" + version, Demand.subject(READ));
    }

    /** They show and change what their caller has the rights for, by topic and subject. */
    private static void addAssociations(Map<String, Demand> all) {
        all.put("GET /associations/subjects/{subject}", Demand.subject(READ));
        all.put("GET /associations/resources/{namespace}/{name}", Demand.NOTHING);
        all.put("GET /associations/resources/{id}", Demand.NOTHING);
        all.put("POST /associations:batchGet", Demand.NOTHING);
        all.put("POST /associations", Demand.ASSOCIATIONS);
        all.put("PUT /associations/resources/{id}", Demand.ASSOCIATIONS);
        all.put("DELETE /associations/resources/{id}", Demand.ASSOCIATIONS);
        all.put("POST /associations:batchMutate", Demand.ASSOCIATIONS);
    }

    private static void addKeks(Map<String, Demand> all) {
        all.put("GET " + KekHandlers.KEKS, Demand.cluster(DESCRIBE_CONFIGS));
        all.put("POST " + KekHandlers.KEKS, Demand.cluster(ALTER_CONFIGS));
        all.put("GET " + KekHandlers.KEK, Demand.cluster(DESCRIBE_CONFIGS));
        all.put("PUT " + KekHandlers.KEK, Demand.cluster(ALTER_CONFIGS));
        all.put("DELETE " + KekHandlers.KEK, Demand.cluster(ALTER_CONFIGS));
        all.put("POST " + KekHandlers.KEK + "/undelete", Demand.cluster(ALTER_CONFIGS));
        all.put("POST " + KekHandlers.KEK + "/test", Demand.cluster(ALTER_CONFIGS));
    }

    /** An alias is none for keys: they are those of the very subject. */
    private static void addDeks(Map<String, Demand> all) {
        all.put("GET " + DekHandlers.DEKS, Demand.NOTHING);
        all.put("POST " + DekHandlers.DEKS, Demand.bodySubject(WRITE));
        all.put("GET " + DekHandlers.SUBJECT, Demand.scope(READ));
        all.put("POST " + DekHandlers.SUBJECT, Demand.scope(WRITE));
        all.put("DELETE " + DekHandlers.SUBJECT, Demand.scope(DELETE));
        all.put("POST " + DekHandlers.SUBJECT + "/undelete", Demand.scope(WRITE));
        all.put("GET " + DekHandlers.SUBJECT + "/versions", Demand.scope(READ));
        all.put("GET " + DekHandlers.VERSION, Demand.scope(READ));
        all.put("DELETE " + DekHandlers.VERSION, Demand.scope(DELETE));
        all.put("POST " + DekHandlers.VERSION + "/undelete", Demand.scope(WRITE));
    }

    /** What a route asks of callers; empty if nobody has said. */
    static Optional<Demand> of(Route route) {
        return Optional.ofNullable(ALL.get(route.method() + " /" + String.join("/", route.pattern())));
    }
}
