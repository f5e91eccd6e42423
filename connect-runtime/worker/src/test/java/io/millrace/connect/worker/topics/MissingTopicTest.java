package io.millrace.connect.worker.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class MissingTopicTest {

    private final List<String> calls = new ArrayList<>();
    private final MissingTopic topic = new MissingTopic(new NewTopic("t", 1, (short) 1), "dead letter topic");

    @Test
    void asksForNoPermissionToCreateWhatIsThere() {
        // When
        topic.ensure(admin(null, new TopicAuthorizationException("no create")));

        // Then
        assertThat(calls).containsExactly("describeTopics");
    }

    @Test
    void createsWhatIsMissing() {
        // When
        topic.ensure(admin(new UnknownTopicOrPartitionException(), null));

        // Then
        assertThat(calls).containsExactly("describeTopics", "createTopics");
    }

    @Test
    void doesNotMindThatAnotherWasQuickerOrThatItMayNotLook() {
        topic.ensure(admin(new UnknownTopicOrPartitionException(), new TopicExistsException("there")));
        topic.ensure(admin(new TopicAuthorizationException("no describe"), null));
        assertThat(calls).hasSize(4);
    }

    @Test
    void saysWhatItMayNotCreate() {
        assertThatThrownBy(() -> topic.ensure(
                        admin(new UnknownTopicOrPartitionException(), new TopicAuthorizationException("no create"))))
                .hasMessageContaining("dead letter topic \"t\"")
                .hasMessageContaining("no create");
    }

    private Admin admin(Exception describing, Exception creating) {
        return (Admin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return method.getName().equals("describeTopics") ? described(describing) : created(creating);
                });
    }

    private static DescribeTopicsResult described(Exception failure) {
        KafkaFutureImpl<TopicDescription> future = new KafkaFutureImpl<>();
        if (failure == null) {
            future.complete(new TopicDescription("t", false, List.of()));
        } else {
            future.completeExceptionally(failure);
        }
        return new DescribeTopicsResult(null, Map.of("t", future)) {};
    }

    private static CreateTopicsResult created(Exception failure) {
        KafkaFutureImpl<CreateTopicsResult.TopicMetadataAndConfig> future = new KafkaFutureImpl<>();
        if (failure == null) {
            future.complete(null);
        } else {
            future.completeExceptionally(failure);
        }
        return new CreateTopicsResult(Map.of("t", future)) {};
    }
}
