package io.millrace.broker.server.api.topics;

import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.CreateTopics;
import io.millrace.broker.metadata.command.NewTopic;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.TopicsCreated;
import io.millrace.broker.metadata.command.TopicsCreated.CreatedTopic;
import io.millrace.broker.server.api.configs.ConfigDescription;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.ApiSettings;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.CommandFailure;
import io.millrace.broker.server.request.MutationQuota;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicConfigs;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.Errors;

/** CreateTopics 2-7. Each topic succeeds or fails alone; one that is named twice fails. */
final class CreateTopicsHandler implements ApiHandler<CreateTopicsRequestData> {

    /** From here on clients know what THROTTLING_QUOTA_EXCEEDED means. */
    private static final int FIRST_STRICT_VERSION = 6;

    private final BrokerServices services;
    private final ConfigDescription configs;

    CreateTopicsHandler(BrokerServices services, ConfigDescription configs) {
        this.services = services;
        this.configs = configs;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, CreateTopicsRequestData request) {
        var response = new CreateTopicsResponseData();
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        request.topics().forEach(topic -> {
            if (!seen.add(topic.name())) {
                twice.add(topic.name());
            }
        });
        twice.forEach(name -> response.topics()
                .add(refused(name, Errors.INVALID_REQUEST, "The topic stands in the request more than once.")));
        var mutations = new MutationQuota(services, context, FIRST_STRICT_VERSION);
        Map<String, SortedMap<String, String>> wantedConfigs = new HashMap<>();
        List<NewTopic> wanted = new ArrayList<>();
        boolean all = services.access().clusterQuietly(context, AclOperation.CREATE);
        for (CreatableTopic topic : request.topics()) {
            if (!all && !services.access().topic(context, AclOperation.CREATE, topic.name())) {
                if (!twice.contains(topic.name())) {
                    response.topics().add(refused(topic.name(), Errors.TOPIC_AUTHORIZATION_FAILED, null));
                }
            } else if (!twice.contains(topic.name())) {
                Optional<Outcome> malformed =
                        MalformedTopics.complaint(topic, services.cluster().image());
                if (malformed.isPresent()) {
                    response.topics().add(refused(topic.name(), malformed.get()));
                    continue;
                }
                NewTopic newTopic = toNewTopic(topic);
                if (!request.validateOnly() && !mutations.take(partitions(newTopic))) {
                    response.topics()
                            .add(refused(
                                    topic.name(),
                                    Errors.THROTTLING_QUOTA_EXCEEDED,
                                    Errors.THROTTLING_QUOTA_EXCEEDED.message()));
                    continue;
                }
                wanted.add(newTopic);
                wantedConfigs.put(topic.name(), newTopic.configs());
            }
        }
        if (wanted.isEmpty()) {
            return CompletableFuture.completedFuture(new Answer.Message(response, mutations.throttleMs()));
        }
        ApiSettings settings = services.settings();
        var command = new CreateTopics(
                wanted, settings.defaultPartitionCount(), settings.defaultReplicationFactor(), request.validateOnly());
        return services.cluster().submit(command).handle((created, failure) -> {
            fill(response, wanted, wantedConfigs, created, failure);
            response.topics().forEach(topic -> hideConfigs(context, topic));
            return new Answer.Message(response, mutations.throttleMs());
        });
    }

    private int partitions(NewTopic topic) {
        if (!topic.assignment().isEmpty()) {
            return topic.assignment().size();
        }
        return topic.partitionCount() == NewTopic.USE_DEFAULT
                ? services.settings().defaultPartitionCount()
                : Math.max(1, topic.partitionCount());
    }

    private static NewTopic toNewTopic(CreatableTopic topic) {
        SortedMap<Integer, List<Integer>> assignment = new TreeMap<>();
        topic.assignments().forEach(entry -> assignment.put(entry.partitionIndex(), entry.brokerIds()));
        SortedMap<String, String> configs = new TreeMap<>();
        topic.configs().forEach(config -> configs.put(config.name(), config.value()));
        return new NewTopic(
                Uuid.randomUuid(), topic.name(), topic.numPartitions(), topic.replicationFactor(), assignment, configs);
    }

    private void fill(
            CreateTopicsResponseData response,
            List<NewTopic> wanted,
            Map<String, SortedMap<String, String>> wantedConfigs,
            CommandResponse created,
            Throwable failure) {
        if (created instanceof TopicsCreated done) {
            done.topics().forEach(topic -> response.topics().add(result(topic, wantedConfigs)));
        } else {
            Outcome refusal = CommandFailure.of(created, failure);
            wanted.forEach(topic -> response.topics().add(refused(topic.name(), refusal)));
        }
    }

    private CreatableTopicResult result(CreatedTopic topic, Map<String, SortedMap<String, String>> wantedConfigs) {
        if (!topic.outcome().done()) {
            return refused(topic.name(), topic.outcome());
        }
        List<CreatableTopicConfigs> effective = new ArrayList<>();
        configs.topic(
                        wantedConfigs.getOrDefault(topic.name(), new TreeMap<>()),
                        services.cluster().image().configs())
                .forEach(config -> effective.add(new CreatableTopicConfigs()
                        .setName(config.name())
                        .setValue(config.value())
                        .setConfigSource(config.source())));
        return new CreatableTopicResult()
                .setName(topic.name())
                .setTopicId(topic.topicId())
                .setNumPartitions(topic.partitionCount())
                .setReplicationFactor((short) topic.replicationFactor())
                .setErrorMessage(null)
                .setConfigs(effective);
    }

    /** Who may make a topic is not for that allowed to see how it is configured. */
    private void hideConfigs(RequestContext context, CreatableTopicResult topic) {
        if (topic.errorCode() == Errors.NONE.code()
                && !services.access().topic(context, AclOperation.DESCRIBE_CONFIGS, topic.name())) {
            topic.setNumPartitions(-1)
                    .setReplicationFactor((short) -1)
                    .setConfigs(List.of())
                    .setTopicConfigErrorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code());
        }
    }

    private static CreatableTopicResult refused(String name, Outcome refusal) {
        return refused(name, refusal.error(), refusal.message().orElse(null));
    }

    private static CreatableTopicResult refused(String name, Errors error, String message) {
        return new CreatableTopicResult()
                .setName(name)
                .setErrorCode(error.code())
                .setErrorMessage(message == null ? error.message() : message);
    }
}
