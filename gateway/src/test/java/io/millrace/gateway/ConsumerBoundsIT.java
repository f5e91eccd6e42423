package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.Pause;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.junit.jupiter.api.Test;

/** How many consumer instances a gateway has, and for how long. */
class ConsumerBoundsIT extends GatewaySuite {
    private static final String V2 = "application/vnd.kafka.v2+json";
    private static final long PATIENCE_NANOS = 90_000_000_000L;

    ConsumerBoundsIT() {
        super(BrokerKind.MILLRACE);
    }

    @Override
    Map<String, String> properties() {
        return Map.of("max.consumer.instances", "1", "consumer.instance.timeout.ms", "1000");
    }

    @Test
    void closesAnInstanceThatNobodyAsksForAndThenTakesAnother() throws Exception {
        String topic = topic(1);
        String path = "/consumers/abandoned/instances/a";
        assertThat(http().post("/consumers/abandoned", V2, "{\"name\":\"a\"}").status())
                .isEqualTo(200);
        http().post(path + "/subscription", V2, "{\"topics\":[\"" + topic + "\"]}");

        Reply made = http().post("/consumers/other", V2, "{}");
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (made.status() != 200) {
            assertThat(made.status()).isEqualTo(429);
            assertThat(made.json().path("message").asText()).contains("max.consumer.instances");
            assertThat(System.nanoTime()).isLessThan(deadline);
            made = http().post("/consumers/other", V2, "{}");
            Pause.betweenLooks();
        }

        assertThat(http().get(path + "/records").json().path("error_code").asInt())
                .isEqualTo(40403);
    }

    @Test
    void leavesItsGroupsWhenItStops() throws Exception {
        String topic = topic(1);
        GatewayServer other = kind().gateway(Map.of());
        try {
            HttpCaller caller = new HttpCaller(other.url());
            caller.post("/consumers/left", V2, "{\"name\":\"a\"}");
            caller.post("/consumers/left/instances/a/subscription", V2, "{\"topics\":[\"" + topic + "\"]}");
            awaitMembers(1);
        } finally {
            other.close();
        }

        // At once, where a member that has not left would be waited for.
        var group = admin().describeConsumerGroups(List.of("left")).all().get().get("left");
        assertThat(group.groupState()).isEqualTo(GroupState.EMPTY);
    }

    private void awaitMembers(int count) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (members() != count) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Pause.betweenLooks();
        }
    }

    private int members() throws Exception {
        try {
            return admin().describeConsumerGroups(List.of("left"))
                    .all()
                    .get()
                    .get("left")
                    .members()
                    .size();
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(GroupIdNotFoundException.class);
            return 0;
        }
    }
}
