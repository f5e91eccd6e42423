package io.millrace.broker.consensus;

import io.millrace.broker.metadata.command.ClusterFounded;
import io.millrace.broker.metadata.command.CommandEnvelope;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.ResponseCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.ExitUtils;

/** The Ratis server of this node: starting it, asking it, closing it. */
final class RatisNode implements AutoCloseable {
    /** More commands than this in flight mean that nothing is moving; refusing is kinder than piling up. */
    private static final int MAX_PENDING = 1000;

    private static final long START_RETRY_MS = 5;

    private final QuorumConfig config;
    private final RaftServer server;
    private final RaftGroupId groupId;
    private final ReplicatedMachine machine;
    private final ClientId clientId = ClientId.randomId();
    private final AtomicLong nextCallId = new AtomicLong();
    private final Semaphore room = new Semaphore(MAX_PENDING);

    /** What a command answered, and where in the log it is. */
    record Answer(long index, CommandResponse response) {}

    private RatisNode(QuorumConfig config, RaftServer server, RaftGroupId groupId, ReplicatedMachine machine) {
        this.config = config;
        this.server = server;
        this.groupId = groupId;
        this.machine = machine;
    }

    /** A founded cluster without its log would quietly become a new one. */
    static void requireStorage(QuorumConfig config, QuorumIdentity identity) {
        Path storage = config.directory().resolve(RatisProperties.STORAGE_DIRECTORY);
        if (identity.founded() && !Files.isDirectory(storage)) {
            throw new QuorumStorageException("The metadata of cluster " + identity.clusterId() + " is gone: " + storage
                    + " does not exist. Bring it back; nothing was changed.");
        }
    }

    static RatisNode start(QuorumConfig config, QuorumIdentity identity, ReplicatedMachine machine) throws IOException {
        RaftGroupId groupId =
                RaftGroupId.valueOf(UUID.nameUUIDFromBytes(identity.clusterId().getBytes(StandardCharsets.UTF_8)));
        keepTheProcessOurs();
        QuorumMetrics.shared();
        RaftServer server = null;
        try {
            server = RaftServer.newBuilder()
                    .setServerId(peerId(config.nodeId()))
                    .setGroup(RaftGroup.valueOf(groupId, peers(config)))
                    .setStateMachine(machine)
                    .setProperties(RatisProperties.of(config))
                    .setOption(RaftStorage.StartupOption.RECOVER)
                    .build();
            server.start();
            requireLogUpToSnapshot(server.getDivision(groupId), config);
            return new RatisNode(config, server, groupId, machine);
        } catch (IOException | RuntimeException e) {
            if (server != null) {
                server.close();
            }
            throw failureOf(e, config);
        }
    }

    /** A log that was cut below the snapshot would take no entry any more, and nobody would ever lead. */
    private static void requireLogUpToSnapshot(RaftServer.Division division, QuorumConfig config) {
        TermIndex last = division.getRaftLog().getLastEntryTermIndex();
        SnapshotInfo snapshot = division.getStateMachine().getLatestSnapshot();
        if (last != null && snapshot != null && last.getIndex() < snapshot.getIndex()) {
            throw new QuorumStorageException("The metadata in " + config.directory()
                    + " is incomplete: the log ends at index " + last.getIndex() + ", the newest snapshot at index "
                    + snapshot.getIndex() + ". Bring the whole directory back from a copy.");
        }
    }

    private static QuorumException failureOf(Exception failure, QuorumConfig config) {
        QuorumException ours = RootCause.ours(failure);
        if (ours != null) {
            return ours;
        }
        if (failure instanceof ExitUtils.ExitException) {
            return new QuorumException(
                    "The quorum port " + config.address().host() + ":"
                            + config.address().port() + " can not be bound: " + RootCause.sentence(failure),
                    failure);
        }
        return new QuorumStorageException(
                "The metadata in " + config.directory() + " can not be opened: " + RootCause.sentence(failure),
                failure);
    }

