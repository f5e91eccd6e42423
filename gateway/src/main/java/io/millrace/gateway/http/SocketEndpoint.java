package io.millrace.gateway.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.websocket.WebSocketService;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Takes an object in each message of a WebSocket and answers each with a message, for as long as the client likes. Any thread. */
public final class SocketEndpoint implements AutoCloseable {
    private static final byte[] NOTHING = {};
    private static final long LOOK_MAX_MS = 5_000;

    private final Endpoints endpoints;
    private final ByteBudget budget;
    private final int maxMessageBytes;
    private final Limits limits;
    private final Semaphore places;
    /** Of requests that are being upgraded: what comes is counted before it is in frames. */
    private final Map<ServiceRequestContext, FrameBytes> upgraded = new ConcurrentHashMap<>();

    private final Map<SocketStream, ServiceRequestContext> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * What WebSockets may take of the gateway.
     *
     * @param sockets how many there are at most
     * @param heartbeatMs after how long of silence a client is told that its socket lives
     * @param readTimeoutMs for how long a client may leave results unread
     * @param lifeMs after how long a socket ends, so that its client shows anew who it is
     */
    public record Limits(int sockets, int heartbeatMs, int readTimeoutMs, int lifeMs) {}

    public SocketEndpoint(Endpoints endpoints, ByteBudget budget, int maxMessageBytes, Limits limits) {
        this.endpoints = endpoints;
        this.budget = budget;
        this.maxMessageBytes = maxMessageBytes;
        this.limits = limits;
        this.places = new Semaphore(limits.sockets());
    }

    /**
     * A service of messages.
     *
     * @param prepare runs on the blocking executor; when it fails, the socket ends with that
     * @param permission is asked from time to time; when it fails, the socket ends with that
     */
    public HttpService service(
            Function<Exchange, CompletionStage<LineEndpoint.Step>> prepare,
            Consumer<ServiceRequestContext> permission) {
        WebSocketService sockets = WebSocketService.builder(
                        (context, client) -> open(context, client, prepare, permission))
                .fallbackService((context, request) -> onlySocket(context))
                // Pages of others have not passed the entrance.
                .allowedOrigins("*")
                .maxFramePayloadLength(maxMessageBytes)
                .build();
        return sockets.decorate((service, context, request) -> {
            FrameBytes arrived = new FrameBytes(budget);
            upgraded.put(context, arrived);
            try {
                return service.serve(context, request.mapData(data -> counted(data, arrived)));
            } finally {
                upgraded.remove(context);
            }
        });
    }

    private static HttpData counted(HttpData data, FrameBytes arrived) {
        if (arrived.arrived(data.length())) {
            return data;
        }
        data.close();
        return HttpData.empty();
    }

    private static HttpResponse onlySocket(ServiceRequestContext context) {
        HttpProblemException problem =
                new HttpProblemException(426, "This path is a WebSocket: ask for one (Upgrade: websocket)");
        Reply reply = Reply.problem(problem);
        // HTTP/2 has no such header.
        Reply rendered = context.sessionProtocol().isExplicitHttp1() ? reply.with("Upgrade", "websocket") : reply;
        return rendered.rendered(context.method(), Surface.PLAIN.standard());
    }

    private WebSocket open(
            ServiceRequestContext context,
            WebSocket client,
            Function<Exchange, CompletionStage<LineEndpoint.Step>> prepare,
            Consumer<ServiceRequestContext> permission) {
        WebSocketWriter writer = WebSocket.streaming();
        FrameBytes arrived = upgraded.get(context);
        context.clearRequestTimeout();
        Exchange exchange = new Exchange(context, context.request().headers(), NOTHING, Surface.PLAIN.standard());
        if (!places.tryAcquire()) {
            refuse(
                    writer,
                    HttpProblemException.passing(
                            429,
                            42906,
                            "All " + limits.sockets()
                                    + " WebSockets of this gateway that write (max.write.sockets) are open"));
            return writer;
        }
        var unused = writer.whenComplete().handle((done, failure) -> {
            places.release();
            return null;
        });
        var unusedToo = CompletableFuture.supplyAsync(() -> prepare.apply(exchange), context.blockingTaskExecutor())
                .thenCompose(Function.identity())
                .handleAsync(
                        (step, failure) -> {
                            if (failure == null) {
                                begin(context, client, writer, arrived, step, permission);
                            } else {
                                refuse(writer, failure);
                            }
                            return null;
                        },
                        context.eventLoop());
        return writer;
    }

    private void refuse(WebSocketWriter writer, Throwable failure) {
        SocketEnd.fail(writer, endpoints.problem(failure), endpoints.failed(failure));
    }

    private void begin(
            ServiceRequestContext context,
            WebSocket client,
            WebSocketWriter writer,
            FrameBytes arrived,
            LineEndpoint.Step step,
            Consumer<ServiceRequestContext> permission) {
        SocketStream socket = new SocketStream(
                context, writer, maxMessageBytes, arrived, budget, wake -> new MessageTaker(step, endpoints, wake));
        open.put(socket, context);
        var unused = writer.whenComplete().handle((done, failure) -> open.remove(socket));
        socket.begin(client);
        look(context, socket, permission);
        if (closed) {
            socket.restart();
        }
    }

    /** From time to time: whether the socket may go on. */
    private void look(ServiceRequestContext context, SocketStream socket, Consumer<ServiceRequestContext> permission) {
        long everyMs = Math.min(LOOK_MAX_MS, Math.min(limits.heartbeatMs(), limits.readTimeoutMs()));
        var unused = context.eventLoop()
                .schedule(
                        () -> {
                            ResultStream stream = socket.stream();
                            if (stream.isClosed()) {
                                cutUnlessRead(context, socket);
                                return;
                            }
                            if (stream.isUnread(TimeUnit.MILLISECONDS.toNanos(limits.readTimeoutMs()))) {
                                socket.cut();
                                stream.close();
                                return;
                            }
                            if (stream.isOlderThan(TimeUnit.MILLISECONDS.toNanos(limits.lifeMs()))) {
                                socket.restart();
                            }
                            judge(context, socket, permission);
                            socket.beat(TimeUnit.MILLISECONDS.toNanos(limits.heartbeatMs()));
                            look(context, socket, permission);
                        },
                        everyMs,
                        TimeUnit.MILLISECONDS);
    }

    /** Ends the connection of a client that does not read the end. */
    private void cutUnlessRead(ServiceRequestContext context, SocketStream socket) {
        Future<?> late = context.eventLoop().schedule(socket::cut, limits.readTimeoutMs(), TimeUnit.MILLISECONDS);
        var unused = socket.whenOver().handle((done, failure) -> late.cancel(false));
    }

    private static void judge(
            ServiceRequestContext context, SocketStream socket, Consumer<ServiceRequestContext> permission) {
        try {
            permission.accept(context);
        } catch (HttpProblemException e) {
            socket.onError(e);
        }
    }

    /** How many there are. */
    public int openSockets() {
        return open.size();
    }

    /** Ends all, each after the results of what it sent. */
    @Override
    public void close() {
        closed = true;
        Set.copyOf(open.entrySet()).forEach(each -> each.getValue().eventLoop().execute(each.getKey()::restart));
    }
}
