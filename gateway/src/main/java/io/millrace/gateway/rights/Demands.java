package io.millrace.gateway.rights;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The demand of every route. A route that is not here is closed where callers are judged: nobody forgets one unseen. */
public final class Demands {
    private static final String CLUSTER = "/v3/clusters/{cluster}";
    private static final String TOPIC = CLUSTER + "/topics/{topic}";
    private static final Map<String, Demand> ALL = all();

    private Demands() {}

    private static Map<String, Demand> all() {
        Map<String, Demand> all = new HashMap<>();
        all.put("GET /openapi.json", Demand.NOTHING);
        all.put("GET /topics", Demand.NOTHING);
        all.put("GET /topics/{topic}", Demand.topic(DESCRIBE, DESCRIBE_CONFIGS));
        all.put("POST /topics/{topic}", Demand.topic(WRITE));
        all.put("GET /topics/{topic}/records", Demand.topic(READ));
        all.put("POST /topics/{topic}/records", Demand.topic(WRITE));
        all.put("GET /topics/{topic}/records:write", Demand.topic(WRITE));
        all.put("GET /topics/{topic}/partitions", Demand.topic(DESCRIBE));
        all.put("GET /topics/{topic}/partitions/{partition}", Demand.topic(DESCRIBE));
        all.put("POST /topics/{topic}/partitions/{partition}", Demand.topic(WRITE));
        all.put("GET /topics/{topic}/partitions/{partition}/offsets", Demand.topic(DESCRIBE));
        all.put("GET /topics/{topic}/partitions/{partition}/records", Demand.topic(READ));
        all.put("GET /brokers", Demand.NOTHING);
        all.put("GET /v3/clusters", Demand.NOTHING);
        all.put("GET " + CLUSTER, Demand.NOTHING);
        all.put("GET " + CLUSTER + "/brokers", Demand.NOTHING);
        all.put("GET " + CLUSTER + "/topics", Demand.NOTHING);
        // The name is in the body, and judged where it is read.
        all.put("POST " + CLUSTER + "/topics", Demand.NOTHING);
        all.put("GET " + TOPIC, Demand.topic(DESCRIBE));
        all.put("PATCH " + TOPIC, Demand.topic(ALTER));
        all.put("DELETE " + TOPIC, Demand.topic(DELETE));
        all.put("GET " + TOPIC + "/partitions", Demand.topic(DESCRIBE));
        all.put("GET " + TOPIC + "/partitions/{partition}", Demand.topic(DESCRIBE));
        all.put("GET " + TOPIC + "/partitions/{partition}/replicas", Demand.topic(DESCRIBE));
        all.put("POST " + TOPIC + "/records", Demand.topic(WRITE));
        all.put("POST " + TOPIC + "/records:batch", Demand.topic(WRITE));
        // Their topics are in the body.
        all.put("POST /groups/{group}/records", Demand.group(READ));
        all.put("POST /groups/{group}/leave", Demand.group(READ));
        addInstances(all);
        AdminDemands.addTo(all);
        return Map.copyOf(all);
    }

    /** Whose an instance is, and which topics it reads, is judged where that is known. */
    private static void addInstances(Map<String, Demand> all) {
        String instance = "/consumers/{group}/instances/{instance}";
        for (String route : new String[] {
            "POST /consumers/{group}",
            "DELETE " + instance,
            "GET " + instance + "/records",
            "POST " + instance + "/subscription",
            "GET " + instance + "/subscription",
            "DELETE " + instance + "/subscription",
            "POST " + instance + "/assignments",
            "GET " + instance + "/assignments",
            "POST " + instance + "/positions",
            "POST " + instance + "/positions/beginning",
            "POST " + instance + "/positions/end",
            "POST " + instance + "/offsets",
            "GET " + instance + "/offsets",
        }) {
            all.put(route, Demand.group(READ));
        }
    }

    /** What a route asks of callers; empty if nobody has said. */
    static Optional<Demand> of(HttpMethod method, Route route) {
        // CONNECT is how a WebSocket is opened over HTTP/2, and GET over HTTP/1.1.
        boolean isRead = method == HttpMethod.HEAD || method == HttpMethod.CONNECT;
        HttpMethod written = isRead ? HttpMethod.GET : method;
        return Optional.ofNullable(ALL.get(written + " " + pattern(route)));
    }

    /** Whether somebody has said what a route asks of callers. */
    public static boolean know(HttpMethod method, Route route) {
        return of(method, route).isPresent();
    }

    /** The path with names in braces, as routes are written; the server may keep them with colons. */
    private static String pattern(Route route) {
        return Arrays.stream(route.patternString().split("/", -1))
                .map(segment -> segment.startsWith(":") ? "{" + segment.substring(1) + "}" : segment)
                .collect(Collectors.joining("/"));
    }
}
