package io.millrace.connectors.hdfs.commit;

import io.millrace.connectors.hdfs.store.Layout;
import io.millrace.connectors.hdfs.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The right to add files to one topic partition: taken by {@link #adopt}, used by {@link #commit}. */
public final class PartitionChain {

    private static final Logger LOGGER = LoggerFactory.getLogger(PartitionChain.class);

    /** Each attempt is lost only to another owner's progress; so many in a row is not a race but a quarrel. */
    private static final int MAX_ADOPTION_ATTEMPTS = 32;

    private final Store store;
    private final Layout layout;
    private final TopicPartition partition;
    private final Territory territory;
    private final ManifestLog log;
    private final String owner;
    private final long sequence;
    private final long nextOffset;

    private PartitionChain(
            Territory territory, TopicPartition partition, ManifestLog log, String owner, long sequence, long next) {
        this.territory = territory;
        this.store = territory.store();
        this.layout = territory.layout();
        this.partition = partition;
        this.log = log;
        this.owner = owner;
        this.sequence = sequence;
        this.nextOffset = next;
    }

    /** Takes the partition over: finishes the last commit, shuts the predecessor out, removes what it left behind. */
    public static PartitionChain adopt(Territory territory, TopicPartition partition) throws IOException {
        return takeOver(territory, partition, UUID.randomUUID().toString(), false);
    }

    /**
     * Finds out what became of a commit of unknown outcome and goes on from there.
     *
     * @throws FencedException when another owner has taken the partition over meanwhile
     */
    public PartitionChain recover() throws IOException {
        return takeOver(territory, partition, owner, true);
    }

    private static PartitionChain takeOver(
            Territory territory, TopicPartition partition, String owner, boolean mustBeOwner) throws IOException {
        ManifestLog log = new ManifestLog(territory.store(), territory.layout(), partition);
        for (int attempt = 0; attempt < MAX_ADOPTION_ATTEMPTS; attempt++) {
            Optional<Manifest> newest = log.newest();
            if (mustBeOwner
                    && !newest.map(manifest -> manifest.owner().equals(owner)).orElse(false)) {
                throw fenced(territory, partition);
            }
            if (newest.isPresent()) {
                publish(territory, newest.get().files());
            }
            long sequence = newest.map(manifest -> manifest.sequence() + 1).orElse(0L);
            long next = newest.isPresent() ? newest.get().nextOffset() : nextAfterFiles(territory, partition);
            PartitionChain chain = new PartitionChain(territory, partition, log, owner, sequence, next);
            if (log.append(chain.link(sequence, next, List.of()))) {
                chain.cleanUp();
                LOGGER.info("adopted partition={} sequence={} nextOffset={}", partition, sequence, next);
                return chain;
            }
        }
        throw new IOException("could not take over " + partition + ": other tasks keep committing to it");
    }

    /** Where the next record belongs, if anything has been committed. */
    public OptionalLong nextOffset() {
        return nextOffset == Manifest.NO_OFFSET ? OptionalLong.empty() : OptionalLong.of(nextOffset);
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
        List<ManifestFile> entries = files.stream()
                .map(file -> new ManifestFile(layout.relative(file.temporary()), layout.relative(file.published())))
                .toList();
        PartitionChain successor = new PartitionChain(territory, partition, log, owner, sequence + 1, next);
        if (!log.append(successor.link(sequence + 1, next, entries))) {
            throw fenced(territory, partition);
        }
        publish(territory, entries);
        log.forgetLinksBefore(sequence + 1);
        return successor;
    }

    private static FencedException fenced(Territory territory, TopicPartition partition) {
        return new FencedException("another task has taken over " + partition + " below "
                + territory.layout().root() + "; what this one has not committed is discarded");
    }

    private Manifest link(long number, long next, List<ManifestFile> files) {
        return new Manifest(number, owner, territory.connector(), next, files);
    }

    private void cleanUp() throws IOException {
        for (Path leftover : store.files(layout.unfinished(partition.topic(), partition.partition()))) {
            store.delete(leftover);
        }
        log.forgetLinksBefore(sequence);
    }

    private static void publish(Territory territory, List<ManifestFile> files) throws IOException {
        Store store = territory.store();
        for (ManifestFile file : files) {
            Path temporary = territory.layout().absolute(file.temporary());
            Path published = territory.layout().absolute(file.published());
            if (!store.exists(published)) {
                // False means that somebody who adopted the partition was faster; the name says that it is this file.
                store.publish(temporary, published);
            }
            store.delete(temporary);
        }
    }

    /** Files written before there were manifests: their names say how far they go. */
    private static long nextAfterFiles(Territory territory, TopicPartition partition) throws IOException {
        String topic = territory.layout().topic(partition.topic()).getName();
        return territory.store().filesBelow(territory.layout().topic(partition.topic())).stream()
                .map(path -> FileName.parse(path.getName()))
                .flatMap(Optional::stream)
                .filter(name -> name.topic().equals(topic) && name.partition() == partition.partition())
                .mapToLong(name -> name.endOffset() + 1)
                .max()
                .orElse(Manifest.NO_OFFSET);
    }
}
