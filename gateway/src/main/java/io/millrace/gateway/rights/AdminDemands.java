package io.millrace.gateway.rights;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;

import java.util.Map;

/** The demands of routes for those who look after a cluster: what Kafka asks of a client that does the same. */
final class AdminDemands {
    private static final String CLUSTER = "/v3/clusters/{cluster}";

    private AdminDemands() {}

    static void addTo(Map<String, Demand> all) {
        all.put("GET /metrics", Demand.cluster(DESCRIBE));
        all.put("GET " + CLUSTER + "/brokers/{broker}", Demand.NOTHING);
        all.put("GET " + CLUSTER + "/topics/{topic}/partitions/{partition}/replicas/{broker}", Demand.topic(DESCRIBE));
        String partition = CLUSTER + "/topics/{topic}/partitions/";
        all.put("GET " + partition + "{partition}/offset", Demand.topic(DESCRIBE));
        Demand toSeeMoves = Demand.cluster(DESCRIBE);
        all.put("GET " + CLUSTER + "/topics/-/partitions/-/reassignment", toSeeMoves);
        all.put("GET " + partition + "-/reassignment", toSeeMoves.and(Demand.topic(DESCRIBE)));
        all.put("GET " + partition + "{partition}/reassignment", toSeeMoves.and(Demand.topic(DESCRIBE)));
        // Sorted by the handlers.
        all.put("GET " + CLUSTER + "/brokers/{broker}/partition-replicas", Demand.NOTHING);
        all.put("GET " + CLUSTER + "/topics/-/configs", Demand.NOTHING);
        // Its topics are in the body.
        all.put("POST " + CLUSTER + "/topics/-/configs:alter", Demand.NOTHING);
        all.put("GET " + CLUSTER + "/brokers/-/configs", Demand.cluster(DESCRIBE_CONFIGS));
        addConfigs(all, "/topics/{topic}/configs", Demand.topic(DESCRIBE_CONFIGS), Demand.topic(ALTER_CONFIGS));
        for (String ofBrokers : new String[] {"/brokers/{broker}/configs", "/broker-configs"}) {
            addConfigs(all, ofBrokers, Demand.cluster(DESCRIBE_CONFIGS), Demand.cluster(ALTER_CONFIGS));
        }
        all.put("GET " + CLUSTER + "/acls", Demand.cluster(DESCRIBE));
        all.put("POST " + CLUSTER + "/acls", Demand.cluster(ALTER));
        all.put("DELETE " + CLUSTER + "/acls", Demand.cluster(ALTER));
        all.put("POST " + CLUSTER + "/acls:batch", Demand.cluster(ALTER));
        addGroups(all);
    }

    private static void addConfigs(Map<String, Demand> all, String path, Demand toRead, Demand toChange) {
        all.put("GET " + CLUSTER + path, toRead);
        all.put("GET " + CLUSTER + path + "/{name}", toRead);
        all.put("PUT " + CLUSTER + path + "/{name}", toChange);
        all.put("DELETE " + CLUSTER + path + "/{name}", toChange);
        all.put("POST " + CLUSTER + path + ":alter", toChange);
    }

    private static void addGroups(Map<String, Demand> all) {
        String group = CLUSTER + "/consumer-groups/{group}";
        String ofPartition = "/{topic}/partitions/{partition}";
        // Sorted by the handler.
        all.put("GET " + CLUSTER + "/consumer-groups", Demand.NOTHING);
        // What they tell of topics is sorted too.
        all.put("GET " + group, Demand.group(DESCRIBE));
        all.put("GET " + group + "/consumers", Demand.group(DESCRIBE));
        all.put("GET " + group + "/consumers/{consumer}", Demand.group(DESCRIBE));
        all.put("GET " + group + "/consumers/{consumer}/assignments", Demand.group(DESCRIBE));
        all.put("GET " + group + "/lags", Demand.group(DESCRIBE));
        all.put("GET " + group + "/lag-summary", Demand.group(DESCRIBE));
        Demand both = Demand.group(DESCRIBE).and(Demand.topic(DESCRIBE));
        all.put("GET " + group + "/consumers/{consumer}/assignments" + ofPartition, both);
        all.put("GET " + group + "/lags" + ofPartition, both);
    }
}
