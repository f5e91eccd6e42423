package io.millrace.gateway;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.websocket.WebSocketService;
import io.millrace.gateway.consume.AnswerBudget;
import io.millrace.gateway.consume.ConsumerThreads;
import io.millrace.gateway.consume.Farewells;
import io.millrace.gateway.consume.Farewells.Farewell;
import io.millrace.gateway.consume.ReadHandlers;
import io.millrace.gateway.events.EventStreams;
import io.millrace.gateway.groups.GroupHandlers;
import io.millrace.gateway.groups.GroupMembers;
import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.http.Surface;
import io.millrace.gateway.instances.InstanceHandlers;
import io.millrace.gateway.instances.Instances;
import io.millrace.gateway.instances.PositionHandlers;
import io.millrace.gateway.instances.SubscriptionHandlers;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.metrics.GatewayMetrics;
import io.millrace.gateway.records.RecordDecoder;
import io.millrace.gateway.rights.Rights;
import io.millrace.gateway.topics.KnownTopics;
import io.millrace.gateway.topics.Topics;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.any.AnySchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The paths of reading, and the consumers behind them. */
final class ReadRoutes implements AutoCloseable {
    private static final String INSTANCE = "/consumers/{group}/instances/{instance}";

    /** Streams take no messages, only frames of control. */
    private static final int FRAME_BYTES_MAX = 1024;

    private final Endpoints endpoints;
    private final Topics topics;
    private final KnownTopics known;
    private final Rights rights;
    private final ConsumerThreads threads;
    private final ReadHandlers reads;
    private final EventStreams streams;
    private final Instances instances;
    private final InstanceHandlers consumers;
    private final GroupMembers members;
    private final GroupHandlers groups;

    ReadRoutes(
            GatewayConfig config,
            Clients clients,
            SharedParts shared,
            Optional<RegistryClient<AnySchema>> registry,
            Rights rights) {
        this.endpoints = shared.endpoints();
        this.topics = shared.topics();
        this.rights = rights;
        this.threads = new ConsumerThreads(config.reads().threads());
        RecordDecoder decoder = new RecordDecoder(registry, shared.ids());
        AnswerBudget answers = new AnswerBudget(config.reads().answersBytes());
        this.known = shared.known();
        this.reads = new ReadHandlers(clients, known, topics, threads, decoder, answers, config.reads());
        this.streams = new EventStreams(
                new EventStreams.Tools(clients, topics, endpoints, threads, decoder, answers, rights),
                config.streams());
        this.instances = new Instances(config.clients(), threads, topics, config.instances(), rights);
        this.consumers = new InstanceHandlers(
                instances, threads, decoder, answers, rights, config.address().advertisedHost());
        this.members = new GroupMembers(config.clients(), threads, config.groups());
        this.groups = new GroupHandlers(
                members, topics, decoder, answers, rights, config.clients().isolation());
    }

    /** Shows how many are open. */
    void measure(GatewayMetrics metrics) {
        metrics.gauge("consumer_instances", "Consumer instances that are open.", instances::open);
        metrics.gauge("group_members", "Members of groups that this gateway keeps.", members::held);
        metrics.gauge("event_streams", "Streams of events that are open.", streams::openStreams);
    }

    void addTo(ServerBuilder server) {
        String records = "/topics/{topic}/partitions/{partition}/records";
        add(server, HttpMethod.GET, records, endpoints.withoutBody(Surface.RECORDS, reads::read));
        server.route()
                .path("/topics/{topic}/records")
                // The second opens a WebSocket over HTTP/2.
                .methods(HttpMethod.GET, HttpMethod.CONNECT)
                .build(WebSocketService.builder(streams::open)
                        .fallbackService(endpoints.writing(Surface.EVENTS, streams::open))
                        // Pages of others have not passed the entrance.
                        .allowedOrigins("*")
                        .maxFramePayloadLength(FRAME_BYTES_MAX)
                        .build());
        add(server, HttpMethod.POST, "/groups/{group}/records", endpoints.withBody(Surface.PLAIN, groups::records));
        add(server, HttpMethod.POST, "/groups/{group}/leave", endpoints.withBody(Surface.PLAIN, groups::leave));
        addInstances(server);
    }

    private void addInstances(ServerBuilder server) {
        add(server, HttpMethod.POST, "/consumers/{group}", endpoints.withBody(Surface.V2, consumers::create));
        add(server, HttpMethod.DELETE, INSTANCE, endpoints.withoutBody(Surface.V2, consumers::delete));
        String records = INSTANCE + "/records";
        add(server, HttpMethod.GET, records, endpoints.withoutBody(Surface.V2_RECORDS, consumers::records));

        SubscriptionHandlers subscriptions = new SubscriptionHandlers(instances, topics, rights);
        String subscription = INSTANCE + "/subscription";
        add(server, HttpMethod.POST, subscription, endpoints.withBody(Surface.V2, subscriptions::subscribe));
        add(server, HttpMethod.GET, subscription, endpoints.withoutBody(Surface.V2, subscriptions::subscription));
        add(server, HttpMethod.DELETE, subscription, endpoints.withoutBody(Surface.V2, subscriptions::unsubscribe));
        String assignments = INSTANCE + "/assignments";
        add(server, HttpMethod.POST, assignments, endpoints.withBody(Surface.V2, subscriptions::assign));
        add(server, HttpMethod.GET, assignments, endpoints.withoutBody(Surface.V2, subscriptions::assignments));

        PositionHandlers places = new PositionHandlers(instances, known, rights);
        String positions = INSTANCE + "/positions";
        add(server, HttpMethod.POST, positions, endpoints.withBody(Surface.V2, places::seek));
        add(server, HttpMethod.POST, positions + "/beginning", endpoints.withBody(Surface.V2, places::seekToBeginning));
        add(server, HttpMethod.POST, positions + "/end", endpoints.withBody(Surface.V2, places::seekToEnd));
        String offsets = INSTANCE + "/offsets";
        add(server, HttpMethod.POST, offsets, endpoints.withBody(Surface.V2, places::commit));
        add(server, HttpMethod.GET, offsets, endpoints.withBody(Surface.V2, places::committed));
    }

    private static void add(ServerBuilder server, HttpMethod method, String path, HttpService service) {
        server.route().path(path).methods(method).build(service);
    }

    /** Ends what waits for records, and every consumer. */
    @Override
    public void close() {
        streams.close();
        reads.close();
        instances.stop();
        members.stop();
        threads.close();
        List<Farewell> all = new ArrayList<>(instances.farewells());
        all.addAll(members.farewells());
        Farewells.say(all);
    }
}
