package io.millrace.broker.metadata.image;

import io.millrace.broker.metadata.acl.AclTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclBinding;

/**
 * The next image while records are applied to it. Each map, and each topic's list of partitions, is copied at most once
 * per draft, when first written, so a command with a thousand records costs one copy and not a thousand.
 */
public final class ImageDraft {
    private final MetadataImage base;
    private final List<RecentCommand> addedCommands = new ArrayList<>();
    private String clusterId;
    private int metadataVersion;
    private long nextProducerId;
    private SortedMap<Integer, BrokerImage> brokers;
    private SortedMap<String, TopicImage> topicsByName;
    private SortedMap<Uuid, TopicImage> topicsById;
    /** The partitions of topics that have changed ones; {@link #build} puts them into their topics. */
    private final SortedMap<Uuid, List<PartitionImage>> changedPartitions = new TreeMap<>();

    private SortedMap<ConfigTarget, SortedMap<String, String>> configs;
    private Set<AclBinding> acls;
    private ScramImage scram;
    private FeaturesImage features;
    private QuotasImage quotas;

    public ImageDraft(MetadataImage base) {
        this.base = base;
        this.clusterId = base.clusterId();
        this.metadataVersion = base.metadataVersion();
        this.nextProducerId = base.nextProducerId();
        this.scram = base.scram();
        this.features = base.features();
        this.quotas = base.quotas();
    }

    public void foundCluster(String newClusterId, int newMetadataVersion) {
        clusterId = newClusterId;
        metadataVersion = newMetadataVersion;
    }

    public void putBroker(BrokerImage broker) {
        if (brokers == null) {
            brokers = new TreeMap<>(base.brokers());
        }
        brokers.put(broker.brokerId(), broker);
    }

    public void putTopic(TopicImage topic) {
        changedPartitions.remove(topic.id());
        openTopics();
        topicsByName.put(topic.name(), topic);
        topicsById.put(topic.id(), topic);
    }

    /** The topic takes its configs with it. */
    public void removeTopic(Uuid id) {
        openTopics();
        TopicImage removed = topicsById.remove(id);
        if (removed == null) {
            throw new IllegalStateException("No topic has the id " + id + ", so it can not be removed");
        }
        topicsByName.remove(removed.name());
        changedPartitions.remove(id);
        removeConfigs(ConfigTarget.topic(removed.name()));
    }

    public void putPartition(Uuid topicId, PartitionImage partition) {
        List<PartitionImage> partitions = openPartitions(topicId);
        if (partition.partition() == partitions.size()) {
            partitions.add(partition);
        } else {
            partitions.set(partition.partition(), partition);
        }
    }

    public void addPartitions(Uuid topicId, List<PartitionImage> added) {
        openPartitions(topicId).addAll(added);
    }

    public void putConfig(ConfigTarget target, String key, Optional<String> value) {
        openConfigs();
        SortedMap<String, String> entries = new TreeMap<>(configs.getOrDefault(target, Collections.emptySortedMap()));
        if (value.isPresent()) {
            entries.put(key, value.get());
        } else {
            entries.remove(key);
        }
        if (entries.isEmpty()) {
            configs.remove(target);
        } else {
            configs.put(target, Collections.unmodifiableSortedMap(entries));
        }
    }

    public void addAcl(AclBinding binding) {
        openAcls();
        acls.add(binding);
    }

    public void removeAcl(AclBinding binding) {
        openAcls();
        if (!acls.remove(binding)) {
            throw new IllegalStateException("There is no ACL " + binding + ", so it can not be removed");
        }
    }

    public void putScram(String user, ScramMechanism mechanism, Optional<ScramSecret> secret) {
        scram = scram.with(user, mechanism, secret);
    }

    public void finalizeFeature(String feature, short level, long epoch) {
        features = features.with(feature, level, epoch);
    }

    public void putQuota(QuotaEntity entity, String key, Optional<Double> limit) {
        quotas = quotas.with(entity, key, limit);
    }

    public void nextProducerId(long newNextProducerId) {
        nextProducerId = newNextProducerId;
    }

    public void remember(RecentCommand command) {
        addedCommands.add(command);
    }

    public MetadataImage build(LogPosition position) {
        closePartitions();
        return new MetadataImage(
                clusterId,
                metadataVersion,
                brokers == null ? base.brokers() : brokers,
                topicsByName == null ? base.topics() : new TopicsImage(topicsByName, topicsById),
                configs == null ? base.configs() : new ConfigsImage(configs),
                acls == null ? base.acls() : AclTable.of(acls),
                scram,
                features,
                quotas,
                nextProducerId,
                addedCommands.isEmpty()
                        ? base.recentCommands()
                        : base.recentCommands().with(addedCommands),
                position);
    }

    private TopicImage requireTopic(Uuid id) {
        TopicImage topic = topicsById == null ? base.topics().byId().get(id) : topicsById.get(id);
        if (topic == null) {
            throw new IllegalStateException("No topic has the id " + id);
        }
        return topic;
    }

    private List<PartitionImage> openPartitions(Uuid topicId) {
        return changedPartitions.computeIfAbsent(
                topicId, id -> new ArrayList<>(requireTopic(id).partitions()));
    }

    private void closePartitions() {
        if (!changedPartitions.isEmpty()) {
            openTopics();
            changedPartitions.forEach((id, partitions) -> {
                TopicImage changed = new TopicImage(id, requireTopic(id).name(), partitions);
                topicsByName.put(changed.name(), changed);
                topicsById.put(id, changed);
            });
            changedPartitions.clear();
        }
    }

    private void openTopics() {
        if (topicsByName == null) {
            topicsByName = new TreeMap<>(base.topics().byName());
            topicsById = new TreeMap<>(base.topics().byId());
        }
    }

    private void openConfigs() {
        if (configs == null) {
            configs = new TreeMap<>(base.configs().byTarget());
        }
    }

    private void openAcls() {
        if (acls == null) {
            acls = new HashSet<>(base.acls().bindings());
        }
    }

    private void removeConfigs(ConfigTarget target) {
        openConfigs();
        configs.remove(target);
    }
}
