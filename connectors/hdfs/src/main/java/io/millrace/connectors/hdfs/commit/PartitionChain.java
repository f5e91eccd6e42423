package io.millrace.connectors.hdfs.commit;

import io.millrace.connectors.hdfs.store.Layout;
import io.millrace.connectors.hdfs.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.common.TopicPartition;

/** The right to add files to one topic partition: taken by {@link #adopt}, used by {@link #commit}. */
public final class PartitionChain {

    private final Store store;
    private final Layout layout;
    private final TopicPartition partition;
    private final Territory territory;
    private final ManifestLog log;
    private final String owner;
    private final Path unfinished;
    private final long sequence;
    private final long nextOffset;

    /** The chain as it is for an owner who takes over under a number. */
    PartitionChain(
            Territory territory, TopicPartition partition, ManifestLog log, String owner, long number, long next) {
        this.territory = territory;
        this.store = territory.store();
        this.layout = territory.layout();
        this.partition = partition;
        this.log = log;
        this.owner = owner;
        this.unfinished = layout.newUnfinished(partition.topic(), partition.partition(), number);
        this.sequence = number;
        this.nextOffset = next;
    }

    private PartitionChain(PartitionChain before, long next) {
        this.territory = before.territory;
        this.store = before.store;
        this.layout = before.layout;
        this.partition = before.partition;
        this.log = before.log;
        this.owner = before.owner;
        this.unfinished = before.unfinished;
        this.sequence = before.sequence + 1;
        this.nextOffset = next;
    }

    /** Takes the partition over: finishes the last commit, shuts the predecessor out, removes what it left behind. */
    public static PartitionChain adopt(Territory territory, TopicPartition partition) throws IOException {
        return new Adoption(territory, partition, newOwner()).fromLastCommit();
    }

    /** Makes whoever adopts the partition next go on at another offset; empty lets the consumer group decide. */
    public static void moveTo(Territory territory, TopicPartition partition, OptionalLong offset) throws IOException {
        new Adoption(territory, partition, newOwner()).from(offset.orElse(Manifest.NO_OFFSET));
    }

    /** The partitions of a topic that ever had an owner. */
    public static List<TopicPartition> known(Territory territory, String topic) throws IOException {
        return territory.store().folders(territory.layout().manifests(topic)).stream()
                .map(folder -> new TopicPartition(topic, Integer.parseInt(folder.getName())))
                .toList();
    }

    /**
     * Finds out what became of a commit of unknown outcome and goes on from there.
     *
     * @throws FencedException when another owner has taken the partition over meanwhile
     */
    public PartitionChain recover() throws IOException {
        return new Adoption(territory, partition, owner).fromOwnLastCommit();
    }

    /** Where the next record belongs, if anything has been committed. */
    public OptionalLong nextOffset() {
        return nextOffset == Manifest.NO_OFFSET ? OptionalLong.empty() : OptionalLong.of(nextOffset);
    }

    /** A new name for something unfinished of this owner. */
    public Path newUnfinished(String extension) {
        return new Path(unfinished, UUID.randomUUID() + "_tmp" + extension);
    }

    /**
     * Makes finished files part of the topic, all or none.
     *
     * @param files what has been written since the last commit
     * @param next the offset after the last record in them
     * @return the chain to go on with
     * @throws FencedException when another owner has taken the partition over
     * @throws IOException when it is unknown whether the commit happened; only {@link #adopt} tells
     */
    public PartitionChain commit(List<PublishedFile> files, long next) throws IOException {
        PartitionChain successor = new PartitionChain(this, next);
        Manifest link = successor.link(files);
        if (!files.isEmpty()) {
            store.create(layout.absolute(link.seal().temporary())).close();
            requireUnfinished(files);
        }
        if (!log.append(link, newUnfinished(".json"))) {
            throw new FencedException(territory, partition);
        }
        List<ManifestFile> gone = new FinalNames(territory, link).give();
        if (!gone.isEmpty()) {
            throw log.isNewest(link.sequence())
                    ? Adoption.unclear(territory, partition, link, gone)
                    : new FencedException(territory, partition);
        }
        log.forgetLinksBefore(link.sequence());
        return successor;
    }

    /** Becomes the owner, unless the number is taken, and removes what older owners left behind. */
    boolean takeNumber() throws IOException {
        if (!log.append(link(List.of()), newUnfinished(".json"))) {
            return false;
        }
        // Owners with higher numbers may be at work by now. All that those with lower ones committed is published, and
        // whoever else wanted this number did not get it.
        for (Path folder : store.folders(layout.unfinished(partition.topic(), partition.partition()))) {
            if (Layout.ownerNumber(folder) <= sequence && !folder.getName().equals(unfinished.getName())) {
                store.delete(folder);
            }
        }
        log.forgetLinksBefore(sequence);
        return true;
    }

    /** A link that names a file which is not there would pass for a commit and lose its records. */
    private void requireUnfinished(List<PublishedFile> files) throws IOException {
        Set<String> present =
                store.files(unfinished).stream().map(Path::getName).collect(Collectors.toSet());
        List<Path> missing = new ArrayList<>();
        for (PublishedFile file : files) {
            if (!present.contains(file.temporary().getName())) {
                missing.add(file.temporary());
            }
        }
        if (!missing.isEmpty()) {
            if (!log.isNewest(sequence)) {
                throw new FencedException(territory, partition);
            }
            throw new IOException("files vanished before they were committed: " + missing);
        }
    }

    private Manifest link(List<PublishedFile> files) {
        List<ManifestFile> entries = files.stream()
                .map(file -> new ManifestFile(layout.relative(file.temporary()), layout.relative(file.published())))
                .toList();
        ManifestFile seal = files.isEmpty()
                ? null
                : new ManifestFile(layout.relative(newUnfinished(".seal")), layout.relative(log.seal(sequence)));
        return new Manifest(sequence, owner, territory.connector(), nextOffset, entries, seal);
    }

    private static String newOwner() {
        return UUID.randomUUID().toString();
    }
}
