package io.millrace.registry.serde;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The body of an answer, of which no more is taken than a bound. */
final class BoundedBody implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
    private final int maxBytes;
    private Flow.Subscription subscription;
    private long takenBytes;

    BoundedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return bytes.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
        subscription = to;
        bytes.onSubscribe(to);
    }

    @Override
    public void onNext(List<ByteBuffer> items) {
        takenBytes += items.stream().mapToLong(ByteBuffer::remaining).sum();
        if (takenBytes > maxBytes) {
            subscription.cancel();
            bytes.onError(new IOException("the answer is larger than " + maxBytes + " bytes"));
        } else {
            bytes.onNext(items);
        }
    }

    @Override
    public void onError(Throwable failure) {
        bytes.onError(failure);
    }

    @Override
    public void onComplete() {
        bytes.onComplete();
    }
}
