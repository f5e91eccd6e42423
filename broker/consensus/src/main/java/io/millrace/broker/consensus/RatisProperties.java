package io.millrace.broker.consensus;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** The settings of Ratis: what its defaults get wrong for a metadata log that must never be lost. */
final class RatisProperties {
    static final String STORAGE_DIRECTORY = "raft";

    /** Small enough that a restart replays little, large enough that snapshots are rare. */
    private static final long SNAPSHOT_EVERY_ENTRIES = 10_000;

    private static final int SNAPSHOTS_KEPT = 3;

    /** A follower that lags by less than this needs no snapshot. */
    private static final long LOG_ENTRIES_KEPT = 10_000;

    private static final int GRPC_THREADS = 2;

    private RatisProperties() {}

    static RaftProperties of(QuorumConfig config) {
        RaftProperties properties = new RaftProperties();
        QuorumTimings timings = config.timings();
        RaftServerConfigKeys.setStorageDir(
                properties,
                List.of(config.directory().resolve(STORAGE_DIRECTORY).toFile()));
        GrpcConfigKeys.Server.setHost(properties, config.host());
        GrpcConfigKeys.Server.setPort(properties, config.port());
        GrpcConfigKeys.Server.setBossGroupSize(properties, 1);
        GrpcConfigKeys.Server.setWorkerGroupSize(properties, GRPC_THREADS);
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
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, SNAPSHOT_EVERY_ENTRIES);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, SNAPSHOTS_KEPT);
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.setPurgePreservationLogNum(properties, LOG_ENTRIES_KEPT);
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("8MB"));
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf("1MB"));
        return properties;
    }

    private static TimeDuration ms(int ms) {
        return TimeDuration.valueOf(ms, TimeUnit.MILLISECONDS);
    }
}
