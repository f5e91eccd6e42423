package io.millrace.gateway.instances;

import io.millrace.gateway.rights.Rights;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** What the user of an instance may do with topics, as the ACLs say now and not when he subscribed. Any thread. */
final class InstanceRights {
    private final Rights rights;

    InstanceRights(Rights rights) {
        this.rights = rights;
    }

    /** Ends a request whose caller may not read all of these. */
    void requireRead(Instance instance, Collection<String> topics) {
        topics.forEach(each -> require(instance, AclOperation.READ, each));
    }

    /** Ends a request whose caller may not know of all of these, as what a group has committed tells of its topics. */
    void requireDescribe(Instance instance, Collection<TopicPartition> partitions) {
        topics(partitions).forEach(each -> require(instance, AclOperation.DESCRIBE, each));
    }

    private void require(Instance instance, AclOperation operation, String topic) {
        rights.require(instance.user(), operation, ResourceType.TOPIC, topic);
    }

    /** Those that the user may read. */
    List<String> readable(Instance instance, Collection<String> topics) {
        return rights.readable(instance.user(), topics);
    }

    /**
     * In the instance's turn: ends a request for topics that the user named and may not read any more. Of those that a
     * pattern found, the ones that he may not read any more are let go of.
     */
    void beforeUse(Instance instance, KafkaConsumer<byte[], byte[]> consumer) {
        if (!rights.areJudged()) {
            return;
        }
        if (instance.pattern() == null) {
            requireRead(instance, consumer.subscription());
            requireRead(instance, topics(consumer.assignment()));
            return;
        }
        List<String> kept = readable(instance, consumer.subscription());
        if (kept.size() < consumer.subscription().size()) {
            consumer.subscribe(kept, instance.reading());
        }
    }

    /** Ends a read that found a record which the user may not read, as partitions are let go of a little later. */
    void requireRead(Instance instance, ConsumerRecord<byte[], byte[]> record, Set<String> judged) {
        if (judged.add(record.topic())) {
            require(instance, AclOperation.READ, record.topic());
        }
    }

    static Set<String> topics(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toCollection(HashSet::new));
    }
}
