package io.millrace.broker.server.node;

import io.millrace.broker.consensus.QuorumClaim;
import io.millrace.broker.log.file.MetaProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the metadata is depends on which folder {@code log.dirs} names first. In another order, or without the first disk,
 * a new and empty cluster would begin, to which no partition on the other disks belongs.
 */
final class MetadataPlace {

    private MetadataPlace() {}

    /**
     * Changes nothing. With one folder that has both, whoever loses the metadata loses no place to look for it in.
     *
     * @throws BrokerStartException the metadata would be new beside data that is not
     */
    static void requireOldBesideOldData(StorageSettings storage) {
        Path metadata = storage.metadataDirectory();
        List<Path> usual = storage.usualMetadataDirectories();
        if (usual.equals(List.of(metadata)) || QuorumClaim.isClaimed(metadata)) {
            return;
        }
        for (Path elsewhere : usual) {
            if (!elsewhere.equals(metadata) && Files.isDirectory(elsewhere)) {
                throw new BrokerStartException(
                        "The metadata folder " + metadata + " is new, but there is metadata in " + elsewhere
                                + ": set metadata.log.dir=" + elsewhere
                                + ", without which it is in the first folder of log.dirs; nothing was changed",
                        null);
            }
        }
        for (Path data : storage.logDirectories()) {
            if (MetaProperties.isIn(data)) {
                throw new BrokerStartException(
                        "The metadata folder " + metadata + " is new, but the data in " + data
                                + " is not: mount the disk with its metadata, or set metadata.log.dir to where that is"
                                + " (without it, the first folder of log.dirs has it); to begin anew, move the data away;"
                                + " nothing was changed",
                        null);
            }
        }
    }
}
