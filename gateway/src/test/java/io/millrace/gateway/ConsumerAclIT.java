package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.Pause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers may do with consumer instances. */
class ConsumerAclIT extends AclSuite {
    private static final String V2 = "application/vnd.kafka.v2+json";
    private static final String WISHES = "{\"format\":\"json\",\"auto.offset.reset\":\"earliest\"}";
    private static final String BOTH = "{\"topic_pattern\":\"orders|prices\"}";

    private String group;

    @BeforeEach
    void nameAGroup() {
        group = "g-" + System.nanoTime();
    }

    private void allowGroup() throws Exception {
        allow(ResourceType.GROUP, group, PatternType.LITERAL, AclOperation.READ);
    }

    private void allowTopic(String topic) throws Exception {
        allow(ResourceType.TOPIC, topic, PatternType.LITERAL, AclOperation.READ);
    }

    private void denyTopic(String topic) throws Exception {
        set(ResourceType.TOPIC, topic, PatternType.LITERAL, AclOperation.READ, AclPermissionType.DENY);
    }

    /** The path of a new instance of ann, as soon as she may have one. */
    private String instance() throws Exception {
        Reply made = until(() -> ann().post("/consumers/" + group, V2, WISHES), reply -> reply.status() == 200);
        return "/consumers/" + group + "/instances/"
                + made.json().path("instance_id").asText();
    }

    private static String topics(String topic) {
        return "{\"topics\":[\"" + topic + "\"]}";
    }

    private static String place(String topic) {
        return "{\"topic\":\"" + topic + "\",\"partition\":0";
    }

    /** The topic of the first record that a read shows. */
    private String read(String instance) throws Exception {
        Reply found = until(
                () -> ann().get(instance + "/records"),
                reply -> reply.json().isArray() && !reply.json().isEmpty());
        return found.json().at("/0/topic").asText();
    }

