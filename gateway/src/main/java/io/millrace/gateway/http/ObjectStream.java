package io.millrace.gateway.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reactivestreams.Subscriber;

/** A stream of results whose objects are the body of a request, and its results, each on a line, that of the answer. */
final class ObjectStream extends StreamSubscriber<HttpObject> {
    private static final long IDLE_MAX_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long LIFE_MAX_NANOS = TimeUnit.HOURS.toNanos(24);
    private static final long LOOK_MS = 10_000;

    private final ServiceRequestContext context;
    private final HttpResponseWriter response = HttpResponse.streaming();
    private final ResultBuffer out = new ResultBuffer();

    private ObjectStream(ServiceRequestContext context, ByteBudget budget, Function<Runnable, StreamTaker> taker) {
        super(context, budget, taker);
        this.context = context;
    }

    /**
     * Begins.
     *
     * @param body subscribes, so that it is heard of on the event loop
     * @param type of the answer
     * @param taker gets what to call when a result is done
     */
    static HttpResponse open(
            ServiceRequestContext context,
            Consumer<Subscriber<HttpObject>> body,
            MediaType type,
            ByteBudget budget,
            Function<Runnable, StreamTaker> taker) {
        ObjectStream opened = new ObjectStream(context, budget, taker);
        context.clearRequestTimeout();
        opened.response.write(
                ResponseHeaders.builder(HttpStatus.OK).contentType(type).build());
        body.accept(opened);
        opened.look();
        return opened.response;
    }

    @Override
    public void onNext(HttpObject object) {
        if (object instanceof HttpData data && !data.isEmpty()) {
            stream().piece(data.array());
        } else {
            stream().passed();
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (failure instanceof HttpProblemException wrong) {
            stream().fail(wrong);
        } else {
            stream().close();
        }
    }

    @Override
    public void handled(int bytes) {
        // Pieces are small, and few.
    }

    @Override
    public void cancel() {
        unsubscribe();
    }

    @Override
    public void add(Pending result) {
        result.write(out);
        out.endLine();
    }

    @Override
    public boolean send() {
        return out.size() > 0 && response.tryWrite(HttpData.wrap(out.take()));
    }

    @Override
    public CompletableFuture<Void> whenTaken() {
        return response.whenConsumed();
    }

    @Override
    public CompletableFuture<Void> whenOver() {
        return response.whenComplete();
    }

    @Override
    public void end(HttpProblemException problem) {
        if (problem != null) {
            add(Pending.of(Reply.error(problem.code(), problem.getMessage())));
        }
        // If the client is gone, nobody hears of it.
        var unused = send();
        response.close();
    }

    @Override
    public void cut() {
        response.close(new TimeoutException("the client does not read the results"));
    }

    /** From time to time: a stream on which nothing moves ends, and so does one that is a day old. */
    private void look() {
        var unused = context.eventLoop()
                .schedule(
                        () -> {
                            if (stream().isClosed()) {
                                return;
                            }
                            if (stream().isUnread(IDLE_MAX_NANOS)) {
                                cut();
                                stream().close();
                            } else if (stream().isOlderThan(LIFE_MAX_NANOS)) {
                                stream().fail(new HttpProblemException(408, "The stream is a day old; open another"));
                            } else if (stream().isStill(IDLE_MAX_NANOS)) {
                                stream().fail(new HttpProblemException(408, "Nothing was sent for five minutes"));
                            }
                            look();
                        },
                        LOOK_MS,
                        TimeUnit.MILLISECONDS);
    }
}
