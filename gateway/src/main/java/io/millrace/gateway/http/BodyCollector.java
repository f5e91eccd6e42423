package io.millrace.gateway.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Collects one body: 413 when it is larger than one may be, 429 when all bodies together are. What it has taken of the
 * budget is its user's to give back by {@link #release}. One event loop.
 */
final class BodyCollector implements Subscriber<HttpObject> {
    private final ByteBudget budget;
    private final long maxBytes;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private Subscription subscription;
    private long taken;

    BodyCollector(ByteBudget budget, long maxBytes) {
        this.budget = budget;
        this.maxBytes = maxBytes;
    }

    CompletableFuture<byte[]> body() {
        return body;
    }

    /** Once, after the body is not needed any more. */
    void release() {
        budget.give(taken);
        taken = 0;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(HttpObject object) {
        if (object instanceof HttpData data) {
            byte[] bytes = data.array();
            if (collected.size() + (long) bytes.length > maxBytes) {
                refuse(new HttpProblemException(
                        413, "The body is larger than " + maxBytes + " bytes (max.request.bytes)"));
                return;
            }
            try {
                charge(bytes.length);
            } catch (HttpProblemException e) {
                refuse(e);
                return;
            }
            collected.writeBytes(bytes);
        }
        subscription.request(1);
    }

    /** Counts what is made of the body like the body; fails with 429. */
    void charge(long bytes) {
        if (!budget.tryTake(bytes)) {
            throw budget.noRoom();
        }
        taken += bytes;
    }

    private void refuse(HttpProblemException problem) {
        subscription.cancel();
        body.completeExceptionally(problem);
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(collected.toByteArray());
    }
}
