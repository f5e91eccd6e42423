package io.millrace.broker.consensus;

import io.millrace.broker.metadata.MetadataMachine;
import io.millrace.broker.metadata.command.CommandEnvelope;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.FoundCluster;
import io.millrace.broker.metadata.command.MetadataCommand;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.MetadataVersion;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;

/**
 * The replicated metadata of the cluster. Commands go in, images come out; a command is answered when it is on the
 * disks of a majority, applied here, and seen by the listeners here.
 *
 * <p>Thread-safe.
 */
public final class MetadataQuorum implements AutoCloseable {
    private final QuorumConfig config;
    private final QuorumIdentity identity;
    private final ReplicatedMachine machine;
    private final ImagePublisher publisher;
    private final RatisNode node;

    private MetadataQuorum(
            QuorumConfig config,
            QuorumIdentity identity,
            ReplicatedMachine machine,
            ImagePublisher publisher,
            RatisNode node) {
        this.config = config;
        this.identity = identity;
        this.machine = machine;
        this.publisher = publisher;
        this.node = node;
    }

    /** Returns when the cluster is founded and everything from before is in {@link #image()}. */
    public static MetadataQuorum start(QuorumConfig config) {
        return QuorumClaim.of(config).start();
    }

    static MetadataQuorum start(QuorumConfig config, QuorumIdentity identity) {
        try {
            ImagePublisher publisher = new ImagePublisher(config.nodeId());
            ReplicatedMachine machine = new ReplicatedMachine(new MetadataMachine(config.schema()), publisher::publish);
            try {
                RatisNode node = RatisNode.start(config, identity, machine);
                MetadataQuorum quorum = new MetadataQuorum(config, identity, machine, publisher, node);
                quorum.found();
                return quorum;
            } catch (IOException | RuntimeException e) {
                publisher.close();
                throw e;
            }
        } catch (IOException e) {
            throw new QuorumStorageException(
                    "The metadata in " + config.directory() + " can not be opened: " + RootCause.sentence(e), e);
        }
    }

    /** Proposes a command under a fresh id. */
    public CompletableFuture<CommandResponse> submit(MetadataCommand command) {
        return submit(Uuid.randomUuid(), command);
    }

    /**
     * Proposes a command. The same id again gets the first answer, for as long as it is among the recent commands.
     * Fails with {@link QuorumUnavailableException} when there is no answer in time.
     */
    public CompletableFuture<CommandResponse> submit(Uuid commandId, MetadataCommand command) {
        CommandEnvelope envelope = new CommandEnvelope(commandId, System.currentTimeMillis(), command);
        return node.write(envelope).thenCompose(answer -> publisher
                .delivered(answer.index())
                // The command is done; a listener that hangs must not hide that for ever.
                .completeOnTimeout(null, config.timings().commandMs(), TimeUnit.MILLISECONDS)
                .thenApply(delivered -> answer.response()));
    }

    /** The newest image here. It may be behind what the leader has committed. */
    public MetadataImage image() {
        return machine.image();
    }

    /** An image that holds every command answered anywhere before this call. */
    public CompletableFuture<MetadataImage> linearizableImage() {
        return node.read().thenApply(read -> machine.image());
    }

    public void addListener(ImageListener listener) {
        publisher.add(listener);
    }

    public String clusterId() {
        return identity.clusterId();
    }

    public int nodeId() {
        return config.nodeId();
    }

    /** The port that peers reach; {@link QuorumAddress#NO_PORT} for a voter without peers. */
    public int port() {
        return node.port();
    }

    public boolean isLeader() {
        return node.isLeader();
    }

    public OptionalInt leaderId() {
        return node.leaderId();
    }

    public long term() {
        return node.term();
    }

    /** Completes with the reason when the quorum of this node has stopped; the process should stop too. */
    public CompletionStage<Throwable> stopped() {
        return machine.stopped();
    }

    @Override
    public void close() {
        try {
            node.close();
        } finally {
            publisher.close();
        }
    }

    private void found() throws IOException {
        try {
            if (config.isLoneVoter()) {
                node.awaitOwnLog();
                requireNothingLost();
            }
            node.awaitFounded(new CommandEnvelope(
                    Uuid.randomUuid(),
                    System.currentTimeMillis(),
                    new FoundCluster(identity.clusterId(), MetadataVersion.LATEST)));
            identity.markFounded(config.directory());
            QuorumMetrics.shared().showSoon();
        } catch (IOException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private void requireNothingLost() {
        if (identity.founded()
                && !machine.image().founded()
                && !machine.stopped().isDone()) {
            throw new QuorumStorageException("The metadata in " + config.directory()
                    + " is gone: the cluster was founded before, and its log is empty.");
        }
    }
}
