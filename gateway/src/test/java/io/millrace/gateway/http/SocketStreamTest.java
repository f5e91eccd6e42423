package io.millrace.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketFrameType;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class SocketStreamTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final ServiceRequestContext context = ServiceRequestContext.of(HttpRequest.of(HttpMethod.GET, "/"));
    private final ByteBudget budget = new ByteBudget(1 << 30);
    private final Endpoints endpoints = new Endpoints(budget, 1 << 20, failure -> null);
    private final WebSocketWriter client = WebSocket.streaming();
    private final WebSocketWriter answers = WebSocket.streaming();
    private final List<Awaited> taken = new CopyOnWriteArrayList<>();
    private final SocketStream stream = new SocketStream(
            context,
            answers,
            1 << 20,
            new FrameBytes(budget),
            budget,
            wake -> new MessageTaker((bytes, from, length, again) -> awaited(again), endpoints, wake));

    /** A result that is done when the test says so. */
    private record Awaited(CompletableFuture<Void> result, int number) implements Pending {
        @Override
        public boolean done() {
            return result.isDone();
        }

        @Override
        public void write(ResultBuffer out) {
            out.number(number);
        }
    }

    private Awaited awaited(Runnable wake) {
        Awaited each = new Awaited(new CompletableFuture<>(), taken.size());
        var unused = each.result().thenRun(wake);
        taken.add(each);
        return each;
    }

    private void send(int messages, int bytes) {
        for (int i = 0; i < messages; i++) {
            client.write(WebSocketFrame.ofText(new byte[bytes]));
        }
    }

    private static void await(BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - began).as("in vain").isLessThan(PATIENCE_NANOS);
            Thread.onSpinWait();
        }
    }

    /** Returns when everything that is under way on the two threads is over. */
    private void settle() throws Exception {
        for (int i = 0; i < 10; i++) {
            context.eventLoop().submit(() -> {}).get();
            context.blockingTaskExecutor().submit(() -> {}).get();
        }
    }

    @Test
    void takesNoMoreThanSoManyRecordsBeforeTheyAreAnswered() throws Exception {
        stream.begin(client);
        send(3_000, 10);

        await(() -> taken.size() == 1_000);
        settle();
        assertThat(taken).hasSize(1_000);

        taken.get(1).result().complete(null);
        settle();
        assertThat(taken).as("the first is still missing").hasSize(1_000);

        CompletableFuture<List<WebSocketFrame>> heard = answers.collect(context.eventLoop());
        taken.get(0).result().complete(null);
        await(() -> taken.size() == 1_002);
        client.write(WebSocketFrame.ofClose(com.linecorp.armeria.common.websocket.WebSocketCloseStatus.NORMAL_CLOSURE));
        client.close();
        for (int i = 2; i < 3_000; i++) {
            int number = i;
            await(() -> taken.size() > number);
            taken.get(i).result().complete(null);
        }
        List<WebSocketFrame> all = heard.get(60, TimeUnit.SECONDS);
        assertThat(all).hasSize(3_001);
        for (int i = 0; i < 3_000; i++) {
            assertThat(all.get(i).text()).isEqualTo(Integer.toString(i));
        }
        assertThat(all.get(3_000).type()).isEqualTo(WebSocketFrameType.CLOSE);
    }

    @Test
    void takesNoMoreThanSoManyBytesBeforeTheyAreAnswered() throws Exception {
        stream.begin(client);
        send(20, 1 << 20);

        await(() -> taken.size() == 4);
        settle();
        assertThat(taken).hasSize(4);
    }

    @Test
    void takesNoMoreFromAClientThatDoesNotRead() throws Exception {
        stream.begin(client);
        send(1, 10);
        await(() -> taken.size() == 1);
        taken.get(0).result().complete(null);
        settle();
        // The next one may have been asked for before the result was there.
        send(10, 10);
        settle();
        assertThat(taken.size()).isLessThanOrEqualTo(2);
    }
}
