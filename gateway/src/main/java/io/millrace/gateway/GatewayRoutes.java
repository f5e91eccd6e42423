package io.millrace.gateway;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.http.LineEndpoint;
import io.millrace.gateway.http.SocketEndpoint;
import io.millrace.gateway.http.Surface;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.metrics.GatewayMetrics;
import io.millrace.gateway.metrics.MetricsService;
import io.millrace.gateway.once.IdempotencyKey;
import io.millrace.gateway.once.KeyedRequests;
import io.millrace.gateway.openapi.OpenApiHandler;
import io.millrace.gateway.produce.KeyedLinesHandler;
import io.millrace.gateway.produce.LineProduceHandler;
import io.millrace.gateway.produce.RecordSender;
import io.millrace.gateway.produce.Schemas;
import io.millrace.gateway.produce.V2ProduceHandlers;
import io.millrace.gateway.produce.V3ProduceHandlers;
import io.millrace.gateway.rights.Rights;
import io.millrace.gateway.topics.Cluster;
import io.millrace.gateway.topics.KnownTopics;
import io.millrace.gateway.topics.RecentTopics;
import io.millrace.gateway.topics.Topics;
import io.millrace.gateway.topics.V2TopicHandlers;
import io.millrace.gateway.topics.V3TopicChangeHandlers;
import io.millrace.gateway.topics.V3TopicHandlers;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.any.AnySchema;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** Which handler answers which path. */
final class GatewayRoutes implements AutoCloseable {
    private static final String CLUSTER = "/v3/clusters/{cluster}";
    private static final String TOPIC = CLUSTER + "/topics/{topic}";

    private final Clients clients;
    private final KeyedRequests keyed;
    private final Cluster cluster;
    private final Endpoints endpoints;
    private final LineEndpoint lines;
    private final SocketEndpoint sockets;
    private final Topics topics;
    private final RecentTopics recent;
    private final KnownTopics known;
    private final Schemas schemas;
    private final RecordSender sender;
    private final Rights rights;
    private final GatewayMetrics metrics;

    GatewayRoutes(
            GatewayConfig config,
            Clients clients,
            SharedParts shared,
            KeyedRequests keyed,
            Optional<RegistryClient<AnySchema>> registry,
            Rights rights) {
        this.rights = rights;
        this.clients = clients;
        this.keyed = keyed;
        this.cluster = new Cluster(clients);
        this.endpoints = shared.endpoints();
        this.lines = new LineEndpoint(endpoints, shared.bodies(), config.requestBytes());
        this.sockets = new SocketEndpoint(endpoints, shared.bodies(), config.requestBytes(), config.sockets());
        this.topics = shared.topics();
        this.recent = shared.recent();
        this.known = shared.known();
        this.schemas = new Schemas(registry, shared.ids(), rights);
        this.metrics = shared.metrics();
        this.sender = new RecordSender(clients, shared.metrics());
    }

    /** Shows how many are open. */
    void measure() {
        metrics.gauge("write_sockets", "WebSockets that write and are open.", sockets::openSockets);
    }

    void addTo(ServerBuilder server) {
        read(server, "/openapi.json", Surface.PLAIN, new OpenApiHandler()::show);
        server.route().path("/metrics").methods(HttpMethod.GET, HttpMethod.HEAD).build(new MetricsService(metrics));
        addV2(server);
        addV3(server);
    }

    private void addV2(ServerBuilder server) {
        V2TopicHandlers reads = new V2TopicHandlers(topics, rights);
        read(server, "/topics", Surface.V2, reads::list);
        read(server, "/topics/{topic}", Surface.V2, reads::show);
        read(server, "/topics/{topic}/partitions", Surface.V2, reads::partitions);
        read(server, "/topics/{topic}/partitions/{partition}", Surface.V2, reads::partition);
        read(server, "/topics/{topic}/partitions/{partition}/offsets", Surface.V2, reads::offsets);
        read(server, "/brokers", Surface.V2, reads::brokers);
        LineProduceHandler onLines = new LineProduceHandler(known, schemas, sender, endpoints);
        KeyedLinesHandler keyedLines = new KeyedLinesHandler(known, schemas, keyed, endpoints);
        post(
                server,
                "/topics/{topic}/records",
                lines.service(IdempotencyKey.HEADER, onLines::lines, keyedLines::lines));
        server.route()
                .path("/topics/{topic}/records:write")
                // The second opens a WebSocket over HTTP/2.
                .methods(HttpMethod.GET, HttpMethod.CONNECT)
                .build(sockets.service(
                        onLines::messages,
                        context -> rights.require(
                                context, AclOperation.WRITE, ResourceType.TOPIC, context.pathParam("topic"))));
        V2ProduceHandlers produce = new V2ProduceHandlers(known, schemas, sender, keyed);
        post(server, "/topics/{topic}", endpoints.withBody(Surface.V2, produce::toTopic));
        post(server, "/topics/{topic}/partitions/{partition}", endpoints.withBody(Surface.V2, produce::toPartition));
    }

    private void addV3(ServerBuilder server) {
        V3TopicHandlers handlers = new V3TopicHandlers(cluster, topics, rights);
        V3TopicChangeHandlers changes = new V3TopicChangeHandlers(clients, cluster, topics, recent, known, rights);
        read(server, "/v3/clusters", Surface.PLAIN, handlers::clusters);
        read(server, CLUSTER, Surface.PLAIN, handlers::cluster);
        read(server, CLUSTER + "/topics", Surface.PLAIN, handlers::list);
        post(server, CLUSTER + "/topics", endpoints.withBody(Surface.PLAIN, changes::create));
        read(server, TOPIC, Surface.PLAIN, handlers::show);
        server.route().path(TOPIC).methods(HttpMethod.PATCH).build(endpoints.withBody(Surface.PLAIN, changes::grow));
        server.route()
                .path(TOPIC)
                .methods(HttpMethod.DELETE)
                .build(endpoints.withoutBody(Surface.PLAIN, changes::delete));
        read(server, TOPIC + "/partitions", Surface.PLAIN, handlers::partitions);
        read(server, TOPIC + "/partitions/{partition}", Surface.PLAIN, handlers::partition);
        read(server, TOPIC + "/partitions/{partition}/offset", Surface.PLAIN, handlers::offsets);
        read(server, TOPIC + "/partitions/{partition}/replicas", Surface.PLAIN, handlers::replicas);
        read(server, TOPIC + "/partitions/{partition}/replicas/{broker}", Surface.PLAIN, handlers::replica);
        new AdminRoutes(endpoints, clients, cluster, topics, recent, rights).addTo(server);
        V3ProduceHandlers produce = new V3ProduceHandlers(cluster, known, schemas, sender, keyed, endpoints);
        post(server, TOPIC + "/records", endpoints.streamed(produce::stream));
        post(server, TOPIC + "/records:batch", endpoints.withBody(Surface.PLAIN, produce::batch));
    }

    private void read(ServerBuilder server, String path, Surface surface, Endpoints.Handler handler) {
        server.route()
                .path(path)
                .methods(HttpMethod.GET, HttpMethod.HEAD)
                .build(endpoints.withoutBody(surface, handler));
    }

    private static void post(ServerBuilder server, String path, HttpService service) {
        server.route().path(path).methods(HttpMethod.POST).build(service);
    }

    /** Ends what goes on for as long as its client likes. */
    @Override
    public void close() {
        sockets.close();
    }
}
