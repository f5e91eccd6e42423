package io.millrace.gateway.groups;

import io.millrace.gateway.consume.AnswerBytes;
import io.millrace.gateway.consume.Chain;
import io.millrace.gateway.consume.ConsumerThreads;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/**
 * One request of a member: finds its partitions, acknowledges what its token says, and takes the next records, step by step.
 * When partitions come or go meanwhile, what was taken is let go of and taken anew. It waits for a first record as long as it
 * may; what is there, and the place in the group, must come in time too.
 */
final class GroupRead {
    private static final int NEVER = -1;

    private final Means means;
    private final GroupMember member;
    private final ResumeToken token;
    private final Bounds bounds;
    private final Chain chain;
    private final CompletableFuture<Found> result = new CompletableFuture<>();
    private final TakenRecords taken;
    private final ReadWait wait;
    private Found found;
    private GroupPartitions partitions;
    private boolean superseded;
    private boolean acknowledged;
    private boolean takenBack;
    private int changes = NEVER;
    private int emptyInARow;

    /** How much a read takes, and how long it waits for a first record; one that {@code leaves} takes nothing. */
    record Bounds(int records, int bytes, long waitMs, boolean leaves) {}

    /** What was read, and what acknowledges it. */
    record Found(List<ConsumerRecord<byte[], byte[]>> records, ResumeToken token) {}

    /** Whose members, the threads that they live on, and what the answer counts. */
    record Means(GroupMembers members, ConsumerThreads threads, AnswerBytes answer) {}

    private enum Next {
        DONE,
        SOON,
        LATER
    }

    private GroupRead(Means means, GroupMember member, ResumeToken token, Bounds bounds, CompletableFuture<?> gone) {
        this.means = means;
        this.member = member;
        this.token = token;
        this.bounds = bounds;
        this.chain = new Chain(means.threads(), this::fail);
        this.taken = new TakenRecords(bounds, means.answer());
        this.wait = new ReadWait(bounds.waitMs(), gone);
    }

    /** Begins; {@code gone} completes when nobody waits for the result any more. */
    static CompletableFuture<Found> start(Means means, ResumeToken token, Bounds bounds, CompletableFuture<?> gone) {
        GroupMember member = means.members().member(token.membership());
        GroupRead read = new GroupRead(means, member, token, bounds, gone);
        read.chain.now(read::step);
        return read.result;
    }

    /** Another request of the member has come, in its turn. */
    void supersede() {
        superseded = true;
    }

    private void step() {
        chain.after(member.inTurn(this::advance), this::goOn);
    }

    private void goOn(Next next) {
        switch (next) {
            case DONE -> result.complete(found);
            case SOON -> step();
            case LATER -> chain.later(this::step, ++emptyInARow);
        }
    }

    private void fail(Throwable failure) {
        member.abandon(this);
        result.completeExceptionally(
                failure instanceof RejectedExecutionException ? GroupProblems.stopping() : failure);
    }

    private Next advance() {
        Next next = null;
        try {
            next = tried();
        } catch (RebalanceInProgressException | CommitFailedException e) {
            // Members come or go. Polling takes part in that, and then what is acknowledged is judged anew.
            next = wait.isLate(true) ? finish() : Next.LATER;
        } catch (FencedInstanceIdException e) {
            next = fenced();
        } finally {
            if (next == null) {
                member.fail(this);
            } else if (next == Next.DONE) {
                member.end(this);
            }
        }
        return next;
    }

    /** Another gateway has the place. It had it before this request came, or another request went there meanwhile. */
    private Next fenced() {
        if (acknowledged || takenBack) {
            means.members().letGo(member);
            throw GroupProblems.superseded();
        }
        takenBack = true;
        partitions = null;
        changes = NEVER;
        member.release(false);
        return Next.SOON;
    }

    private Next tried() {
        if (superseded) {
            throw GroupProblems.superseded();
        }
        means.members().requireOpen();
        member.requireOpen();
        if (partitions == null) {
            partitions = member.begin(this);
        }
        ConsumerRecords<byte[], byte[]> polled = partitions.poll();
        if (!partitions.settle()) {
            return wait.isLate(true) ? finish() : Next.LATER;
        }
        if (!acknowledged) {
            partitions.acknowledge(token.handedOut());
            acknowledged = true;
        }
        if (bounds.leaves()) {
            return finish();
        }
        if (changes != partitions.changes()) {
            beginAnew();
            return Next.SOON;
        }
        taken.add(polled);
        if (!polled.isEmpty() && !taken.isFull()) {
            emptyInARow = 0;
            return Next.SOON;
        }
        boolean enough = taken.isFull() || !taken.isEmpty();
        return enough || wait.isOver(partitions) ? finish() : Next.LATER;
    }

    private void beginAnew() {
        taken.forget();
        wait.forgetEnds();
        changes = partitions.changes();
        partitions.rewind();
    }

    private Next finish() {
        if (bounds.leaves()) {
            if (!acknowledged) {
                throw GroupProblems.notJoined();
            }
            means.members().leave(member);
        }
        Map<TopicPartition, Range> handedOut = handedOut();
        found = new Found(taken.records(), token.after(handedOut));
        return Next.DONE;
    }

    /** What the answer's token acknowledges. */
    private Map<TopicPartition, Range> handedOut() {
        if (!acknowledged || bounds.leaves()) {
            // What could not be acknowledged in time stays in the token.
            taken.forget();
            return token.handedOut();
        }
        if (changes != partitions.changes()) {
            // What was taken may be somebody else's by now.
            taken.forget();
            return Map.of();
        }
        return taken.handedOut(partitions);
    }
}
