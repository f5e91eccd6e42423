package io.millrace.connectors.hdfs.commit;

import io.millrace.connectors.hdfs.store.Standing;
import io.millrace.connectors.hdfs.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the files of a link their final names, again and again until it is known that all have had them.
 *
 * <p>From its final name on a file belongs to others, who may move or delete it at any time. So a file with neither
 * name was published and taken away, unless somebody deletes unfinished files. The seal tells the two apart: it lies
 * in the folder of the unfinished files until all others are published, so as long as it is there nobody has emptied
 * that folder.
 */
final class FinalNames {

    private static final Logger LOGGER = LoggerFactory.getLogger(FinalNames.class);

    private final Territory territory;
    private final Store store;
    private final Manifest link;

    FinalNames(Territory territory, Manifest link) {
        this.territory = territory;
        this.store = territory.store();
        this.link = link;
    }

    /**
     * Publishes what is not published yet.
     *
     * @return the files of which nobody can say whether they ever were published; none, as a rule
     * @throws ConnectException when another file has the name of one
     */
    List<ManifestFile> give() throws IOException {
        if (link.files().isEmpty()) {
            return List.of();
        }
        Standing seal = link.seal() == null ? Standing.GONE : standing(link.seal());
        if (seal == Standing.PUBLISHED) {
            return List.of();
        }
        List<ManifestFile> gone = new ArrayList<>();
        for (ManifestFile file : link.files()) {
            if (!give(file)) {
                gone.add(file);
            }
        }
        if (seal == Standing.GONE) {
            return gone;
        }
        gone.forEach(file -> LOGGER.warn(
                "file was taken away before its publication was recorded sequence={} file={}",
                link.sequence(),
                file.published()));
        give(link.seal());
        return List.of();
    }

    /** Whether a file has, or has had, its final name; false when neither name is there. */
    private boolean give(ManifestFile file) throws IOException {
        Path temporary = territory.layout().absolute(file.temporary());
        Path published = territory.layout().absolute(file.published());
        Standing standing = standing(file);
        if (standing == Standing.UNPUBLISHED) {
            if (store.publish(temporary, published)) {
                return true;
            }
            standing = standing(file);
        }
        return switch (standing) {
            case PUBLISHED -> {
                store.delete(temporary);
                yield true;
            }
            case GONE -> false;
            case TAKEN ->
                throw new ConnectException("another file has the name " + published
                        + ", as after an earlier reading of the same offsets. Nothing is lost: the new file waits at "
                        + temporary + ". Move the other file away and restart the task");
            case UNPUBLISHED -> throw new IOException(published + " came and went while it was to be published");
        };
    }

    private Standing standing(ManifestFile file) throws IOException {
        return store.standing(
                territory.layout().absolute(file.temporary()),
                territory.layout().absolute(file.published()));
    }
}
