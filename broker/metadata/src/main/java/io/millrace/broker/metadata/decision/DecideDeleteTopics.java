package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.DeleteTopics;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.TopicReference;
import io.millrace.broker.metadata.command.TopicsDeleted;
import io.millrace.broker.metadata.command.TopicsDeleted.DeletedTopic;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.metadata.record.MetadataRecord;
import io.millrace.broker.metadata.record.TopicRemovedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/** Deletes the topics that exist. A topic that is named twice, by name and by id too, is deleted once and refused once. */
final class DecideDeleteTopics {
    private DecideDeleteTopics() {}

    static Decision decide(MetadataImage image, DeleteTopics command) {
        List<MetadataRecord> records = new ArrayList<>();
        List<DeletedTopic> results = new ArrayList<>();
        SortedSet<Uuid> deleted = new TreeSet<>();
        for (TopicReference reference : command.topics()) {
            if (reference.name().isPresent() == reference.hasId()) {
                results.add(new DeletedTopic(
                        reference,
                        Outcome.refused(Errors.INVALID_REQUEST, "A topic is named either by its name or by its id.")));
                continue;
            }
            Optional<TopicImage> topic = find(image, reference);
            if (topic.isEmpty()) {
                results.add(new DeletedTopic(reference, unknown(reference)));
            } else if (deleted.add(topic.get().id())) {
                records.add(new TopicRemovedRecord(topic.get().id()));
                results.add(new DeletedTopic(full(topic.get()), Outcome.DONE));
            } else {
                results.add(new DeletedTopic(
                        full(topic.get()),
                        Outcome.refused(Errors.INVALID_REQUEST, "The request names the topic more than once.")));
            }
        }
        return new Decision(records, new TopicsDeleted(results));
    }

    private static Optional<TopicImage> find(MetadataImage image, TopicReference reference) {
        return reference.name().isPresent()
                ? image.topics().find(reference.name().get())
                : image.topics().find(reference.id());
    }

    private static TopicReference full(TopicImage topic) {
        return new TopicReference(Optional.of(topic.name()), topic.id());
    }

    private static Outcome unknown(TopicReference reference) {
        return reference.hasId()
                ? Outcome.refused(Errors.UNKNOWN_TOPIC_ID, "No topic has the id " + reference.id() + ".")
                : Outcome.refused(Errors.UNKNOWN_TOPIC_OR_PARTITION, "This topic does not exist.");
    }
}
