package io.millrace.connectors.hdfs.commit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one topic partition over: finishes the last commit, then takes the next number of the chain. */
final class Adoption {

    private static final Logger LOGGER = LoggerFactory.getLogger(Adoption.class);

    /** Each attempt is lost only to another owner's progress; so many in a row is not a race but a quarrel. */
    private static final int MAX_ATTEMPTS = 32;

    private final Territory territory;
    private final TopicPartition partition;
    private final String owner;
    private final ManifestLog log;

    Adoption(Territory territory, TopicPartition partition, String owner) {
        this.territory = territory;
        this.partition = partition;
        this.owner = owner;
        this.log = new ManifestLog(territory.store(), territory.layout(), partition);
    }

    /** Goes on where the last commit ended. */
    PartitionChain fromLastCommit() throws IOException {
        return run(false, OptionalLong.empty());
    }

    /** The same, for one who is fenced unless the newest link is its own. */
    PartitionChain fromOwnLastCommit() throws IOException {
        return run(true, OptionalLong.empty());
    }

    /** Goes on at an offset that somebody decided on, or anywhere if it is {@link Manifest#NO_OFFSET}. */
    PartitionChain from(long decidedOffset) throws IOException {
        return run(false, OptionalLong.of(decidedOffset));
    }

    private PartitionChain run(boolean mustBeOwner, OptionalLong decided) throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<Manifest> newest = log.newest();
            if (mustBeOwner
                    && !newest.map(manifest -> manifest.owner().equals(owner)).orElse(false)) {
                throw new FencedException(territory, partition);
            }
            if (newest.isPresent() && !isFinished(newest.get(), decided.isPresent())) {
                continue;
            }
            long number = newest.map(manifest -> manifest.sequence() + 1).orElse(0L);
            long next = decided.isPresent() ? decided.getAsLong() : nextOffset(newest);
            PartitionChain chain = new PartitionChain(territory, partition, log, owner, number, next);
            if (chain.takeNumber()) {
                LOGGER.info("adopted partition={} sequence={} nextOffset={}", partition, number, next);
                return chain;
            }
        }
        throw new IOException("could not take over " + partition + ": other tasks keep committing to it");
    }

    /** Whether everything that the newest link promises is in place; otherwise it is not the newest any more. */
    private boolean isFinished(Manifest newest, boolean offsetIsDecided) throws IOException {
        List<ManifestFile> gone = new FinalNames(territory, newest).give();
        if (gone.isEmpty()) {
            return true;
        }
        if (!log.isNewest(newest.sequence())) {
            return false;
        }
        ConnectException unclear = unclear(territory, partition, newest, gone);
        if (offsetIsDecided) {
            LOGGER.warn("going on at the offset asked for; {}", unclear.getMessage());
            return true;
        }
        throw unclear;
    }

    /** What to say when files of a commit are gone and the seal with them. */
    static ConnectException unclear(
            Territory territory, TopicPartition partition, Manifest link, List<ManifestFile> gone) {
        return new ConnectException("unfinished files of " + partition + " were deleted from outside below "
                + territory.layout().unfinished(partition.topic(), partition.partition())
                + " while their commit was interrupted, so nobody can say whether these were published and taken"
                + " away since or are lost: "
                + gone.stream().map(ManifestFile::published).toList()
                + " (their names end in the first and the last offset). Decide where to go on, at offset "
                + link.nextOffset() + " to read nothing again or at the first offset that is missing: "
                + OffsetRequest.text(territory, partition, link.nextOffset()));
    }

    /** Without a link there may be files from before there were manifests: their names say how far they go. */
    private long nextOffset(Optional<Manifest> newest) throws IOException {
        if (newest.isPresent()) {
            return newest.get().nextOffset();
        }
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
