package io.millrace.gateway;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import io.millrace.gateway.admin.AclHandlers;
import io.millrace.gateway.admin.AllConfigsHandlers;
import io.millrace.gateway.admin.BrokerHandlers;
import io.millrace.gateway.admin.ConfigHandlers;
import io.millrace.gateway.admin.ConfigScope;
import io.millrace.gateway.admin.ConsumerGroupHandlers;
import io.millrace.gateway.admin.ManyTopicsHandler;
import io.millrace.gateway.admin.ReassignmentHandlers;
import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.http.Surface;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.rights.Rights;
import io.millrace.gateway.topics.Cluster;
import io.millrace.gateway.topics.RecentTopics;
import io.millrace.gateway.topics.Topics;

/** The paths of REST Proxy v3 for those who look after a cluster. */
final class AdminRoutes {
    private static final String CLUSTER = "/v3/clusters/{cluster}";

    private final Endpoints endpoints;
    private final Clients clients;
    private final Cluster cluster;
    private final Topics topics;
    private final RecentTopics recent;
    private final Rights rights;

    AdminRoutes(
            Endpoints endpoints, Clients clients, Cluster cluster, Topics topics, RecentTopics recent, Rights rights) {
        this.endpoints = endpoints;
        this.clients = clients;
        this.cluster = cluster;
        this.topics = topics;
        this.recent = recent;
        this.rights = rights;
    }

    void addTo(ServerBuilder server) {
        BrokerHandlers brokers = new BrokerHandlers(clients, cluster, topics, rights);
        read(server, CLUSTER + "/brokers", brokers::list);
        read(server, CLUSTER + "/brokers/{broker}", brokers::show);
        read(server, CLUSTER + "/brokers/{broker}/partition-replicas", brokers::replicas);
        addReassignments(server);
        addAllConfigs(server);
        addConfigs(server, CLUSTER + "/topics/{topic}/configs", ConfigScope.TOPIC);
        addConfigs(server, CLUSTER + "/brokers/{broker}/configs", ConfigScope.BROKER);
        addConfigs(server, CLUSTER + "/broker-configs", ConfigScope.CLUSTER);
        addAcls(server);
        addGroups(server);
    }

    private void addReassignments(ServerBuilder server) {
        ReassignmentHandlers reassignments = new ReassignmentHandlers(clients, cluster, topics);
        read(server, CLUSTER + "/topics/-/partitions/-/reassignment", reassignments::all);
        read(server, CLUSTER + "/topics/{topic}/partitions/-/reassignment", reassignments::ofTopic);
        read(server, CLUSTER + "/topics/{topic}/partitions/{partition}/reassignment", reassignments::ofPartition);
    }

    /** A path with "-" goes over one with the name of a topic or a broker there. */
    private void addAllConfigs(ServerBuilder server) {
        AllConfigsHandlers all = new AllConfigsHandlers(clients, cluster, topics, rights);
        read(server, CLUSTER + "/topics/-/configs", all::ofTopics);
        read(server, CLUSTER + "/brokers/-/configs", all::ofBrokers);
        ManyTopicsHandler many = new ManyTopicsHandler(clients, cluster, recent, rights);
        add(
                server,
                HttpMethod.POST,
                CLUSTER + "/topics/-/configs:alter",
                endpoints.withBody(Surface.PLAIN, many::alter));
    }

    private void addConfigs(ServerBuilder server, String path, ConfigScope scope) {
        ConfigHandlers configs = new ConfigHandlers(scope, clients, cluster, topics, recent);
        read(server, path, configs::list);
        add(server, HttpMethod.POST, path + ":alter", endpoints.withBody(Surface.PLAIN, configs::alter));
        read(server, path + "/{name}", configs::show);
        add(server, HttpMethod.PUT, path + "/{name}", endpoints.withBody(Surface.PLAIN, configs::set));
        add(server, HttpMethod.DELETE, path + "/{name}", endpoints.withoutBody(Surface.PLAIN, configs::reset));
    }

    private void addAcls(ServerBuilder server) {
        AclHandlers acls = new AclHandlers(clients, cluster);
        String path = CLUSTER + "/acls";
        read(server, path, acls::list);
        add(server, HttpMethod.POST, path, endpoints.withBody(Surface.PLAIN, acls::create));
        add(server, HttpMethod.DELETE, path, endpoints.withoutBody(Surface.PLAIN, acls::delete));
        add(server, HttpMethod.POST, path + ":batch", endpoints.withBody(Surface.PLAIN, acls::batch));
    }

    private void addGroups(ServerBuilder server) {
        ConsumerGroupHandlers groups = new ConsumerGroupHandlers(clients, cluster, rights);
        String group = CLUSTER + "/consumer-groups/{group}";
        read(server, CLUSTER + "/consumer-groups", groups::list);
        read(server, group, groups::show);
        read(server, group + "/consumers", groups::consumers);
        read(server, group + "/consumers/{consumer}", groups::consumer);
        read(server, group + "/consumers/{consumer}/assignments", groups::assignments);
        String assigned = group + "/consumers/{consumer}/assignments/{topic}/partitions/{partition}";
        read(server, assigned, groups::assignment);
        read(server, group + "/lags", groups::lags);
        read(server, group + "/lags/{topic}/partitions/{partition}", groups::lag);
        read(server, group + "/lag-summary", groups::lagSummary);
    }

    private void read(ServerBuilder server, String path, Endpoints.Handler handler) {
        server.route()
                .path(path)
                .methods(HttpMethod.GET, HttpMethod.HEAD)
                .build(endpoints.withoutBody(Surface.PLAIN, handler));
    }

    private static void add(ServerBuilder server, HttpMethod method, String path, HttpService service) {
        server.route().path(path).methods(method).build(service);
    }
}
