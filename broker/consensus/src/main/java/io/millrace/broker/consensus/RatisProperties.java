package io.millrace.broker.consensus;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** The settings of Ratis: what its defaults get wrong for a metadata log that must never be lost. */
final class RatisProperties {
    static final String STORAGE_DIRECTORY = "raft";

    private static final int PREALLOCATED_BYTES = 1024 * 1024;
    private static final int PURGE_GAP = 1024;

    private RatisProperties() {}

    static RaftProperties of(QuorumConfig config) {
        RaftProperties properties = new RaftProperties();
        QuorumTimings timings = config.timings();
        SnapshotPolicy snapshots = config.tuning().snapshots();
        RaftServerConfigKeys.setStorageDir(
                properties,
                List.of(config.directory().resolve(STORAGE_DIRECTORY).toFile()));
        if (config.hasTransport()) {
            GrpcConfigKeys.Server.setHost(properties, config.address().host());
            GrpcConfigKeys.Server.setPort(properties, config.address().port());
        } else {
            RaftConfigKeys.Rpc.setType(properties, new NoPeersRpc());
        }
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, ms(timings.electionMinMs()));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, ms(timings.electionMaxMs()));
        int firstMinMs = config.isLoneVoter() ? timings.firstElectionMs() : timings.electionMinMs();
        int firstMaxMs = config.isLoneVoter() ? timings.firstElectionMs() + 1 : timings.electionMaxMs();
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, ms(firstMinMs));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, ms(firstMaxMs));
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, ms(timings.commandMs()));
        // The default answers reads from a leader that may have been replaced.
        RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        // After a long pause of the JVM Ratis would close itself and leave the process behind without metadata.
        RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(1, TimeUnit.DAYS));
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, snapshots.everyEntries());
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, snapshots.keptFiles());
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.setPurgeGap(properties, (int) Math.min(PURGE_GAP, snapshots.everyEntries()));
        RaftServerConfigKeys.Log.setPurgePreservationLogNum(properties, snapshots.keptEntries());
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(snapshots.segmentBytes()));
        RaftServerConfigKeys.Log.setPreallocatedSize(
                properties, SizeInBytes.valueOf(Math.min(PREALLOCATED_BYTES, snapshots.segmentBytes())));
        return properties;
    }

    private static TimeDuration ms(int ms) {
        return TimeDuration.valueOf(ms, TimeUnit.MILLISECONDS);
    }
}
