package io.millrace.broker.consensus;

import io.millrace.broker.metadata.MetadataMachine;
import io.millrace.broker.metadata.command.CommandEnvelope;
import io.millrace.broker.metadata.command.ResponseCodec;
import io.millrace.broker.metadata.image.MetadataImage;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.LifeCycle;

/** Carries {@link MetadataMachine} inside Ratis: applies committed commands to the image, writes and loads snapshots. */
final class ReplicatedMachine extends BaseStateMachine {
    private final MetadataMachine machine;
    private final Consumer<MetadataImage> publisher;
    private final SnapshotFiles snapshots = new SnapshotFiles();
    private final CompletableFuture<Void> leaderReady = new CompletableFuture<>();
    private final CompletableFuture<Throwable> stopped = new CompletableFuture<>();
    private volatile MetadataImage image = MetadataImage.EMPTY;

    ReplicatedMachine(MetadataMachine machine, Consumer<MetadataImage> publisher) {
        this.machine = machine;
        this.publisher = publisher;
    }

    MetadataImage image() {
        return image;
    }

    /** Completes when this node has become a leader that has applied everything from before. */
    CompletableFuture<Void> leaderReady() {
        return leaderReady;
    }

    /** Completes when the server has stopped, with the reason. */
    CompletableFuture<Throwable> stopped() {
        return stopped;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage storage) throws IOException {
        super.initialize(server, groupId, storage);
        // Only a machine that says it runs can be paused, and only a paused one can be brought a snapshot.
        getLifeCycle()
                .startAndTransition(
                        () -> {
                            snapshots.open(storage);
                            snapshots.requireNoGap(storage, load());
                        },
                        IOException.class);
    }

    /** Ratis pauses the machine before it installs a snapshot and insists on the life cycle saying so. */
    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    @Override
    public void reinitialize() throws IOException {
        getLifeCycle().transition(LifeCycle.State.STARTING);
        load();
        getLifeCycle().transition(LifeCycle.State.RUNNING);
    }

    private TermIndex load() throws IOException {
        SnapshotFiles.Loaded loaded = snapshots.loadLatest();
        image = loaded.image();
        if (loaded.position() != null) {
            setLastAppliedTermIndex(loaded.position());
            publisher.accept(image);
        }
        return loaded.position();
    }

    /** An exception from here stops the server: a node that can not apply what others apply must not go on. */
    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        byte[] bytes = entry.getStateMachineLogEntry().getLogData().toByteArray();
        MetadataMachine.Applied applied = machine.apply(image, entry.getIndex(), CommandEnvelope.decode(bytes));
        image = applied.image();
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        publisher.accept(image);
        ByteString response = UnsafeByteOperations.unsafeWrap(ResponseCodec.encode(applied.response()));
        return CompletableFuture.completedFuture(Message.valueOf(response));
    }

    /** A read carries nothing: that it was answered means that the image here is current. */
    @Override
    public CompletableFuture<Message> query(Message request) {
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    @Override
    public long takeSnapshot() throws IOException {
        // Runs on the applying thread, so image and position belong together.
        TermIndex position = getLastAppliedTermIndex();
        snapshots.write(image, position);
        return position.getIndex();
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return snapshots.storage();
    }

    @Override
    public void notifyLeaderReady() {
        leaderReady.complete(null);
    }

    @Override
    public void notifyLogFailed(Throwable cause, LogEntryProto failedEntry) {
        stopped.complete(new QuorumException("The metadata log can not be written: " + cause.getMessage(), cause));
    }

    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean allServer) {
        stopped.complete(new QuorumException("The metadata quorum of this node has stopped"));
    }
}
