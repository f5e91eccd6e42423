package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.websocket.WebSocketClient;
import com.linecorp.armeria.client.websocket.WebSocketSession;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketFrameType;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** WebSockets that share a connection of HTTP/2 with other requests (RFC 8441). */
class SocketsOverHttp2IT extends GatewaySuite {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 90;

    private final ClientFactory factory = ClientFactory.builder().build();

    SocketsOverHttp2IT() {
        super(BrokerKind.MILLRACE);
    }

    @AfterAll
    void closeConnections() {
        factory.close();
    }

    /** Frames as they come. */
    private record Heard(BlockingQueue<WebSocketFrame> frames) implements Subscriber<WebSocketFrame> {
        @Override
        public void onSubscribe(Subscription given) {
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(WebSocketFrame frame) {
            frames.add(frame);
        }

        @Override
        public void onError(Throwable failure) {
            frames.add(WebSocketFrame.ofText("cut: " + failure));
        }

        @Override
        public void onComplete() {
            // The frame before it says so.
        }

        WebSocketFrame next() throws InterruptedException {
            WebSocketFrame next = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return next == null || next.type() != WebSocketFrameType.PING ? next : next();
        }
    }

    private WebSocketSession open(String path) throws Exception {
        return WebSocketClient.builder(url().replaceFirst("^http", "h2c"))
                .factory(factory)
                .build()
                .connect(path)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static Heard heard(WebSocketSession session) {
        Heard heard = new Heard(new LinkedBlockingQueue<>());
        session.inbound().subscribe(heard);
        return heard;
    }

    @Test
    void writeAndReadRecords() throws Exception {
        String topic = topic(1);
        WebSocketSession writing = open(WriteSocketsSuite.path(topic));
        Heard results = heard(writing);
        WebSocketWriter records = writing.outbound();
        for (int i = 0; i < 3; i++) {
            records.write("{\"value\":" + i + "}");
        }
        for (int i = 0; i < 3; i++) {
            assertThat(JSON.readTree(results.next().text()).path("offset").asInt(-1))
                    .isEqualTo(i);
        }
        records.close();
        assertThat(results.next().type()).isEqualTo(WebSocketFrameType.CLOSE);

        WebSocketSession reading = open("/topics/" + topic + "/records?format=json&offset=earliest");
        Heard events = heard(reading);
        List<Integer> values = new ArrayList<>();
        while (values.size() < 3) {
            JsonNode message = JSON.readTree(events.next().text());
            if (message.has("record")) {
                values.add(message.at("/record/value").asInt());
            }
        }
        assertThat(values).containsExactly(0, 1, 2);
        reading.outbound().close();
        assertThat(events.next().type()).isEqualTo(WebSocketFrameType.CLOSE);
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        Heard end = heard(open("/topics/none/records:write"));
        assertThat(JSON.readTree(end.next().text()).path("error_code").asInt()).isEqualTo(40401);
        assertThat(end.next().type()).isEqualTo(WebSocketFrameType.CLOSE);
    }

    @Test
    void areRefusedToPagesOfOthersAndToWhoDoesNotAskForThem() throws Exception {
        WebClient client = WebClient.builder(url().replaceFirst("^http", "h2c"))
                .factory(factory)
                .build();
        String path = WriteSocketsSuite.path(topic(1));
        RequestHeaders elsewhere = RequestHeaders.builder(HttpMethod.CONNECT, path)
                .add(HttpHeaderNames.PROTOCOL, "websocket")
                .add(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13")
                .add(HttpHeaderNames.ORIGIN, "http://elsewhere.example")
                .build();
        AggregatedHttpResponse refused =
                client.execute(HttpRequest.of(elsewhere)).aggregate().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(refused.status().code()).isEqualTo(403);

        AggregatedHttpResponse plain = client.get(path).aggregate().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(plain.status().code()).isEqualTo(426);
        assertThat(plain.headers().contains(HttpHeaderNames.UPGRADE)).isFalse();
        assertThat(plain.contentUtf8()).contains("ask for one");
    }
}