    private static void refused(Reply reply, String why) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(403);
        assertThat(reply.json().path("error_code").asInt()).isEqualTo(40301);
        assertThat(reply.json().path("message").asText()).contains(why);
    }

    @Test
    void readsAGroupByRightsToTheGroupAndToTheTopics() throws Exception {
        root().post("/topics/orders", JSON, RECORD);
        refused(ann().post("/consumers/" + group, V2, WISHES), "not allowed to READ the group " + group);

        allowGroup();
        String instance = instance();
        refused(ann().post(instance + "/subscription", V2, topics("orders")), "READ the topic orders");
        refused(
                ann().post(instance + "/assignments", V2, "{\"partitions\":[" + place("orders") + "}]}"),
                "READ the topic orders");

        allowTopic("orders");
        untilStatus(204, () -> ann().post(instance + "/subscription", V2, topics("orders")));
        assertThat(read(instance)).isEqualTo("orders");
        refused(ann().post("/consumers/" + group + "-2", V2, WISHES), "group " + group + "-2");
    }

    @Test
    void refusesAReadAsSoonAsOneOfItsTopicsMayNotBeReadAnyMore() throws Exception {
        root().post("/topics/orders", JSON, RECORD);
        allowGroup();
        allowTopic("orders");
        String instance = instance();
        untilStatus(204, () -> ann().post(instance + "/subscription", V2, topics("orders")));
        assertThat(read(instance)).isEqualTo("orders");

        denyTopic("orders");
        untilStatus(403, () -> ann().get(instance + "/records"));
        refused(ann().post(instance + "/offsets", V2, ""), "READ the topic orders");

        set(ResourceType.GROUP, group, PatternType.LITERAL, AclOperation.READ, AclPermissionType.DENY);
        untilStatus(403, () -> ann().get(instance + "/subscription"));
        for (Reply each : List.of(
                ann().get(instance + "/records"),
                ann().get(instance + "/assignments"),
                ann().call("DELETE", instance + "/subscription", null),
                ann().call("DELETE", instance, null))) {
            refused(each, "READ the group " + group);
        }
    }

    @Test
    void followsOfAPatternOnlyWhatItsUserMayRead() throws Exception {
        root().post("/topics/orders", JSON, RECORD);
        root().post("/topics/prices", JSON, RECORD);
        allowGroup();
        // To see it is not enough.
        allow(ResourceType.TOPIC, "prices", PatternType.LITERAL, AclOperation.DESCRIBE);
        allowTopic("orders");
        untilStatus(200, () -> ann().get("/topics/prices/partitions"));
        untilStatus(200, () -> ann().get("/topics/orders/partitions/0/records"));
        String instance = instance();
        assertThat(ann().post(instance + "/subscription", V2, BOTH).status()).isEqualTo(204);
        assertThat(ann().get(instance + "/subscription").text()).isEqualTo(topics("orders"));
        assertThat(read(instance)).isEqualTo("orders");

        // What it may read later it finds later, and lets go at once of what it may not read any more.
        allowTopic("prices");
        until(
                () -> ann().get(instance + "/subscription"),
                reply -> reply.json().path("topics").size() == 2);
        denyTopic("orders");
        until(
                () -> {
                    assertThat(ann().get(instance + "/records").status()).isEqualTo(200);
                    return ann().get(instance + "/subscription");
                },
                reply -> reply.text().equals(topics("prices")));
        root().post("/topics/orders", JSON, RECORD);
        root().post("/topics/prices", JSON, RECORD);
        List<String> seen = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!seen.contains("prices")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Reply found = ann().get(instance + "/records");
            assertThat(found.status()).as(found.text()).isEqualTo(200);
            found.json().forEach(each -> seen.add(each.path("topic").asText()));
            Pause.betweenLooks();
        }
        assertThat(seen).doesNotContain("orders");
    }

    @Test
    void commitsAndShowsOnlyTheOffsetsOfTopicsOfItsUser() throws Exception {
        root().post("/topics/orders", JSON, RECORD);
        allowGroup();
        allowTopic("orders");
        String instance = instance();
        untilStatus(204, () -> ann().post(instance + "/subscription", V2, topics("orders")));
        read(instance);

        Reply committed =
                ann().post(instance + "/offsets", V2, "{\"offsets\":[" + place("orders") + ",\"offset\":0}]}");
        assertThat(committed.status()).as(committed.text()).isEqualTo(200);
        refused(
                ann().post(
                                instance + "/offsets",
                                V2,
                                "{\"offsets\":[" + place("orders") + ",\"offset\":0}," + place("prices")
                                        + ",\"offset\":0}]}"),
                "READ the topic prices");
        byte[] asked = ("{\"partitions\":[" + place("prices") + "}]}").getBytes(StandardCharsets.UTF_8);
        refused(ann().call("GET", instance + "/offsets", asked), "DESCRIBE the topic prices");

        Map<TopicPartition, OffsetAndMetadata> offsets = admin().listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        assertThat(offsets.keySet()).containsExactly(new TopicPartition("orders", 0));
    }

    @Test
    void anInstanceBelongsToTheUserWhoMadeIt() throws Exception {
        root().post("/topics/orders", JSON, RECORD);
        for (String user : List.of("ann", "bob")) {
            set(user, ResourceType.GROUP, group, PatternType.LITERAL, AclOperation.READ, AclPermissionType.ALLOW);
            set(user, ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.READ, AclPermissionType.ALLOW);
        }
        String instance = instance();
        untilStatus(204, () -> ann().post(instance + "/subscription", V2, topics("orders")));
        untilStatus(200, () -> bob().post("/consumers/" + group, V2, WISHES));

        String partition = "{\"partitions\":[" + place("orders") + "}]}";
        String offset = "{\"offsets\":[" + place("orders") + ",\"offset\":0}]}";
        for (HttpCaller other : List.of(bob(), root())) {
            for (Reply each : List.of(
                    other.get(instance + "/records"),
                    other.get(instance + "/subscription"),
                    other.get(instance + "/assignments"),
                    other.call("GET", instance + "/offsets", partition.getBytes(StandardCharsets.UTF_8)),
                    other.post(instance + "/subscription", V2, topics("orders")),
                    other.post(instance + "/assignments", V2, partition),
                    other.post(instance + "/positions", V2, offset),
                    other.post(instance + "/positions/beginning", V2, partition),
                    other.post(instance + "/positions/end", V2, partition),
                    other.post(instance + "/offsets", V2, offset),
                    other.call("DELETE", instance + "/subscription", null),
                    other.call("DELETE", instance, null))) {
                refused(each, "belongs to another user");
            }
        }
        assertThat(read(instance)).isEqualTo("orders");
        assertThat(ann().call("DELETE", instance, null).status()).isEqualTo(204);
        JsonNode gone = ann().get(instance + "/records").json();
        assertThat(gone.path("error_code").asInt()).isEqualTo(40403);
    }
}
