package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.Pause;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a read has polled and its client has not got is not committed. */
class UndeliveredIT extends GatewaySuite {
    UndeliveredIT() {
        super(BrokerKind.MILLRACE);
    }

    private String reading(HttpCaller caller, String topic, String group, String config) {
        caller.post(
                "/consumers/" + group,
                "application/vnd.kafka.v2+json",
                "{\"name\":\"a\",\"auto.offset.reset\":\"earliest\",\"fetch.min.bytes\":\"1000\","
                        + "\"consumer.request.timeout.ms\":\"20000\"" + config + "}");
        String i = "/consumers/" + group + "/instances/a";
        caller.post(i + "/subscription", "application/vnd.kafka.v2+json", "{\"topics\":[\"" + topic + "\"]}");
        return i;
    }

    private String committed(String group) throws Exception {
        return admin().listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .toString();
    }

    @Test
    void aGatewayThatStopsDuringARead() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1", "2");
        GatewayServer other = kind().gateway(Map.of("consumer.auto.commit.interval.ms", "600000"));
        HttpCaller caller = new HttpCaller(other.url());
        String i = reading(caller, topic, "stop", "");
        CompletableFuture<Reply> read = CompletableFuture.supplyAsync(() -> caller.get(i + "/records"));
        for (int n = 0; n < 500; n++) {
            Pause.betweenLooks();
        }
        other.close();

        assertThat(read.join().status()).isEqualTo(503);
        assertThat(committed("stop")).doesNotContain("offset=2");
    }
}
