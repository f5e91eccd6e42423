package io.millrace.registry.serde;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Sends a request and waits for its answer to the end. A request's own time-out is over once the head of the answer has
 * come (JDK-8208693), so a server that stalls inside a body would be waited for without end. Any thread; blocks.
 */
final class WholeAnswer {
    private WholeAnswer() {}

    /**
     * The answer, of so many bytes at most.
     *
     * @throws IOException nobody answered, not in time, or with more
     */
    static HttpResponse<byte[]> of(HttpClient client, HttpRequest request, int maxBytes, Duration timeout)
            throws IOException {
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(request, answer -> new BoundedBody(maxBytes));
        try {
            return sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw (IOException)
                    new HttpTimeoutException("the answer was not whole within " + timeout.toMillis() + " ms")
                            .initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }
}
