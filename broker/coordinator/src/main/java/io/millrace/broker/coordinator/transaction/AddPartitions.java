package io.millrace.broker.coordinator.transaction;

import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.transaction.Transaction.Producer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.protocol.Errors;

/** Makes partitions part of a transaction, which begins with the first one; or only looks whether they are (KIP-890). */
public final class AddPartitions {

    private AddPartitions() {}

    /**
     * What is asked.
     *
     * @param transactionVersion 2 when the producer's client bumps its epoch with each end, else 0
     */
    public record Request(
            String transactionalId,
            long producerId,
            short producerEpoch,
            List<TopicPartition> partitions,
            short transactionVersion) {

        public Request {
            partitions = List.copyOf(partitions);
        }

        private Producer producer() {
            return new Producer(producerId, producerEpoch);
        }
    }

    static void add(TransactionDraft draft, Caller caller, Request request, Optional<Transaction> found, long nowMs) {
        draft.ifRefused(caller, error -> response(LogErrors.of(error)));
        Errors complaint = complaint(request, found);
        if (complaint == Errors.NONE) {
            Transaction current = found.orElseThrow();
            boolean known =
                    current.is(TransactionState.ONGOING) && current.partitions().containsAll(request.partitions());
            if (!known) {
                draft.store(current.withAdded(request.partitions(), request.transactionVersion(), nowMs));
            }
        }
        draft.reply(caller, response(complaint));
    }

    /** Nothing is begun while markers are being written, whoever asks: the producer may not know its new id yet. */
    private static Errors complaint(Request request, Optional<Transaction> found) {
        if (request.transactionalId() == null || request.transactionalId().isEmpty()) {
            return Errors.INVALID_REQUEST;
        }
        if (found.isPresent() && found.get().state().isPrepared()) {
            return Errors.CONCURRENT_TRANSACTIONS;
        }
        Errors stranger = strangerComplaint(request.producer(), found);
        boolean endless = stranger == Errors.NONE && request.producer().isAtLastEpoch();
        return endless ? Errors.PRODUCER_FENCED : stranger;
    }

    /** Whether this is the producer that may write now. */
    static Errors strangerComplaint(Producer producer, Optional<Transaction> found) {
        if (found.isEmpty() || found.get().producer().id() != producer.id()) {
            return Errors.INVALID_PRODUCER_ID_MAPPING;
        }
        return found.get().producer().epoch() == producer.epoch() ? Errors.NONE : Errors.PRODUCER_FENCED;
    }

    static Map<TopicPartition, Errors> verify(Request request, Optional<Transaction> found) {
        Map<TopicPartition, Errors> results = new LinkedHashMap<>();
        Errors complaint = verifyComplaint(request, found);
        Collection<TopicPartition> known =
                found.<Collection<TopicPartition>>map(Transaction::partitions).orElse(List.of());
        for (TopicPartition partition : request.partitions()) {
            Errors result = known.contains(partition) ? Errors.NONE : Errors.TRANSACTION_ABORTABLE;
            results.put(partition, complaint == Errors.NONE ? result : complaint);
        }
        return results;
    }

    private static Errors verifyComplaint(Request request, Optional<Transaction> found) {
        if (request.transactionalId() == null || request.transactionalId().isEmpty()) {
            return Errors.INVALID_REQUEST;
        }
        Errors stranger = strangerComplaint(request.producer(), found);
        if (stranger != Errors.NONE) {
            return stranger;
        }
        return found.orElseThrow().state().isPrepared() ? Errors.CONCURRENT_TRANSACTIONS : Errors.NONE;
    }

    private static AddPartitionsToTxnResponseData response(Errors error) {
        return new AddPartitionsToTxnResponseData().setErrorCode(error.code());
    }
}
