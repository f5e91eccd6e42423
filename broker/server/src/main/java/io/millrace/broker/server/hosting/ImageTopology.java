package io.millrace.broker.server.hosting;

import io.millrace.broker.coordinator.topology.Topology;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.TopicImage;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;

/** One image of the cluster as groups see it. The version is the image in which the topics became what they are. */
record ImageTopology(MetadataImage image, long version) implements Topology {

    /** Any thread. Follows a broker's image; while that does not change, neither does the topology. */
    static final class Source implements Supplier<Topology> {

        private final Supplier<MetadataImage> images;
        private volatile ImageTopology newest = new ImageTopology(MetadataImage.EMPTY, -1);

        Source(Supplier<MetadataImage> images) {
            this.images = images;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // Images share what did not change.
        public Topology get() {
            MetadataImage image = images.get();
            ImageTopology known = newest;
            if (image == known.image) {
                return known;
            }
            boolean sameTopics = image.topics() == known.image.topics();
            var next = new ImageTopology(image, sameTopics ? known.version : image.appliedIndex());
            newest = next;
            return next;
        }
    }

    @Override
    public Optional<Topic> topic(String name) {
        return image.topics().find(name).map(ImageTopology::topic);
    }

    @Override
    public Optional<Topic> topic(Uuid id) {
        return image.topics().find(id).map(ImageTopology::topic);
    }

    @Override
    public Collection<String> topicNames() {
        return image.topics().byName().keySet();
    }

    @Override
    public Map<String, String> groupConfigs(String groupId) {
        return image.configs().of(ConfigTarget.group(groupId));
    }

    private static Topic topic(TopicImage topic) {
        return new Topic(topic.id(), topic.name(), topic.partitions().size());
    }
}
