package io.millrace.gateway.http;

import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.function.Function;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One end of a stream of results: hears what its client sends, and sends it the results. Belongs to the event loop.
 *
 * @param <T> what comes
 */
abstract class StreamSubscriber<T> implements Subscriber<T>, StreamInput, ResultOutput {
    private final ResultStream stream;
    private Subscription subscription;

    /** {@code taker} gets what to call when a result is done. */
    StreamSubscriber(ServiceRequestContext context, ByteBudget budget, Function<Runnable, StreamTaker> taker) {
        this.stream = new ResultStream(context, this, this, budget, taker);
    }

    final ResultStream stream() {
        return stream;
    }

    @Override
    public final void onSubscribe(Subscription given) {
        subscription = given;
        stream.begin();
    }

    @Override
    public final void onComplete() {
        stream.end();
    }

    @Override
    public final void ask() {
        subscription.request(1);
    }

    /** Hears nothing any more. */
    final void unsubscribe() {
        subscription.cancel();
    }
}
