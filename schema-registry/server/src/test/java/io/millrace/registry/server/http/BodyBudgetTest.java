package io.millrace.registry.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpRequestWriter;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.RequestTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    private static final int MAX = 10;
    private static final long PATIENCE_S = 30;

    private final BodyBudget budget = new BodyBudget(MAX);
    private final CompletableFuture<AggregatedHttpRequest> whole = new CompletableFuture<>();
    private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();

    private CompletableFuture<HttpResponse> answering(AggregatedHttpRequest request) {
        whole.complete(request);
        return answer;
    }

    private static HttpRequestWriter request() {
        return HttpRequest.streaming(HttpMethod.POST, "/");
    }

    /** Returns when all that was written has been taken. */
    private static void write(HttpRequestWriter request, String text) throws Exception {
        request.write(HttpData.ofUtf8(text));
        request.whenConsumed().get(PATIENCE_S, TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletableFuture<HttpResponse> future) throws Exception {
        try {
            throw new AssertionError("answered: " + future.get(PATIENCE_S, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Test
    void countsWhatHasComeUntilTheRequestIsAnswered() throws Exception {
        HttpRequestWriter request = request();
        CompletableFuture<HttpResponse> answered = budget.answered(request, this::answering);
        assertThat(budget.taken()).isZero();

        write(request, "abc");
        assertThat(budget.taken()).isEqualTo(3);
        write(request, "de");
        assertThat(budget.taken()).isEqualTo(5);

        request.close();
        assertThat(whole.get(PATIENCE_S, TimeUnit.SECONDS).contentUtf8()).isEqualTo("abcde");
        assertThat(budget.taken()).isEqualTo(5);
        answer.complete(HttpResponse.of(HttpStatus.OK));
        answered.get(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(budget.taken()).isZero();
    }

    @Test
    void givesBackWhatWasRefused() throws Exception {
        HttpRequestWriter first = request();
        CompletableFuture<HttpResponse> waiting = budget.answered(first, this::answering);
        write(first, "abcdef");
        HttpRequestWriter second = request();
        CompletableFuture<HttpResponse> refused = budget.answered(second, this::answering);
        write(second, "abcd");
        assertThat(budget.taken()).isEqualTo(MAX);

        second.write(HttpData.ofUtf8("e"));

        assertThat(failure(refused)).isInstanceOf(HttpProblemException.class).hasMessageContaining("buffer.bytes");
        assertThat(budget.taken()).isEqualTo(6);
        assertThat(waiting).isNotDone();
        assertThat(whole).isNotDone();
        assertThat(second.isOpen()).isFalse();
    }

    @Test
    void givesBackWhatBreaksOffOrTakesTooLong() throws Exception {
        HttpRequestWriter request = request();
        CompletableFuture<HttpResponse> broken = budget.answered(request, this::answering);
        write(request, "abc");

        request.abort(RequestTimeoutException.get());

        assertThat(failure(broken)).isInstanceOf(RequestTimeoutException.class);
        assertThat(budget.taken()).isZero();
    }

    @Test
    void givesBackWhatCouldNotBeAnswered() throws Exception {
        HttpRequestWriter request = request();
        CompletableFuture<HttpResponse> answered = budget.answered(request, whole -> {
            throw new IllegalStateException("no answer");
        });
        write(request, "abc");

        request.close();

        assertThat(failure(answered)).isInstanceOf(IllegalStateException.class);
        assertThat(budget.taken()).isZero();
    }
}
