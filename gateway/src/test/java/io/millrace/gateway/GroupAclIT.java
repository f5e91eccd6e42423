package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.gateway.HttpCaller.Reply;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** What callers may read as a group. */
class GroupAclIT extends AclSuite {
    private final String group = "g-" + System.nanoTime();

    private void grant(String user, ResourceType type, String name) throws Exception {
        set(user, type, name, PatternType.LITERAL, AclOperation.READ, AclPermissionType.ALLOW);
    }

    private static void refused(Reply reply, String why) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(403);
        assertThat(reply.json().path("error_code").asInt()).isEqualTo(40301);
        assertThat(reply.json().path("message").asText()).contains(why);
    }

    @Test
    void asksForTheGroupAndForEachTopicWithEveryRequest() throws Exception {
        root().post("/topics/orders", JSON, RECORD);
        GroupClient both = GroupClient.of(group, "orders", "prices");
        refused(both.ask(ann(), ""), "READ the group " + group);
        grant("ann", ResourceType.GROUP, group);
        grant("ann", ResourceType.TOPIC, "orders");
        until(() -> both.ask(ann(), ""), reply -> reply.text().contains("READ the topic prices"));
        // Whether it is there or not.
        refused(GroupClient.of(group, "none-such").ask(ann(), ""), "READ the topic none-such");

        GroupClient orders = GroupClient.of(group, "orders");
        until(() -> orders.ask(ann(), ""), reply -> reply.status() == 200);
        String token = orders.token();

        set("ann", ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.READ, AclPermissionType.DENY);
        until(() -> orders.ask(ann(), ""), reply -> reply.status() == 403);
        refused(orders.leave(ann()), "READ the topic orders");

        // The token of another is good for whoever may read the same himself, and gives him no more.
        GroupClient bobs = GroupClient.with(group, GroupClient.resume(token));
        refused(bobs.ask(bob(), ""), "READ the group " + group);
        grant("bob", ResourceType.GROUP, group);
        until(() -> bobs.ask(bob(), ""), reply -> reply.text().contains("READ the topic orders"));
        grant("bob", ResourceType.TOPIC, "orders");
        until(() -> bobs.ask(bob(), ""), reply -> reply.status() == 200);

        // Those who may do nothing with the group hear the same of a token that is none.
        set("ann", ResourceType.GROUP, group, PatternType.LITERAL, AclOperation.READ, AclPermissionType.DENY);
        GroupClient garbage = GroupClient.with(group, GroupClient.resume("AAAA"));
        until(() -> garbage.ask(ann(), ""), reply -> reply.status() == 403);
        for (Reply each : List.of(garbage.leave(ann()), orders.leave(ann()))) {
            refused(each, "READ the group " + group);
        }
    }
}
