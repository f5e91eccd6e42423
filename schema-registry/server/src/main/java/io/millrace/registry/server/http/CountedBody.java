package io.millrace.registry.server.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.stream.SubscriptionOption;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Puts a request together out of what comes of its body, which counts from when it is there. On the thread of the
 * connection alone, until the request is whole or is given up.
 */
final class CountedBody implements Subscriber<HttpObject> {
    private final BodyBudget budget;
    private final HttpRequest request;
    private final CompletableFuture<AggregatedHttpRequest> whole = new CompletableFuture<>();
    private Subscription subscription;
    private HttpHeaders trailers = HttpHeaders.of();
    /** What has come, with up to as much room behind it: many small pieces take no more memory than one. */
    private byte[] content = {};

    private int bytes;

    private CountedBody(BodyBudget budget, HttpRequest request) {
        this.budget = budget;
        this.request = request;
    }

    /** Begins to read the body. */
    static CountedBody of(BodyBudget budget, HttpRequest request) {
        CountedBody body = new CountedBody(budget, request);
        request.subscribe(body, SubscriptionOption.WITH_POOLED_OBJECTS);
        return body;
    }

    /** The whole request; fails if its body breaks off, or where there is no room for it. */
    CompletableFuture<AggregatedHttpRequest> whole() {
        return whole;
    }

    /** How much of it has come, and counts until somebody gives it back; does not change once it is whole or has failed. */
    int bytes() {
        return bytes;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(HttpObject part) {
        if (!(part instanceof HttpData data)) {
            trailers = part instanceof HttpHeaders last ? last : trailers;
            return;
        }
        try (data) {
            if (!whole.isDone()) {
                add(data);
            }
        }
    }

    private void add(HttpData piece) {
        int before = bytes;
        bytes += piece.length();
        if (!budget.take(piece.length())) {
            subscription.cancel();
            fail(BodyBudget.full());
        } else if (before == 0) {
            content = piece.array();
        } else {
            if (bytes > content.length) {
                content = Arrays.copyOf(content, Math.max(bytes, 2 * before));
            }
            System.arraycopy(piece.array(), 0, content, before, piece.length());
        }
    }

    @Override
    public void onError(Throwable failure) {
        fail(failure);
    }

    private void fail(Throwable failure) {
        content = new byte[0];
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole.complete(AggregatedHttpRequest.of(request.headers(), HttpData.wrap(content, 0, bytes), trailers));
    }
}