    /**
     * Ratis ends the whole process when it can not bind or write, and even when any thread of anybody dies of an
     * exception, by a handler that it sets for the whole JVM. In a hub that is not for a library to decide: it fails
     * here, {@code stopped()} says so, and the handler is the one that was there before.
     */
    private static void keepTheProcessOurs() {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        ExitUtils.setTerminateOnUncaughtException(false);
        ExitUtils.disableSystemExit();
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    private static List<RaftPeer> peers(QuorumConfig config) {
        List<QuorumPeer> voters = config.voters().isEmpty()
                ? List.of(new QuorumPeer(
                        config.nodeId(),
                        config.address().host(),
                        config.address().port()))
                : config.voters();
        return voters.stream()
                .map(voter -> RaftPeer.newBuilder()
                        .setId(peerId(voter.nodeId()))
                        .setAddress(voter.host() + ":" + voter.port())
                        .build())
                .toList();
    }

    private static RaftPeerId peerId(int nodeId) {
        return RaftPeerId.valueOf(Integer.toString(nodeId));
    }

    /** A lone voter that leads has applied its whole log: what is not there now will not come any more. */
    void awaitOwnLog() {
        try {
            CompletableFuture.anyOf(machine.leaderReady(), machine.stopped())
                    .get(config.timings().startMs(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new QuorumUnavailableException(
                    "The metadata quorum did not lead within "
                            + config.timings().startMs() + " ms",
                    e);
        } catch (ExecutionException e) {
            throw new QuorumException("The metadata quorum did not start: " + RootCause.sentence(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QuorumException("Interrupted while waiting for the metadata quorum to start", e);
        }
    }

    /** Whoever becomes leader founds the cluster, the others hear of it; either way the image says so in the end. */
    void awaitFounded(CommandEnvelope founding) {
        long deadlineNs = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(config.timings().startMs());
        QuorumException lastFailure = null;
        while (System.nanoTime() < deadlineNs) {
            if (machine.stopped().isDone()) {
                Throwable reason = machine.stopped().join();
                throw new QuorumException("The metadata quorum did not start: " + reason.getMessage(), reason);
            }
            try {
                requireFounded(write(founding).get().response());
                return;
            } catch (ExecutionException e) {
                lastFailure = RootCause.ours(e);
                if (lastFailure == null) {
                    throw new QuorumException("The metadata quorum did not start: " + RootCause.sentence(e), e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new QuorumException("Interrupted while waiting for the metadata quorum to start", e);
            }
            if (machine.image().founded() && leaderId().isPresent() && !isLeader()) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(START_RETRY_MS));
        }
        throw new QuorumUnavailableException(
                "The metadata quorum has found no leader within "
                        + config.timings().startMs() + " ms",
                lastFailure);
    }

    private static void requireFounded(CommandResponse response) {
        if (!(response instanceof ClusterFounded)) {
            throw new QuorumException("The cluster could not be founded: " + response);
        }
    }

    CompletableFuture<Answer> write(CommandEnvelope envelope) {
        Message message = Message.valueOf(UnsafeByteOperations.unsafeWrap(envelope.encode()));
        return send(
                        message,
                        RaftClientRequest.writeRequestType(),
                        envelope.command().type().toString())
                .thenApply(reply -> new Answer(
                        reply.getLogIndex(),
                        ResponseCodec.decode(reply.getMessage().getContent().toByteArray())));
    }

    CompletableFuture<RaftClientReply> read() {
        return send(Message.EMPTY, RaftClientRequest.readRequestType(), "READ");
    }

    private CompletableFuture<RaftClientReply> send(Message message, RaftClientRequest.Type type, String what) {
        if (!room.tryAcquire()) {
            return CompletableFuture.failedFuture(new QuorumUnavailableException(
                    MAX_PENDING + " metadata commands are waiting already; " + what + " was not tried"));
        }
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(clientId)
                .setServerId(server.getId())
                .setGroupId(groupId)
                .setCallId(nextCallId.incrementAndGet())
                .setMessage(message)
                .setType(type)
                .build();
        CompletableFuture<RaftClientReply> sent;
        try {
            sent = server.submitClientRequestAsync(request);
        } catch (IOException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        return sent.copy()
                .orTimeout(config.timings().commandMs(), TimeUnit.MILLISECONDS)
                .handle((reply, failure) -> {
                    room.release();
                    return successOf(reply, failure, what);
                });
    }

    private RaftClientReply successOf(RaftClientReply reply, Throwable failure, String what) {
        if (failure instanceof TimeoutException) {
            throw new QuorumUnavailableException("The metadata quorum did not answer " + what + " within "
                    + config.timings().commandMs() + " ms; it may still be applied");
        }
        if (failure != null) {
            throw new QuorumUnavailableException(
                    "The metadata quorum could not take " + what + ": " + RootCause.sentence(failure), failure);
        }
        if (!reply.isSuccess()) {
            throw new QuorumUnavailableException(
                    "The metadata quorum could not take " + what + ": " + RootCause.sentence(reply.getException()),
                    reply.getException());
        }
        return reply;
    }

    int port() {
        return server.getServerRpc().getInetSocketAddress().getPort();
    }

    boolean isLeader() {
        DivisionInfo info = info();
        return info.isLeader() && info.isLeaderReady();
    }

    OptionalInt leaderId() {
        RaftPeerId leader = info().getLeaderId();
        return leader == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(leader.toString()));
    }

    long term() {
        return info().getCurrentTerm();
    }

    private DivisionInfo info() {
        try {
            return server.getDivision(groupId).getInfo();
        } catch (IOException e) {
            throw new QuorumException("The metadata quorum of this node has stopped", e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new QuorumException("The metadata quorum did not close cleanly: " + RootCause.sentence(e), e);
        }
    }
}
