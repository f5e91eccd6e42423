package io.millrace.broker.coordinator.transaction;

import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.CoordinatorShard;
import io.millrace.broker.coordinator.decision.Decision;
import io.millrace.broker.coordinator.decision.Effects;
import io.millrace.broker.coordinator.decision.TransactionMarkers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.protocol.Errors;

/**
 * The transactional ids of one partition of {@code __transaction_state}. A transaction that ends is stored as prepared
 * first; when that is safe its {@link TransactionMarkers} go out, and when every partition has one, {@link
 * #markersWritten} completes it. What a crash leaves prepared goes out again from {@link #loaded}.
 */
public final class TransactionShard implements CoordinatorShard {
    private final TransactionStore store = new TransactionStore();
    private final InitProducer initProducer;
    private final EndTransaction endTransaction;
    private final ExpireTransactions expiry;
    private Optional<TransactionDraft> open = Optional.empty();
    private boolean expiring;
    private boolean loaded;
    private long decisions;
    private long wallAheadMs;

    public TransactionShard(TransactionConfig config, FreshProducerIds ids) {
        this.initProducer = new InitProducer(store, config, ids);
        this.endTransaction = new EndTransaction(ids);
        this.expiry = new ExpireTransactions(store, config, ids);
    }

    @Override
    public void replay(long offset, byte[] key, byte[] value) {
        if (loaded) {
            throw new IllegalStateException("The shard is loaded, the log has nothing new to tell it");
        }
        store.load(key, value);
    }

    /** Nobody writes here in a transaction; such a record is as true as any. */
    @Override
    public void replayInTransaction(long offset, long producerId, byte[] key, byte[] value) {
        replay(offset, key, value);
    }

    @Override
    public void replayMarker(long offset, long producerId, boolean commit) {}

    /** How far the wall clock is ahead of the time that this shard is told: what is stored and shown is wall-clock time. */
    public void wallAhead(long aheadMs) {
        wallAheadMs = aheadMs;
    }

    @Override
    public Effects loaded(long nowMs) {
        loaded = true;
        store.finishLoading(nowMs, wallAheadMs);
        expiry.begin(nowMs);
        List<TransactionMarkers> unfinished = store.all().stream()
                .filter(transaction -> transaction.state().isPrepared())
                .map(TransactionDraft::markersOf)
                .toList();
        return new Effects(List.of(), unfinished);
    }

    /** The transactional id is not null. */
    public Decision initProducer(Caller caller, InitProducerIdRequestData request, long nowMs) {
        return decide(draft -> initProducer.init(draft, caller, request, nowMs));
    }

    /** Answers with the error code of an AddPartitionsToTxn response that has nothing else. */
    public Decision addPartitions(Caller caller, AddPartitions.Request request, long nowMs) {
        return decide(draft -> AddPartitions.add(draft, caller, request, store.find(request.transactionalId()), nowMs));
    }

    public Decision end(Caller caller, EndTxnRequestData request, long nowMs) {
        return decide(
                draft -> endTransaction.end(draft, caller, request, store.find(request.transactionalId()), nowMs));
    }

    /** Every partition of the transaction has its marker, or is gone. The reply is that of an EndTxn request. */
    public Decision markersWritten(Caller caller, TransactionMarkers markers, long nowMs) {
        return decide(draft -> {
            draft.ifRefused(caller, error -> new EndTxnResponseData()
                    .setErrorCode(LogErrors.of(error).code()));
            store.find(markers.transactionalId())
                    .filter(transaction -> transaction.state().isPrepared()
                            && transaction.producer().id() == markers.producerId()
                            && transaction.producer().epoch() == markers.producerEpoch())
                    .ifPresent(transaction -> draft.store(transaction.completed(nowMs)));
            draft.reply(caller, new EndTxnResponseData());
        });
    }

    /** A read: NONE for each partition that is part of the producer's transaction. */
    public Map<TopicPartition, Errors> verify(AddPartitions.Request request) {
        return AddPartitions.verify(request, store.find(request.transactionalId()));
    }

    /** A read. */
    public DescribeTransactionsResponseData.TransactionState describe(String transactionalId) {
        return TransactionReads.describe(transactionalId, store.find(transactionalId), wallAheadMs);
    }

    /** A read. */
    public List<ListTransactionsResponseData.TransactionState> list(TransactionReads.Filter filter, long nowMs) {
        return TransactionReads.list(store, filter, nowMs);
    }

    @Override
    public long nextDeadlineMs() {
        return expiry.nextMs();
    }

    @Override
    public Optional<Decision> expire(long nowMs) {
        if (expiry.nextMs() > nowMs) {
            return Optional.empty();
        }
        Decision decision = decide(draft -> expiry.expire(draft, nowMs));
        expiring = true;
        return Optional.of(decision);
    }

    @Override
    public Effects accept(Decision decision, long firstOffset, long nowMs) {
        return settle(decision).installInto(store);
    }

    @Override
    public Effects refuse(Decision decision, Errors error, long nowMs) {
        if (expiring) {
            expiry.refused(nowMs);
        }
        return settle(decision).refuse(error);
    }

    @Override
    public Effects drop() {
        Effects effects =
                open.map(draft -> draft.refuse(Errors.NOT_COORDINATOR)).orElse(Effects.NONE);
        open = Optional.empty();
        return effects;
    }

    @Override
    public int size() {
        return store.size();
    }

    @Override
    public long skippedRecords() {
        return store.skippedRecords();
    }

    @Override
    public long undecodableRecords() {
        return store.undecodableRecords();
    }

    private Decision decide(Consumer<TransactionDraft> operation) {
        if (!loaded) {
            throw new IllegalStateException("The shard is not loaded yet");
        }
        if (open.isPresent()) {
            throw new IllegalStateException("Decision " + open.get().number() + " is neither accepted nor refused yet");
        }
        decisions++;
        TransactionDraft draft = new TransactionDraft(decisions, wallAheadMs);
        operation.accept(draft);
        open = Optional.of(draft);
        return draft.toDecision();
    }

    private TransactionDraft settle(Decision decision) {
        TransactionDraft draft = open.filter(candidate -> candidate.number() == decision.number())
                .orElseThrow(() -> new IllegalStateException("Decision " + decision.number() + " is not open"));
        open = Optional.empty();
        expiring = false;
        return draft;
    }
}
