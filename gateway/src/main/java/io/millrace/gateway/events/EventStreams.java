package io.millrace.gateway.events;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.gateway.consume.AnswerBudget;
import io.millrace.gateway.consume.ConsumerThreads;
import io.millrace.gateway.consume.ReadQuery;
import io.millrace.gateway.events.EventStream.Means;
import io.millrace.gateway.events.EventStream.Source;
import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Surface;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.records.RecordDecoder;
import io.millrace.gateway.records.RecordWriter;
import io.millrace.gateway.rights.Rights;
import io.millrace.gateway.topics.Topics;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/**
 * {@code GET /topics/{topic}/records} as {@code text/event-stream} or over a WebSocket: the records of all partitions as they come. The gateway
 * keeps nothing for a client that is gone: each event's id says where to go on, and any gateway can.
 */
public final class EventStreams implements AutoCloseable {
    private static final byte[] NOTHING = {};
    private static final Set<String> PARAMETERS = Set.of("offset", "last_event_id");

    private final Clients clients;
    private final Topics topics;
    private final StartFinder starts;
    private final RecordDecoder decoder;
    private final Rights rights;
    private final Means means;
    private final Semaphore places;
    private final Set<EventStream<?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** What streams of a gateway work with. */
    public record Tools(
            Clients clients,
            Topics topics,
            Endpoints endpoints,
            ConsumerThreads threads,
            RecordDecoder decoder,
            AnswerBudget answers,
            Rights rights) {}

    public EventStreams(Tools tools, StreamLimits limits) {
        this.clients = tools.clients();
        this.topics = tools.topics();
        this.starts = new StartFinder(clients, topics);
        this.decoder = tools.decoder();
        this.rights = tools.rights();
        this.means = new Means(tools.endpoints(), tools.threads(), tools.answers(), limits);
        this.places = new Semaphore(limits.streams());
    }

    /** One stream of events; fails when it cannot begin. */
    public CompletionStage<HttpResponse> open(Exchange exchange) {
        return begun(exchange, SseOutput::new).thenApply(SseOutput::response);
    }

    /** One stream over a WebSocket, which tells its client also when it cannot begin. */
    public WebSocket open(ServiceRequestContext context, WebSocket client) {
        SocketOutput output = new SocketOutput(context);
        client.subscribe(output, context.eventLoop());
        Exchange exchange = new Exchange(context, context.request().headers(), NOTHING, Surface.PLAIN.standard());
        var unused = CompletableFuture.supplyAsync(() -> begun(exchange, () -> output), context.blockingTaskExecutor())
                .thenCompose(Function.identity())
                .exceptionally(failure -> {
                    output.fail(
                            means.endpoints().problem(failure),
                            means.endpoints().failed(failure));
                    return output;
                });
        return output.writer();
    }

    private <P extends EventOutput.Piece, T extends EventOutput<P>> CompletionStage<T> begun(
            Exchange exchange, Supplier<T> outputs) {
        ReadQuery.requireKnown(exchange, PARAMETERS);
        RecordWriter writer = ReadQuery.writer(exchange, decoder);
        IsolationLevel isolation =
                ReadQuery.isolation(exchange, clients.settings().isolation());
        StreamStart start = StreamStart.of(exchange);
        String topic = exchange.part("topic");
        if (!places.tryAcquire()) {
            throw HttpProblemException.passing(
                    429,
                    42905,
                    "All " + means.limits().streams() + " streams of this gateway (max.event.streams) are open");
        }
        // Whatever fails from here on is a failure of the stage, which gives the place back.
        return CompletableFuture.completedFuture(topic)
                .thenCompose(asked -> starts.find(asked, start, isolation))
                .thenApply(positions -> {
                    TopicReader reader = new TopicReader(clients.settings().reader(isolation), topic);
                    TopicWatch watch = new TopicWatch(
                            topics,
                            means.endpoints(),
                            topic,
                            positions,
                            () -> rights.require(exchange.context(), AclOperation.READ, ResourceType.TOPIC, topic),
                            means.limits().clusterTimeoutMs());
                    T output = outputs.get();
                    begin(exchange, output, new Source(reader, watch, positions, writer));
                    return output;
                })
                .whenComplete((output, failure) -> {
                    if (failure != null) {
                        places.release();
                    }
                });
    }

    private <P extends EventOutput.Piece> void begin(Exchange exchange, EventOutput<P> output, Source source) {
        EventStream<P> stream = new EventStream<>(exchange.context(), output, means, source, gone -> {
            open.remove(gone);
            places.release();
        });
        open.add(stream);
        stream.begin();
        if (closed) {
            stream.stop();
        }
    }

    /** How many there are. */
    public int openStreams() {
        return open.size();
    }

    /** Ends all streams, each after a whole event. */
    @Override
    public void close() {
        closed = true;
        open.forEach(EventStream::stop);
    }
}
